package org.condastore.shell.output;

import java.util.Map;

/**
 * What the standard streams are connected to, and the environment that output depends on.
 *
 * @param in whether standard input is a terminal
 * @param out whether standard output is a terminal
 * @param err whether standard error is a terminal
 * @param environment the process environment; read: NO_COLOR, TERM, COLUMNS, LINES and
 * the pager's variables
 */
public record TerminalFacts(boolean in, boolean out, boolean err, Map<String, String> environment) {

	/** No stream is a terminal and the environment is empty. */
	public static final TerminalFacts NONE = new TerminalFacts(false, false, false, Map.of());

	public TerminalFacts {
		environment = Map.copyOf(environment);
	}

}
