package org.condastore.shell.output;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.util.function.Supplier;

/**
 * The process's standard streams and what they are connected to. Everything that is read
 * from or written to them goes through here. For one thread.
 *
 * <p>
 * Writing fails with {@link OutputClosed} when the reader of a pipe is gone and with a
 * {@code CommandFailure} when the output cannot be written for another reason, such as a
 * full disk.
 */
public final class Streams {

	private final InputStream in;

	private final HeldOutput held;

	private final Utf8Writer out;

	private final Utf8Writer err;

	private final TerminalFacts facts;

	private Supplier<TerminalSize> size;

	/**
	 * Streams of the caller's choice.
	 * @param facts what they are said to be connected to
	 */
	public Streams(InputStream in, OutputStream out, OutputStream err, TerminalFacts facts) {
		this.in = in;
		this.held = new HeldOutput(out);
		this.out = new Utf8Writer(this.held);
		this.err = new Utf8Writer(err);
		this.facts = facts;
		this.size = () -> Terminals.size(facts.environment());
	}

	/** The streams of this process. */
	public static Streams standard() {
		return new Streams(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out),
				new FileOutputStream(FileDescriptor.err), Terminals.facts());
	}

	/** Standard input, undecoded and unbuffered. */
	public InputStream in() {
		return this.in;
	}

	/**
	 * Standard output: buffered UTF-8. Results go through {@link Output} instead; this is
	 * for what a terminal alone sees, such as a screen that is redrawn.
	 */
	public Writer out() {
		return this.out;
	}

	/**
	 * Writes to standard error at once. What was written to standard output before is
	 * flushed first, so that both are read in the order in which they were written.
	 * @param text whole lines
	 */
	public void error(String text) {
		try {
			this.out.flush();
		}
		finally {
			this.err.write(text);
			this.err.flush();
		}
	}

	/**
	 * Sends what was written to standard output on its way. Needed after each command.
	 */
	public void flush() {
		this.out.flush();
	}

	/**
	 * Holds standard output back, until {@link #release} or {@link #discard}. Standard
	 * error is not.
	 */
	public void hold() {
		this.out.flush();
		this.held.hold();
	}

	/** Sends what was held back on its way. */
	public void release() {
		this.out.flush();
		this.out.beneath(this.held::release);
		this.out.flush();
	}

	/** Throws away what was held back. */
	public void discard() {
		this.out.flush();
		this.out.beneath(this.held::discard);
	}

	/** Whether much more can be written to standard output before it is sent. */
	boolean hasRoom() {
		return this.out.hasRoom();
	}

	/** What the streams are connected to. */
	public TerminalFacts facts() {
		return this.facts;
	}

	/** The terminal's size at this moment. */
	public TerminalSize size() {
		return this.size.get();
	}

	/**
	 * Says who knows the terminal's size better than the environment: a line editor.
	 */
	public void sizeFrom(Supplier<TerminalSize> source) {
		this.size = source;
	}

	Sink sink() {
		return this.out;
	}

}
