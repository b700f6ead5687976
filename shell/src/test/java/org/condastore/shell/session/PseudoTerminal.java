package org.condastore.shell.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.ControlFlag;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;

/**
 * The real program in a process of its own, on a terminal of its own: keys go in, the
 * screen can be read. The terminal is one of the kernel's pseudo-terminals, so signals,
 * echo and line editing are what they are for a person; the screen is drawn by JLine's
 * emulation of a VT100.
 */
final class PseudoTerminal implements AutoCloseable {

	static final String CONTROL_C = "\u0003";

	static final String CONTROL_D = "\u0004";

	/** As an xterm sends it in application mode, which line editors ask for. */
	static final String UP = "\u001bOA";

	private static final int COLUMNS = 100;

	private static final int ROWS = 30;

	/** Machines that run tests may be busy with other things. */
	private static final long PATIENCE_SECONDS = 60;

	private final JniNativePty pty;

	private final Process process;

	private final ScreenTerminal screen = new ScreenTerminal(COLUMNS, ROWS);

	private final StringBuilder received = new StringBuilder();

	private PseudoTerminal(JniNativePty pty, Process process) {
		this.pty = pty;
		this.process = process;
		Thread reader = new Thread(this::read, "pseudo-terminal");
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Starts the program.
	 * @param home the home directory of whoever runs it
	 * @param arguments its arguments
	 */
	static PseudoTerminal start(Path home, String... arguments) throws IOException {
		JniNativePty pty = (JniNativePty) new JniTerminalProvider().open(attributes(), new Size(COLUMNS, ROWS));
		List<String> command = new ArrayList<>();
		// A new session's first terminal becomes the one that sends it signals.
		command.addAll(List.of("setsid", "sh", "-c", "exec \"$@\" <>\"$0\" >&0 2>&1", pty.getName()));
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
		if (Runtime.version().feature() >= 22) {
			command.add("--enable-native-access=ALL-UNNAMED");
		}
		command.add("org.condastore.shell.CondaStoreShell");
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command);
		Map<String, String> environment = builder.environment();
		environment.keySet()
			.removeIf((name) -> name.startsWith("PG") || name.startsWith("CONDA_STORE") || name.startsWith("XDG_")
					|| name.equals("COLUMNS") || name.equals("LINES") || name.equals("NO_COLOR"));
		environment.put("HOME", home.toString());
		environment.put("TERM", "xterm-256color");
		environment.put("PAGER", "cat");
		return new PseudoTerminal(pty, builder.start());
	}

	/** What a terminal is set to before anybody changes it: stty sane. */
	private static Attributes attributes() {
		Attributes attributes = new Attributes();
		attributes.setInputFlag(InputFlag.ICRNL, true);
		attributes.setOutputFlag(OutputFlag.OPOST, true);
		attributes.setOutputFlag(OutputFlag.ONLCR, true);
		attributes.setControlFlag(ControlFlag.CS8, true);
		attributes.setControlFlag(ControlFlag.CREAD, true);
		attributes.setLocalFlag(LocalFlag.ICANON, true);
		attributes.setLocalFlag(LocalFlag.ECHO, true);
		attributes.setLocalFlag(LocalFlag.ECHOE, true);
		attributes.setLocalFlag(LocalFlag.ECHOCTL, true);
		attributes.setLocalFlag(LocalFlag.ISIG, true);
		attributes.setLocalFlag(LocalFlag.IEXTEN, true);
		attributes.setControlChar(ControlChar.VINTR, 3);
		attributes.setControlChar(ControlChar.VQUIT, 28);
		attributes.setControlChar(ControlChar.VERASE, 127);
		attributes.setControlChar(ControlChar.VKILL, 21);
		attributes.setControlChar(ControlChar.VEOF, 4);
		attributes.setControlChar(ControlChar.VSUSP, 26);
		attributes.setControlChar(ControlChar.VMIN, 1);
		return attributes;
	}

	private void read() {
		byte[] buffer = new byte[8192];
		try (InputStream in = this.pty.getMasterInput()) {
			int length;
			while ((length = in.read(buffer)) > 0) {
				// ISO 8859-1 keeps the bytes; what is compared here is ASCII.
				String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
				synchronized (this.received) {
					this.received.append(text);
				}
				this.screen.write(text);
			}
		}
		catch (IOException closed) {
			// Linux says so when nobody is left on the other side.
		}
	}

	/** Types keys, as bytes. */
	void type(String keys) throws IOException {
		OutputStream out = this.pty.getMasterOutput();
		out.write(keys.getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

	/** Types a line and Enter. */
	void enter(String line) throws IOException {
		type(line + "\r");
	}

	/** What the screen shows, without the blank end of it. */
	String screen() {
		return this.screen.toString().replaceAll("(?m)[ \u0000]+$", "").stripTrailing();
	}

	/** Everything that was written to the terminal so far, escape sequences too. */
	String received() {
		synchronized (this.received) {
			return this.received.toString();
		}
	}

	/** Waits until the screen shows something. */
	void await(String regex) throws InterruptedException {
		Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (!pattern.matcher(screen()).find()) {
			if (System.nanoTime() > end) {
				throw new AssertionError("the screen never showed \"%s\":%n%s".formatted(regex, screen()));
			}
			Thread.sleep(20);
		}
	}

	/** Waits until the last line is the prompt, with this typed behind it. */
	void awaitPrompt(String typed) throws InterruptedException {
		await("> ?" + Pattern.quote(typed) + "\\z");
	}

	/** Waits until the program has ended. */
	int exitCode() throws InterruptedException {
		if (!this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
			throw new AssertionError("the program does not end:%n%s".formatted(screen()));
		}
		return this.process.exitValue();
	}

	/** Makes the terminal wider or narrower, which the kernel tells the program. */
	void resize(int columns) throws IOException {
		this.pty.setSize(new Size(columns, ROWS));
		this.screen.setSize(columns, ROWS);
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly();
		this.pty.close();
	}

}
