package org.condastore.shell.output;

import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Where text goes: a writer that fails with unchecked exceptions only, see {@link Output}
 * for which.
 */
abstract class Sink extends Writer {

	@Override
	public abstract void write(int c);

	@Override
	public abstract void write(String text);

	@Override
	public abstract void write(String text, int offset, int length);

	@Override
	public abstract void write(char[] text, int offset, int length);

	/**
	 * Writes text that is encoded already.
	 * @param text whole characters in UTF-8, from the beginning of the array
	 * @param length the number of bytes
	 */
	void writeUtf8(byte[] text, int length) {
		write(new String(text, 0, length, StandardCharsets.UTF_8));
	}

	@Override
	public abstract void flush();

	/** Ends the text that is written at once; whatever is below stays open. */
	@Override
	public abstract void close();

}
