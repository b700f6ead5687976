package org.condastore.shell.output;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

import org.condastore.shell.failure.CommandFailure;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Text for a screen that is held back until it is longer than the screen, then goes to a
 * pager; shorter text goes to the screen itself. Writing fails with {@link OutputClosed}
 * once the pager has been left.
 *
 * <p>
 * While a pager runs, Ctrl-C is the pager's.
 */
final class Pager extends Sink {

	private final Sink screen;

	private final PagerCommand command;

	private final TerminalSize size;

	private final boolean always;

	private final StringBuilder held = new StringBuilder();

	/** Lines of the screen that the held text takes, without its last one. */
	private int lines;

	/** Chars in the last line so far. */
	private int column;

	private @Nullable Running running;

	/** A pager at work. */
	private record Running(Process process, PagerInput queue, Sink input, Object signalHandler) {
	}

	/**
	 * A pager in front of a screen.
	 * @param always whether even short text goes to the pager
	 */
	Pager(Sink screen, PagerCommand command, TerminalSize size, boolean always) {
		this.screen = screen;
		this.command = command;
		this.size = size;
		this.always = always;
	}

	@Override
	public void write(int c) {
		if (this.running != null) {
			this.running.input().write(c);
			return;
		}
		this.held.append((char) c);
		count((char) c);
		startIfFull();
	}

	@Override
	public void write(String text) {
		write(text, 0, text.length());
	}

	@Override
	public void write(String text, int offset, int length) {
		if (this.running != null) {
			this.running.input().write(text, offset, length);
			return;
		}
		this.held.append(text, offset, offset + length);
		for (int i = offset; i < offset + length; i++) {
			count(text.charAt(i));
		}
		startIfFull();
	}

	@Override
	public void write(char[] text, int offset, int length) {
		write(new String(text, offset, length));
	}

	/** What is held stays held: whether there is more is not known yet. */
	@Override
	public void flush() {
		if (this.running != null) {
			this.running.input().flush();
		}
	}

	/**
	 * Ends the text: what is held is written to the screen, a pager that was started gets
	 * the end. Does not wait for it.
	 */
	@Override
	public void close() {
		if (this.running == null && this.always && this.held.length() > 0) {
			start();
		}
		Running started = this.running;
		if (started == null) {
			this.screen.write(this.held.toString());
			this.held.setLength(0);
			this.screen.flush();
			return;
		}
		try {
			started.input().flush();
		}
		finally {
			started.queue().close();
		}
	}

	/** Waits until the pager, if one was started, is left. */
	void await() {
		Running started = this.running;
		if (started == null) {
			return;
		}
		boolean interrupted = false;
		while (started.process().isAlive()) {
			try {
				started.process().waitFor();
			}
			catch (InterruptedException exception) {
				// The screen is the pager's until it is left.
				interrupted = true;
			}
		}
		Signals.unregister("INT", started.signalHandler());
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void count(char c) {
		if (c == '\n') {
			this.lines += 1 + Math.max(0, this.column - 1) / this.size.columns();
			this.column = 0;
		}
		else {
			this.column++;
		}
	}

	private void startIfFull() {
		// The prompt takes the last line of the screen.
		if (this.lines >= this.size.rows()) {
			start();
		}
	}

	private void start() {
		this.screen.flush();
		ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", this.command.shell());
		builder.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
		// As git does it: without this, less shows bold headings as rubbish.
		builder.environment().putIfAbsent("LESS", "RFSX");
		try {
			Process process = builder.start();
			Object before = Signals.register("INT", () -> {
			});
			PagerInput queue = new PagerInput(process.getOutputStream());
			Sink input = new Utf8Writer(queue);
			// Before anything is written: also a pager that ends at once is waited for.
			this.running = new Running(process, queue, input, before);
			input.write(this.held.toString());
			this.held.setLength(0);
			input.flush();
		}
		catch (IOException exception) {
			throw CommandFailure.failed("the pager cannot be started: " + exception.getMessage(),
					"set pager off, or set PAGER", exception);
		}
	}

}
