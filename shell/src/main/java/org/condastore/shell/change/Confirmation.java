package org.condastore.shell.change;

import java.io.IOException;
import java.util.function.Supplier;

import org.condastore.shell.connection.ConnectionTarget;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.Visible;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/**
 * Asks the operator before something is taken away. Without a terminal nobody can be
 * asked, and it takes {@code --yes}.
 */
public final class Confirmation {

	/** More rows than this nobody has looked at one by one. */
	private static final int MANY = 20;

	private final Streams streams;

	private final Output out;

	private final Supplier<Terminal> terminal;

	private final Supplier<ConnectionTarget> target;

	private boolean attended = true;

	/**
	 * Makes one; nothing is opened yet.
	 * @param out what was shown so far is shown to its end before a question
	 * @param terminal opened when somebody has to be asked
	 * @param target the database that the session works on at the time
	 */
	public Confirmation(Streams streams, Output out, Supplier<Terminal> terminal, Supplier<ConnectionTarget> target) {
		this.streams = streams;
		this.out = out;
		this.terminal = terminal;
		this.target = target;
	}

	/** From now on nobody is asked: a batch runs. */
	public void unattended() {
		this.attended = false;
	}

	/** Whether somebody would be asked, and should see first about what. */
	public boolean asks(boolean yes) {
		return !yes && this.attended && this.streams.facts().in() && this.streams.facts().err();
	}

	/**
	 * Makes sure that the operator wants it. For many rows, and on a profile that is
	 * marked as production, the answer is a name, so that nobody gives it by habit.
	 * @param question what is to be done, without a question mark
	 * @param name what is to be typed then
	 * @param rows how many rows are written
	 * @param yes whether {@code --yes} was given
	 * @throws CommandFailure {@code REFUSED} if not
	 */
	public void require(String question, String name, int rows, boolean yes) {
		if (yes) {
			return;
		}
		if (!asks(false)) {
			throw CommandFailure.refused("not confirmed: " + question, "add --yes, or look first with --dry-run");
		}
		boolean production = this.target.get().isProduction();
		boolean byName = production || rows > MANY;
		String where = production ? " on the production database" : "";
		String answer = ask(
				byName ? "%s%s? Type %s to do it: ".formatted(Visible.line(question), where, Visible.line(name))
						: "%s? [y/N] ".formatted(Visible.line(question)));
		boolean confirmed = byName ? answer.equals(name)
				: answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
		if (!confirmed) {
			throw CommandFailure.refused("not confirmed: " + question, "nothing was changed");
		}
	}

	private String ask(String question) {
		// A pager would stand before the question, and take the answer.
		this.out.flush();
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
