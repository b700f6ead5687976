package org.condastore.shell.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import org.condastore.shell.connection.SecretText;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.ErrorReport;
import org.condastore.shell.output.Outcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The record of what became of each line of a batch, one JSON object in a line: added to
 * a file, and with the operating system before the next line runs.
 */
final class BatchLog implements AutoCloseable {

	private static final JsonFactory FACTORY = new JsonFactory();

	private final @Nullable FileChannel file;

	private final Clock clock;

	private BatchLog(@Nullable FileChannel file, Clock clock) {
		this.file = file;
		this.clock = clock;
	}

	/**
	 * Opens a log.
	 * @param path null if none is kept
	 * @throws CommandFailure {@code USAGE} if the file cannot be written
	 */
	static BatchLog open(@Nullable Path path, Clock clock) {
		if (path == null) {
			return new BatchLog(null, clock);
		}
		try {
			return new BatchLog(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
					StandardOpenOption.APPEND), clock);
		}
		catch (IOException ex) {
			throw CommandFailure.usage("the log %s cannot be written".formatted(path),
					"--log takes the path of a file in a directory that you may write to");
		}
	}

	/** The batch begins. */
	void begins(List<String> files, BatchOptions options, int lines) {
		write((json) -> {
			json.writeStringProperty("event", "begin");
			json.writeStringProperty("batch", String.join(" ", files));
			json.writeStringProperty("mode",
					options.dryRun() ? "dry-run" : options.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
			json.writeNumberProperty("lines", lines);
			json.writeStringProperty("user", System.getProperty("user.name"));
		});
	}

	/** A line has run. */
	void line(PreparedLine line, @Nullable Outcome outcome, @Nullable CommandFailure failure) {
		write((json) -> {
			json.writeStringProperty("event", "line");
			location(json, line.where());
			json.writeStringProperty("command", SecretText.masked(line.typed()));
			json.writeStringProperty("status", (failure != null) ? "failed" : "ok");
			if (outcome != null) {
				json.writeNumberProperty("rows", outcome.rows());
				json.writeNumberProperty("written", outcome.written());
			}
			if (outcome != null && outcome.changeId() != null) {
				json.writeNumberProperty("change_id", outcome.changeId());
			}
			if (failure != null) {
				failure(json, failure);
			}
		});
	}

	/**
	 * The batch has ended.
	 * @param how in one word
	 * @param failure what ended it; null if it ran to its end
	 */
	void ended(String how, ExitCode code, @Nullable CommandFailure failure) {
		write((json) -> {
			json.writeStringProperty("event", "end");
			json.writeStringProperty("result", how);
			json.writeNumberProperty("exit_code", code.status());
			if (failure != null) {
				failure(json, failure);
			}
		});
	}

	private static void location(JsonGenerator json, ErrorReport.@Nullable Location where) {
		if (where != null) {
			json.writeStringProperty("file", where.file());
			json.writeNumberProperty("line", where.line());
		}
	}

	private static void failure(JsonGenerator json, CommandFailure failure) {
		json.writeStringProperty("error", SecretText.masked(String.valueOf(failure.getMessage())));
		json.writeStringProperty("hint", failure.hint());
		json.writeNumberProperty("exit_code", failure.exitCode().status());
	}

	private void write(Consumer<JsonGenerator> fields) {
		if (this.file == null) {
			return;
		}
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), line)) {
			json.writeStartObject();
			json.writeStringProperty("time", this.clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
			fields.accept(json);
			json.writeEndObject();
		}
		line.write('\n');
		try {
			ByteBuffer bytes = ByteBuffer.wrap(line.toByteArray());
			while (bytes.hasRemaining()) {
				this.file.write(bytes);
			}
		}
		catch (IOException ex) {
			throw failed(ex);
		}
	}

	/**
	 * Makes sure that what was written is on the disk.
	 * @throws CommandFailure {@code FAILED} if it is not
	 */
	void force() {
		try {
			if (this.file != null) {
				this.file.force(false);
			}
		}
		catch (IOException ex) {
			throw failed(ex);
		}
	}

	private static CommandFailure failed(IOException cause) {
		return CommandFailure.failed("the log cannot be written: " + cause.getMessage(), "make room, or log elsewhere",
				cause);
	}

	@Override
	public void close() {
		try {
			if (this.file != null) {
				this.file.close();
			}
		}
		catch (IOException ex) {
			throw failed(ex);
		}
	}

}
