package org.condastore.shell.output;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One {@code key: value} line per field, the values aligned; a blank line between
 * records. Text of several lines stays in the values' column, lists of records follow as
 * tables, indented.
 */
final class VerticalWriter<T> implements RecordWriter<T> {

	private static final String INDENT = "  ";

	private final Sink sink;

	private final Medium medium;

	private final View<T> view;

	private final Instant now;

	private final List<String> keys;

	/** Where values begin. */
	private final int column;

	private final List<String> leftOut = new ArrayList<>();

	private boolean first = true;

	VerticalWriter(Sink sink, Medium medium, View<T> view, Instant now) {
		this.sink = sink;
		this.medium = medium;
		this.view = view;
		this.now = now;
		this.keys = view.fields().stream().map((field) -> Visible.line(field.key()) + ":").toList();
		this.column = 1 + this.keys.stream().mapToInt(DisplayWidth::of).max().orElse(0);
	}

	@Override
	public void begin() {
		// There is no frame around the records.
	}

	@Override
	public void row(T row) {
		if (!this.first) {
			this.sink.write('\n');
		}
		this.first = false;
		single(row);
	}

	@Override
	public void end() {
		if (this.first) {
			this.sink.write("no " + Visible.line(this.view.plural()) + "\n");
		}
	}

	@Override
	public void single(T one) {
		for (int i = 0; i < this.keys.size(); i++) {
			View.Field<T> field = this.view.fields().get(i);
			Object value = field.value().apply(one);
			List<String> lines = new ArrayList<>();
			boolean below = field.kind() == View.Kind.ROWS && value != null && !((List<?>) value).isEmpty();
			if (!below) {
				lines.addAll(lines(field, value));
			}
			write(this.keys.get(i), lines);
			if (below) {
				nested(Objects.requireNonNull(field.nested()), Objects.requireNonNull(value));
			}
		}
	}

	@Override
	public List<String> leftOut() {
		return List.copyOf(this.leftOut);
	}

	private void write(String key, List<String> lines) {
		this.sink.write(Style.BOLD.on(key, this.medium.colour()));
		int blanks = this.column - DisplayWidth.of(key);
		for (String line : lines) {
			if (!line.isEmpty()) {
				this.sink.write(" ".repeat(blanks) + line);
			}
			this.sink.write('\n');
			blanks = this.column;
		}
		if (lines.isEmpty()) {
			this.sink.write('\n');
		}
	}

	private List<String> lines(View.Field<T> field, @Nullable Object value) {
		if (value == null) {
			return List.of();
		}
		return switch (field.kind()) {
			case TEXT, DIGEST -> textLines(value.toString());
			case JSON -> textLines(JsonText.indented(value.toString()));
			case NUMBER -> List.of(Exact.number((Number) value));
			case BYTES -> List.of(bytes((Number) value));
			case TIME ->
				List.of(Exact.time((Instant) value) + " (" + Rounded.distance((Instant) value, this.now) + ")");
			case DURATION -> List.of(duration((Duration) value));
			case FLAG -> List.of(Cells.flag(value));
			case COLUMNS -> List.of(Visible.line(Cells.columns(value)));
			case TEXTS -> ((List<?>) value).stream().map((text) -> Visible.line(Objects.toString(text, ""))).toList();
			case ROWS -> List.of("no " + Visible.line(Objects.requireNonNull(field.nested()).plural()));
		};
	}

	/** A line end at the very end of a text is no line of its own. */
	private static List<String> textLines(String text) {
		return Visible.lines(text).stripTrailing().lines().toList();
	}

	private static String bytes(Number bytes) {
		String exact = Exact.number(bytes);
		String readable = Rounded.bytes(bytes.longValue());
		return readable.equals(exact + " B") ? readable : exact + " (" + readable + ")";
	}

	private static String duration(Duration duration) {
		String exact = Exact.seconds(duration) + "s";
		String readable = Rounded.duration(duration);
		return readable.equals(exact) ? readable : exact + " (" + readable + ")";
	}

	private void nested(View<?> nested, Object rows) {
		@SuppressWarnings("unchecked")
		View<Object> untyped = (View<Object>) nested;
		Cells<Object> cells = new Cells<>(untyped, this.now);
		List<String[]> lines = ((List<?>) rows).stream()
			.map(Objects::requireNonNull)
			.map((row) -> cells.of(row))
			.toList();
		int width = this.medium.columns();
		TextTable table = TextTable.fit(cells.columns(), lines,
				(width == TextTable.UNLIMITED) ? width : Math.max(1, width - INDENT.length()));
		this.leftOut.addAll(table.leftOut());
		this.sink.write(INDENT + Style.BOLD.on(table.headings(), this.medium.colour()) + "\n");
		for (String[] line : lines) {
			this.sink.write(INDENT + table.line(line) + "\n");
		}
	}

}
