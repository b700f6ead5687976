package org.condastore.shell.output;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * RFC 4180 with a heading, but lines end in LF, as PostgreSQL's {@code COPY … CSV} writes
 * them: tools for lines of text take that, and readers of CSV take both. As there, NULL
 * is nothing and the empty text is {@code ""}.
 *
 * <p>
 * Values are exact. Lists and records inside a record are JSON.
 */
final class CsvWriter<T> implements RecordWriter<T> {

	private final Sink sink;

	private final boolean terminal;

	private final List<View.Field<T>> fields;

	private final View.Kind[] kinds;

	CsvWriter(Sink sink, Medium medium, View<T> view) {
		this.sink = sink;
		this.terminal = medium.terminal();
		this.fields = view.fields();
		this.kinds = view.fields().stream().map(View.Field::kind).toArray(View.Kind[]::new);
	}

	@Override
	public void begin() {
		for (int i = 0; i < this.fields.size(); i++) {
			if (i > 0) {
				this.sink.write(',');
			}
			text(this.fields.get(i).key());
		}
		this.sink.write('\n');
	}

	@Override
	public void row(T row) {
		for (int i = 0; i < this.kinds.length; i++) {
			if (i > 0) {
				this.sink.write(',');
			}
			Object value = this.fields.get(i).value().apply(row);
			if (value != null) {
				value(this.fields.get(i), this.kinds[i], value);
			}
		}
		this.sink.write('\n');
	}

	@Override
	public void end() {
		// Lines stand for themselves.
	}

	@Override
	public void single(T one) {
		begin();
		row(one);
	}

	private void value(View.Field<T> field, View.Kind kind, Object value) {
		switch (kind) {
			case TEXT, JSON -> text(value.toString());
			case NUMBER, BYTES -> this.sink.write(Exact.number((Number) value));
			case TIME -> this.sink.write(Exact.time((Instant) value));
			case DURATION -> this.sink.write(Exact.seconds((Duration) value).toPlainString());
			case FLAG -> this.sink.write(value.toString());
			case TEXTS, ROWS -> text(JsonText.compact(field, value));
		}
	}

	private void text(String exact) {
		String text = this.terminal ? Visible.line(exact) : exact;
		int length = text.length();
		if (length > 0 && plain(text, length)) {
			this.sink.write(text);
			return;
		}
		this.sink.write('"');
		int start = 0;
		for (int quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', start)) {
			this.sink.write(text, start, quote + 1 - start);
			this.sink.write('"');
			start = quote + 1;
		}
		this.sink.write(text, start, length - start);
		this.sink.write('"');
	}

	private static boolean plain(String text, int length) {
		for (int i = 0; i < length; i++) {
			char c = text.charAt(i);
			if (c <= ',' && (c == ',' || c == '"' || c == '\n' || c == '\r')) {
				return false;
			}
		}
		return true;
	}

}
