package org.condastore.shell.output;

import java.io.Writer;

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

	@Override
	public abstract void flush();

	/** Ends the text that is written at once; whatever is below stays open. */
	@Override
	public abstract void close();

}
