package org.condastore.shell.output;

import tools.jackson.core.JsonGenerator;

/** A list as an array, a single record as an object, indented. */
final class JsonWriter<T> implements RecordWriter<T> {

	private final Sink sink;

	private final View<T> view;

	private final JsonGenerator json;

	JsonWriter(Sink sink, View<T> view) {
		this.sink = sink;
		this.view = view;
		this.json = JsonText.indenting(sink);
	}

	@Override
	public void begin() {
		this.json.writeStartArray();
	}

	@Override
	public void row(T row) {
		JsonText.object(this.json, this.view, row);
	}

	@Override
	public void end() {
		this.json.writeEndArray();
		finish();
	}

	@Override
	public void single(T one) {
		JsonText.object(this.json, this.view, one);
		finish();
	}

	private void finish() {
		this.json.close();
		this.sink.write('\n');
	}

}
