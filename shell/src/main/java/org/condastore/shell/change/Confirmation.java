package org.condastore.shell.change;

import java.io.IOException;
import java.util.function.Supplier;

import org.condastore.shell.connection.ConnectionTarget;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.Visible;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/**
 * Asks the operator before something is taken away. Without a terminal nobody can be
 * asked, and it takes {@code --yes}.
 */
public final class Confirmation {

	private final Streams streams;

	private final Supplier<Terminal> terminal;

	private final Supplier<ConnectionTarget> target;

	/**
	 * Makes one; nothing is opened yet.
	 * @param terminal opened when somebody has to be asked
	 * @param target the database that the session works on at the time
	 */
	public Confirmation(Streams streams, Supplier<Terminal> terminal, Supplier<ConnectionTarget> target) {
		this.streams = streams;
		this.terminal = terminal;
		this.target = target;
	}

	/** Whether somebody would be asked, and should see first about what. */
	public boolean asks(boolean yes) {
		return !yes && this.streams.facts().in() && this.streams.facts().err();
	}

	/**
	 * Makes sure that the operator wants it. On a profile that is marked as production
	 * the answer is a name, so that nobody gives it by habit.
	 * @param question what is to be done, without a question mark
	 * @param name what is to be typed on a production database
	 * @param yes whether {@code --yes} was given
	 * @throws CommandFailure {@code REFUSED} if not
	 */
	public void require(String question, String name, boolean yes) {
		if (yes) {
			return;
		}
		if (!asks(false)) {
			throw CommandFailure.refused("not confirmed: " + question, "add --yes, or look first with --dry-run");
		}
		boolean byName = this.target.get().isProduction();
		String answer = ask(
				byName ? "%s on the production database? Type %s to do it: ".formatted(question, Visible.line(name))
						: "%s? [y/N] ".formatted(question));
		boolean confirmed = byName ? answer.equals(name)
				: answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
		if (!confirmed) {
			throw CommandFailure.refused("not confirmed: " + question, "nothing was changed");
		}
	}

	private String ask(String question) {
		this.streams.error(question);
		StringBuilder answer = new StringBuilder();
		try {
			NonBlockingReader reader = this.terminal.get().reader();
			int c;
			while ((c = reader.read()) >= 0 && c != '\n' && c != '\r') {
				answer.append((char) c);
			}
		}
		catch (IOException ex) {
			throw CommandFailure.failed("the answer cannot be read: " + ex.getMessage(), "add --yes", ex);
		}
		return answer.toString().strip();
	}

}
