package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.condastore.schema.testing.TestDatabase;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.condastore.shell.session.Invocation;

/** A shell on a test's database, into which the test types lines. */
public final class TypedShell implements AutoCloseable {

	/** A little after the newest time in the live database. */
	public static final Clock CLOCK = Clock.fixed(Instant.parse("2024-09-21T12:00:00Z"), ZoneOffset.UTC);

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final CondaStoreShell shell;

	public TypedShell(String url) {
		this(url, CLOCK);
	}

	public TypedShell(String url, Clock clock) {
		this.shell = new CondaStoreShell(Invocation.parse(List.of()),
				new Streams(new ByteArrayInputStream(new byte[0]), this.out, this.err, TerminalFacts.NONE),
				new TargetResolver(new DatabaseOptions(url, null, null, false), Map.of(),
						Directories.of(Map.of("HOME", Path.of("/home/operator").toString()))),
				clock);
	}

	public TypedShell(TestDatabase database) {
		this(database.url());
	}

	/**
	 * How a line ended.
	 *
	 * @param code its exit code
	 * @param out its results
	 * @param err what it said besides
	 */
	public record Ended(ExitCode code, String out, String err) {
	}

	/** Types a line. */
	public Ended type(String line) {
		this.out.reset();
		this.err.reset();
		ExitCode code = this.shell.line(line);
		return new Ended(code, this.out.toString(StandardCharsets.UTF_8), this.err.toString(StandardCharsets.UTF_8));
	}

	@Override
	public void close() {
		this.shell.close();
	}

}
