package org.condastore.shell.output;

import java.util.function.Supplier;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What one line of a batch came to, as one JSON object in one line: where it is, what it
 * says, its rows or what it changed, and how it ended. Rows are written as they come.
 */
final class LineObject {

	private enum State {

		NOTHING, BEGUN, ROWS, OUTCOME

	}

	private final Sink sink;

	private final JsonGenerator json;

	private final ErrorReport.Location where;

	private final Supplier<String> command;

	private State state = State.NOTHING;

	/** An object; nothing is written yet. */
	LineObject(Sink sink, ErrorReport.Location where, Supplier<String> command) {
		this.sink = sink;
		this.json = JsonText.inLines(sink);
		this.where = where;
		this.command = command;
	}

	private void begin() {
		if (this.state != State.NOTHING) {
			return;
		}
		this.state = State.BEGUN;
		this.json.writeStartObject();
		this.json.writeStringProperty("file", this.where.file());
		this.json.writeNumberProperty("line", this.where.line());
		this.json.writeStringProperty("command", this.command.get());
	}

	<T> void row(View<T> view, T row) {
		begin();
		if (this.state == State.OUTCOME) {
			throw new IllegalStateException("rows after an outcome");
		}
		if (this.state == State.BEGUN) {
			this.json.writeName("rows");
			this.json.writeStartArray();
			this.state = State.ROWS;
		}
		JsonText.object(this.json, view, row);
	}

	/** What the command did instead of listing something: its fields are the line's. */
	<T> void outcome(View<T> view, T outcome) {
		begin();
		if (this.state != State.BEGUN) {
			throw new IllegalStateException("an outcome after rows");
		}
		JsonText.fields(this.json, view, outcome);
		this.state = State.OUTCOME;
	}

	/**
	 * Ends it.
	 * @param failure null if the line did all that it should
	 */
	void end(@Nullable CommandFailure failure) {
		begin();
		if (this.state == State.BEGUN) {
			this.json.writeName("rows");
			this.json.writeStartArray();
		}
		if (this.state != State.OUTCOME) {
			this.json.writeEndArray();
			this.json.writeName("change_id");
			this.json.writeNull();
		}
		this.json.writeStringProperty("status", (failure != null) ? "failed" : "ok");
		if (failure != null) {
			this.json.writeStringProperty("error", failure.getMessage());
			this.json.writeStringProperty("hint", failure.hint());
			this.json.writeNumberProperty("exit_code", failure.exitCode().status());
		}
		this.json.writeEndObject();
		this.json.close();
		this.sink.write('\n');
	}

}
