package org.condastore.shell.output;

/** A sink that keeps what is written. */
final class CapturedText extends Sink {

	private final StringBuilder text = new StringBuilder();

	@Override
	public void write(int c) {
		this.text.append((char) c);
	}

	@Override
	public void write(String more) {
		this.text.append(more);
	}

	@Override
	public void write(String more, int offset, int length) {
		this.text.append(more, offset, offset + length);
	}

	@Override
	public void write(char[] more, int offset, int length) {
		this.text.append(more, offset, length);
	}

	@Override
	public void flush() {
		// Everything has arrived already.
	}

	@Override
	public void close() {
		// Nothing is held.
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
