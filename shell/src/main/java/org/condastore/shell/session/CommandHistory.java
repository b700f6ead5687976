package org.condastore.shell.session;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.condastore.shell.connection.SecretText;
import org.condastore.shell.failure.CommandFailure;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * What was typed, without the lines that hold a password: those are kept neither in
 * memory nor in the file.
 */
final class CommandHistory extends DefaultHistory {

	/** Longer ones were pasted; looking for passwords in them would take long, too. */
	private static final int LONGEST = 10_000;

	private static final Pattern BLANK = Pattern.compile("\\s");

	private static final Pattern PERCENT = Pattern.compile("%([0-9A-Fa-f]{2})");

	@Override
	public void add(Instant time, String line) {
		if (line.length() <= LONGEST && !holdsSecret(line)) {
			super.add(time, line);
		}
	}

	/** Whether a line may hold a password; rather one too many. */
	static boolean holdsSecret(String line) {
		try {
			return masks(line) || TypedCommand.in(line)
				.stream()
				.flatMap((command) -> command.words().stream())
				.anyMatch((word) -> isSecret(word.text()));
		}
		catch (CommandFailure nul) {
			return isSecret(line);
		}
	}

	/** A password may have blanks, and a URL its keywords percent-encoded. */
	private static boolean isSecret(String word) {
		String decoded = PERCENT.matcher(word)
			.replaceAll((match) -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
		return masks(word) || masks(decoded) || masks(BLANK.matcher(word).replaceAll(""));
	}

	private static boolean masks(String text) {
		return !SecretText.masked(text).equals(text);
	}

}
