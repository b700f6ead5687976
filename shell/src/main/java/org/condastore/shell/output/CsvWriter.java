package org.condastore.shell.output;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * RFC 4180 with a heading, but lines end in LF, as PostgreSQL's {@code COPY … CSV} writes
 * them: tools for lines of text take that, and readers of CSV take both. As there, NULL
 * is nothing and the empty text is {@code ""}.
 *
 * <p>
 * Values are exact. Lists and records inside a record are JSON. Only a terminal gets
 * control characters made visible.
 */
final class CsvWriter<T> implements RecordWriter<T> {

	private final Sink sink;

	private final boolean terminal;

	private final List<View.Field<T>> fields;

	private final IsoTime times = new IsoTime();

	/** The line so far, in UTF-8: the fastest way, for lists of a million rows. */
	private byte[] line = new byte[1024];

	private int length;

	CsvWriter(Sink sink, Medium medium, View<T> view) {
		this.sink = sink;
		this.terminal = medium.terminal();
		this.fields = view.fields();
	}

	@Override
	public void begin() {
		for (View.Field<T> field : this.fields) {
			text(field.key());
			put((byte) ',');
		}
		endLine();
	}

	@Override
	public void row(T row) {
		for (int i = 0; i < this.fields.size(); i++) {
			View.Field<T> field = this.fields.get(i);
			Object value = field.value().apply(row);
			if (value != null) {
				value(field, value);
			}
			put((byte) ',');
		}
		endLine();
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

	private void value(View.Field<T> field, Object value) {
		switch (field.kind()) {
			case TEXT, DIGEST, JSON -> text(value.toString());
			case NUMBER, BYTES -> ascii(Exact.number((Number) value));
			case TIME -> time((Instant) value);
			case DURATION -> ascii(Exact.seconds((Duration) value));
			case FLAG -> ascii(value.toString());
			case COLUMNS, TEXTS, ROWS -> text(JsonText.compact(field, value));
		}
	}

	private void time(Instant time) {
		room(IsoTime.LENGTH);
		int end = this.times.write(time, this.line, this.length);
		if (end >= 0) {
			this.length = end;
		}
		else {
			ascii(this.times.text(time));
		}
	}

	private void text(String exact) {
		String text = this.terminal ? Visible.line(exact) : exact;
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		if (bytes.length > 0 && plain(bytes)) {
			put(bytes);
			return;
		}
		room(2 * bytes.length + 2);
		this.line[this.length++] = '"';
		for (byte b : bytes) {
			if (b == '"') {
				this.line[this.length++] = '"';
			}
			this.line[this.length++] = b;
		}
		this.line[this.length++] = '"';
	}

	private static boolean plain(byte[] bytes) {
		for (byte b : bytes) {
			if (b <= ',' && (b == ',' || b == '"' || b == '\n' || b == '\r')) {
				return false;
			}
		}
		return true;
	}

	private void ascii(String text) {
		put(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private void put(byte[] bytes) {
		room(bytes.length);
		System.arraycopy(bytes, 0, this.line, this.length, bytes.length);
		this.length += bytes.length;
	}

	private void put(byte b) {
		room(1);
		this.line[this.length++] = b;
	}

	private void room(int bytes) {
		if (this.line.length - this.length < bytes) {
			this.line = Arrays.copyOf(this.line, Math.max(2 * this.line.length, this.length + bytes));
		}
	}

	/** The comma after the last value becomes the end of the line. */
	private void endLine() {
		int end = Math.max(1, this.length);
		this.line[end - 1] = '\n';
		this.sink.writeUtf8(this.line, end);
		this.length = 0;
	}

}
