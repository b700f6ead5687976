package org.condastore.shell.output;

/** Records as the rows of a line of a batch. */
final class LineWriter<T> implements RecordWriter<T> {

	private final LineObject line;

	private final View<T> view;

	LineWriter(LineObject line, View<T> view) {
		this.line = line;
		this.view = view;
	}

	@Override
	public void begin() {
		// The line's object has begun.
	}

	@Override
	public void row(T row) {
		this.line.row(this.view, row);
	}

	@Override
	public void end() {
		// The line's object ends when its command has.
	}

	@Override
	public void single(T one) {
		row(one);
	}

}
