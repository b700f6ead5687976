package org.condastore.shell.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalSize;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Opens the terminal that the process runs in, for what needs more of it than lines of
 * text. Ctrl-C becomes {@link Interrupts#signal} with it.
 */
public final class SystemTerminal {

	private SystemTerminal() {
	}

	/**
	 * Opens it. Costs some tens of milliseconds, so only when it is needed.
	 * @param streams told about the terminal's size from now on
	 * @throws CommandFailure {@code FAILED} if that is not possible
	 */
	public static Terminal open(Streams streams, Interrupts interrupts) {
		try {
			// The foreign-function provider of newer JDKs starts slower than JNI; "exec"
			// is for systems where no native library can be loaded.
			Terminal terminal = TerminalBuilder.builder()
				.system(true)
				.jni(true)
				.exec(true)
				.ffm(false)
				.jna(false)
				.jansi(false)
				.encoding(StandardCharsets.UTF_8)
				.nativeSignals(true)
				.build();
			terminal.handle(Terminal.Signal.INT, (signal) -> {
				afterEcho(terminal);
				interrupts.signal();
			});
			streams.sizeFrom(() -> size(terminal));
			return terminal;
		}
		catch (IOException ex) {
			throw CommandFailure.failed("the terminal cannot be opened: " + ex.getMessage(),
					"type the command after conda-store-shell, or send commands through a pipe", ex);
		}
	}

	/** A terminal that shows what is typed has put ^C where the next line begins. */
	private static void afterEcho(Terminal terminal) {
		if (terminal.getAttributes().getLocalFlag(Attributes.LocalFlag.ECHO)) {
			terminal.writer().println();
			terminal.flush();
		}
	}

	/** Some terminals do not know their size: serial lines, some editors' windows. */
	private static TerminalSize size(Terminal terminal) {
		Size size = terminal.getSize();
		return new TerminalSize((size.getColumns() > 0) ? size.getColumns() : TerminalSize.UNKNOWN.columns(),
				(size.getRows() > 0) ? size.getRows() : TerminalSize.UNKNOWN.rows());
	}

}
