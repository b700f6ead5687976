package org.condastore.shell.session;

/** What a session remembers between its commands. */
public final class SessionState {

	private boolean ended;

	private String line = "";

	/** Whether {@code exit} was typed. */
	boolean ended() {
		return this.ended;
	}

	/** The command that runs, as it could be typed. */
	public String line() {
		return this.line;
	}

	void begin(String command) {
		this.line = command;
	}

	void end() {
		this.ended = true;
	}

}
