package org.condastore.shell.output;

import tools.jackson.core.JsonGenerator;

/** One JSON object per line; an empty list is nothing. */
final class NdjsonWriter<T> implements RecordWriter<T> {

	private final Sink sink;

	private final View<T> view;

	private final JsonGenerator json;

	NdjsonWriter(Sink sink, View<T> view) {
		this.sink = sink;
		this.view = view;
		this.json = JsonText.inLines(sink);
	}

	@Override
	public void begin() {
		// Lines stand for themselves.
	}

	@Override
	public void row(T row) {
		JsonText.object(this.json, this.view, row);
		// Whatever fails later, this line is whole.
		this.json.flush();
		this.sink.write('\n');
	}

	@Override
	public void end() {
		this.json.close();
	}

	@Override
	public void single(T one) {
		row(one);
		end();
	}

}
