package org.condastore.shell.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/**
 * A whole screen that is drawn again and again. What was on the terminal before is there
 * again when it is closed.
 */
final class WatchScreen implements AutoCloseable {

	/** How often a changed size of the terminal is looked for. */
	private static final int LOOK_MILLISECONDS = 200;

	private static final int CONTROL_D = 4;

	private final Terminal terminal;

	private final Display display;

	private final Attributes before;

	private Size size = new Size();

	WatchScreen(Terminal terminal) {
		this.terminal = terminal;
		this.before = terminal.enterRawMode();
		terminal.puts(Capability.enter_ca_mode);
		terminal.puts(Capability.cursor_invisible);
		this.display = new Display(terminal, true);
	}

	/**
	 * Draws the screen.
	 * @param title what is repeated
	 * @param trouble why the result is old; empty if it is new
	 * @param lines the result; as much of it as there is room for
	 */
	void show(String title, LocalTime time, String trouble, List<AttributedString> lines) {
		this.size = currentSize();
		List<AttributedString> screen = new ArrayList<>();
		screen.add(headline(title, time.toString()));
		screen.add(new AttributedString(trouble, AttributedStyle.BOLD));
		int room = Math.max(1, this.size.getRows() - screen.size());
		if (lines.size() <= room) {
			screen.addAll(lines);
		}
		else {
			screen.addAll(lines.subList(0, room - 1));
			screen
				.add(new AttributedString("(%d more lines)".formatted(lines.size() - room + 1), AttributedStyle.BOLD));
		}
		this.display.resize(this.size.getRows(), this.size.getColumns());
		this.display.update(screen.stream().limit(this.size.getRows()).map(this::fitted).toList(), 0);
	}

	private AttributedString headline(String title, String right) {
		int room = this.size.getColumns() - right.length() - 1;
		AttributedString left = new AttributedString(title);
		if (left.columnLength() > room) {
			left = left.columnSubSequence(0, Math.max(0, room));
		}
		return new AttributedStringBuilder().style(AttributedStyle.BOLD)
			.append(left.toString())
			.append(" ".repeat(Math.max(0, room - left.columnLength()) + 1))
			.append(right)
			.toAttributedString();
	}

	private AttributedString fitted(AttributedString line) {
		return (line.columnLength() > this.size.getColumns()) ? line.columnSubSequence(0, this.size.getColumns())
				: line;
	}

	/** A terminal that does not know its size gets the VT100's. */
	private Size currentSize() {
		Size current = this.terminal.getSize();
		return new Size((current.getColumns() > 0) ? current.getColumns() : 80,
				(current.getRows() > 0) ? current.getRows() : 24);
	}

	/**
	 * Waits for the next run, which comes at once when the terminal changes its size.
	 * @return false if somebody wants to leave
	 */
	boolean pause(Duration time) throws IOException {
		long end = System.nanoTime() + time.toNanos();
		while (true) {
			long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
			if (left <= 0 || !this.size.equals(currentSize())) {
				return true;
			}
			try {
				switch (this.terminal.reader().read(Math.min(left, LOOK_MILLISECONDS))) {
					case 'q', 'Q', CONTROL_D, NonBlockingReader.EOF -> {
						return false;
					}
					default -> {
					}
				}
			}
			catch (InterruptedIOException interrupted) {
				return false;
			}
			if (Thread.currentThread().isInterrupted()) {
				return false;
			}
		}
	}

	@Override
	public void close() {
		this.terminal.puts(Capability.cursor_visible);
		this.terminal.puts(Capability.exit_ca_mode);
		this.terminal.flush();
		this.terminal.setAttributes(this.before);
	}

}
