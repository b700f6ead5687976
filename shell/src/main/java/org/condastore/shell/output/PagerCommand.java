package org.condastore.shell.output;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The program that shows long results page by page.
 *
 * @param shell a command for {@code sh -c}
 */
record PagerCommand(String shell) {

	/**
	 * Colours as they are, no paging of what fits the screen, nothing cleared at the end,
	 * long lines cut: as psql and git recommend it.
	 */
	private static final String LESS = "less -RFSX";

	/** A command that begins with the name of a program, without shell syntax in it. */
	private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_./+-]+");

	/**
	 * The first that is set of CONDA_STORE_SHELL_PAGER and PAGER, otherwise {@code less}
	 * if there is one. Set to nothing or to {@code cat}, there is no pager.
	 * @param environment the process environment
	 * @return empty if results are not to be paged, or the program is not there
	 */
	static Optional<PagerCommand> find(Map<String, String> environment) {
		if (environment.getOrDefault("TERM", "dumb").equals("dumb")) {
			return Optional.empty();
		}
		String command = environment.getOrDefault("CONDA_STORE_SHELL_PAGER", environment.getOrDefault("PAGER", LESS))
			.strip();
		String program = command.split("\\s", 2)[0];
		if (program.isEmpty() || command.equals("cat")) {
			return Optional.empty();
		}
		boolean there = !SIMPLE.matcher(program).matches() || installed(program, environment.getOrDefault("PATH", ""));
		return there ? Optional.of(new PagerCommand(command)) : Optional.empty();
	}

	private static boolean installed(String program, String path) {
		if (program.contains("/")) {
			return Files.isExecutable(Path.of(program));
		}
		for (String directory : path.split(":")) {
			if (Files.isExecutable(Path.of(directory, program))) {
				return true;
			}
		}
		return false;
	}

}
