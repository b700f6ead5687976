package org.condastore.schema.lint;

import java.util.Optional;
import java.util.Set;

/**
 * The name of a type, under the shorter of its names.
 *
 * @param name such as {@code varchar} or {@code timestamptz}
 * @param length what is in parentheses behind it, if that is one number
 */
record TypeName(String name, Optional<Integer> length) {

	private static final Set<String> CHARACTER = Set.of("character", "char", "nchar", "bpchar");

	/** The type with which these words begin. */
	static TypeName of(Words words) {
		int at = words.after(0, "national");
		Words.Name written = words.name(at).orElse(new Words.Name(Optional.empty(), "", at));
		String name = written.name();
		int end = written.end();
		if (CHARACTER.contains(name)) {
			name = words.at(end, "varying") ? "varchar" : "char";
			end = words.after(end, "varying");
		}
		Words inside = words.inParentheses(end);
		if (words.isSymbol(end, '(')) {
			end += inside.size() + 2;
		}
		if (name.equals("timestamp") && words.at(end, "with", "time", "zone")) {
			name = "timestamptz";
		}
		return new TypeName(name, length(inside));
	}

	private static Optional<Integer> length(Words inside) {
		if (inside.size() != 1 || inside.get(0).kind() != Token.Kind.NUMBER || inside.get(0).text().length() > 9
				|| !inside.get(0).text().chars().allMatch(Character::isDigit)) {
			return Optional.empty();
		}
		return Optional.of(Integer.valueOf(inside.get(0).text()));
	}

}
