package org.condastore.shell.output;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds out what the standard streams are connected to. {@link System#console()} does not
 * tell: up to Java 21 it speaks of all streams at once, and from 22 on it is there
 * without any terminal.
 */
final class Terminals {

	/**
	 * Set by the launcher, for which it is one {@code [ -t N ]} each: those of
	 * {@code in}, {@code out} and {@code err} that are terminals, separated by commas.
	 */
	private static final String PROPERTY = "conda-store-shell.tty";

	private static final String[] DESCRIPTORS = { "in", "out", "err" };

	private static final Pattern DEVICE = Pattern.compile("/dev/(pts/.+|tty.*|console)");

	private static final Pattern STTY_SIZE = Pattern.compile("([0-9]+) ([0-9]+)\\s*");

	private Terminals() {
	}

	/** About this process. */
	static TerminalFacts facts() {
		String given = System.getProperty(PROPERTY);
		List<String> terminals = (given != null) ? List.of(given.split(",")) : find();
		return new TerminalFacts(terminals.contains("in"), terminals.contains("out"), terminals.contains("err"),
				System.getenv());
	}

	/**
	 * The size of the terminal: COLUMNS and LINES where they are set, as psql has it,
	 * then what the terminal itself says.
	 */
	static TerminalSize size(Map<String, String> environment) {
		int columns = positive(environment.get("COLUMNS"));
		int rows = positive(environment.get("LINES"));
		if (columns > 0 && rows > 0) {
			return new TerminalSize(columns, rows);
		}
		TerminalSize real = ask().orElse(TerminalSize.UNKNOWN);
		return new TerminalSize((columns > 0) ? columns : real.columns(), (rows > 0) ? rows : real.rows());
	}

	/** On Linux a link names the device; elsewhere the shell is asked. */
	private static List<String> find() {
		Path descriptors = Path.of("/proc/self/fd");
		if (!Files.isDirectory(descriptors)) {
			return test();
		}
		return List.of(DESCRIPTORS).stream().filter((name) -> {
			try {
				String number = Integer.toString(List.of(DESCRIPTORS).indexOf(name));
				return DEVICE.matcher(Files.readSymbolicLink(descriptors.resolve(number)).toString()).matches();
			}
			catch (IOException closed) {
				return false;
			}
		}).toList();
	}

	private static List<String> test() {
		String script = "n=0; [ -t 0 ] && n=1; [ -t 1 ] && n=$((n+2)); [ -t 2 ] && n=$((n+4)); exit $n";
		try {
			int bits = new ProcessBuilder("/bin/sh", "-c", script).inheritIO().start().waitFor();
			return List.of(DESCRIPTORS)
				.stream()
				.filter((name) -> (bits >> List.of(DESCRIPTORS).indexOf(name) & 1) == 1)
				.toList();
		}
		catch (IOException exception) {
			return List.of();
		}
		catch (InterruptedException exception) {
			Thread.currentThread().interrupt();
			return List.of();
		}
	}

	private static Optional<TerminalSize> ask() {
		File terminal = new File("/dev/tty");
		if (!terminal.canRead()) {
			return Optional.empty();
		}
		try {
			Process stty = new ProcessBuilder("stty", "size").redirectInput(terminal)
				.redirectError(Redirect.DISCARD)
				.start();
			Matcher size = STTY_SIZE
				.matcher(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
			if (!size.matches()) {
				return Optional.empty();
			}
			int rows = positive(size.group(1));
			int columns = positive(size.group(2));
			return (rows > 0 && columns > 0) ? Optional.of(new TerminalSize(columns, rows)) : Optional.empty();
		}
		catch (IOException exception) {
			// No stty, or no terminal behind the device.
			return Optional.empty();
		}
	}

	private static int positive(@Nullable String number) {
		try {
			return (number == null) ? 0 : Math.max(0, Integer.parseInt(number));
		}
		catch (NumberFormatException exception) {
			return 0;
		}
	}

}
