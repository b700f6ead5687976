package org.condastore.shell.output;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A list as a table. The first rows are held back to find the widths of the columns, the
 * others are written as they come.
 */
final class TableWriter<T> implements RecordWriter<T> {

	/** Enough for widths that hold, and soon enough on the screen. */
	private static final int SAMPLE = 1000;

	private final Sink sink;

	private final Medium medium;

	private final View<T> view;

	private final Cells<T> cells;

	private final Instant now;

	private final List<String[]> sample = new ArrayList<>();

	private @Nullable TextTable table;

	TableWriter(Sink sink, Medium medium, View<T> view, Instant now) {
		this.sink = sink;
		this.medium = medium;
		this.view = view;
		this.now = now;
		this.cells = new Cells<>(view, now);
	}

	@Override
	public void begin() {
		// The headings need the widths.
	}

	@Override
	public void row(T row) {
		String[] line = this.cells.of(row);
		if (this.table != null) {
			write(this.table.line(line));
			return;
		}
		this.sample.add(line);
		if (this.sample.size() == SAMPLE) {
			start();
		}
	}

	@Override
	public void end() {
		if (this.table != null) {
			return;
		}
		if (this.sample.isEmpty()) {
			write("no " + Visible.line(this.view.plural()));
			return;
		}
		start();
	}

	@Override
	public void single(T one) {
		new VerticalWriter<>(this.sink, this.medium, this.view, this.now).single(one);
	}

	@Override
	public List<String> leftOut() {
		return (this.table != null) ? this.table.leftOut() : List.of();
	}

	private void start() {
		TextTable fitted = TextTable.fit(this.cells.columns(), this.sample, this.medium.columns());
		write(Style.BOLD.on(fitted.headings(), this.medium.colour()));
		for (String[] line : this.sample) {
			write(fitted.line(line));
		}
		this.sample.clear();
		this.table = fitted;
	}

	private void write(String line) {
		this.sink.write(line);
		this.sink.write('\n');
	}

}
