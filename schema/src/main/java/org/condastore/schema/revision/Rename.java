package org.condastore.schema.revision;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A rename that the operator confirms. Two catalogs alone cannot tell a rename from a
 * loss and a gain.
 *
 * @param table the table of a column, by its old or its new name; null if a table is
 * renamed
 * @param before the old name, without quotes
 * @param after the new name, without quotes
 */
public record Rename(@Nullable String table, String before, String after) {

	/**
	 * Reads a rename.
	 * @param text {@code old:new} for a table, {@code table.old:new} for a column; names
	 * with capitals or signs in double quotes
	 * @return the rename
	 * @throws IllegalArgumentException if the text has another form
	 */
	public static Rename of(String text) {
		List<String> parts = SqlText.tokens(text).stream().map(Rename::part).toList();
		if (parts.size() == 3 && parts.get(1).equals(":")) {
			return new Rename(null, parts.get(0), parts.get(2));
		}
		if (parts.size() == 5 && parts.get(1).equals(".") && parts.get(3).equals(":")) {
			return new Rename(parts.get(0), parts.get(2), parts.get(4));
		}
		throw new IllegalArgumentException(
				"%s is not a rename: write old:new for a table, table.old:new for a column".formatted(text));
	}

	private static String part(SqlText.Token token) {
		return token.value();
	}

	@Override
	public String toString() {
		return ((this.table != null) ? Identifiers.quoted(this.table) + '.' : "") + Identifiers.quoted(this.before)
				+ ':' + Identifiers.quoted(this.after);
	}

}
