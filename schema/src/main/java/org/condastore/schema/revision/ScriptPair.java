package org.condastore.schema.revision;

import java.util.List;

/**
 * A migration and its way back.
 *
 * @param message what it is for, in the operator's words
 * @param up the script that is applied
 * @param down the script that takes it back
 */
public record ScriptPair(String message, MigrationScript up, MigrationScript down) {

	/**
	 * Writes both scripts.
	 * @param message what they are for, in the operator's words
	 * @param comparison what has to happen
	 * @return the pair
	 */
	public static ScriptPair of(String message, Comparison comparison) {
		return new ScriptPair(message, ScriptWriter.write(comparison, false),
				ScriptWriter.write(comparison.reversed(), true));
	}

	/**
	 * The file that is applied.
	 * @return its text
	 */
	public String upText() {
		return header(this.message, this.up.warnings()) + '\n' + this.up.sql();
	}

	/**
	 * The file that takes it back.
	 * @return its text
	 */
	public String downText() {
		return header("Takes back: " + this.message, this.down.warnings()) + '\n' + this.down.sql();
	}

	private static String header(String message, List<Warning> warnings) {
		StringBuilder header = new StringBuilder();
		message.lines().forEach((line) -> header.append("-- ").append(line).append('\n'));
		if (!warnings.isEmpty()) {
			header.append("--\n-- Look at what the comments marked WARNING say before this is applied (%d of them).\n"
				.formatted(warnings.size()));
		}
		return header.toString();
	}

}
