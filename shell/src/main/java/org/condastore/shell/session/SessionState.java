package org.condastore.shell.session;

import org.condastore.shell.output.Outcome;
import org.jspecify.annotations.Nullable;

/** What a session remembers between its commands. */
public final class SessionState {

	private boolean ended;

	private String line = "";

	private @Nullable Outcome previous;

	/** Whether {@code exit} was typed. */
	boolean ended() {
		return this.ended;
	}

	/** The command that runs, as it could be typed. */
	public String line() {
		return this.line;
	}

	/** What the last command came to that came to anything; null if none did. */
	@Nullable Outcome previous() {
		return this.previous;
	}

	void previous(@Nullable Outcome outcome) {
		if (outcome != null) {
			this.previous = outcome;
		}
	}

	void begin(String command) {
		this.line = command;
	}

	void end() {
		this.ended = true;
	}

}
