package org.condastore.shell.session;

/** What a session remembers between its commands. */
public final class SessionState {

	private boolean ended;

	/** Whether {@code exit} was typed. */
	boolean ended() {
		return this.ended;
	}

	void end() {
		this.ended = true;
	}

}
