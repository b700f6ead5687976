package org.condastore.shell.session;

import java.util.List;
import java.util.function.UnaryOperator;

import org.condastore.shell.failure.CommandFailure;

/**
 * One word of a typed line, with quotes and escapes resolved.
 *
 * @param text what the word means; the values of variables are not in it
 * @param start where it begins in the line, counted in characters from 0
 * @param end where it ends, exclusive
 * @param bare whether it begins without a quote or an escape: only a bare word can be an
 * option
 * @param references the variables whose values belong into it, in their order
 */
record Word(String text, int start, int end, boolean bare, List<Reference> references) {

	/**
	 * A variable in a word.
	 *
	 * @param place where in the text its value goes
	 * @param name what stands between the braces; may be anything
	 */
	record Reference(int place, String name) {
	}

	Word {
		references = List.copyOf(references);
	}

	Word(String text, int start, int end, boolean bare) {
		this(text, start, end, bare, List.of());
	}

	/** A word as a calling program passed it: already split, nothing quoted. */
	static Word argument(String text) {
		return new Word(text, 0, text.length(), true);
	}

	/** The same word in a text that has so many characters more before it. */
	Word shifted(int characters) {
		return new Word(this.text, this.start + characters, this.end + characters, this.bare, this.references);
	}

	boolean looksLikeOption() {
		return this.bare && this.text.length() > 1 && this.text.charAt(0) == '-';
	}

	/** Whether nothing of it comes from a variable. */
	boolean isLiteral() {
		return this.references.isEmpty();
	}

	/**
	 * The word with the values of its variables. It stays one word, and a value never
	 * makes an option of it.
	 * @param values gives the value of a variable
	 * @throws CommandFailure {@code USAGE} if a variable is part of an option's name
	 */
	Word expanded(UnaryOperator<String> values) {
		if (this.references.isEmpty()) {
			return this;
		}
		boolean option = this.bare && this.text.startsWith("-") && this.references.get(0).place() > 0;
		if (option && this.references.get(0).place() < nameLength()) {
			throw CommandFailure.usage("a variable cannot be part of an option's name",
					"write the option, and the variable as its value: --option=${NAME}");
		}
		return withValues(values);
	}

	/**
	 * The same for SQL: a value is a literal there, and never a part of the statement.
	 * @param values gives the value of a variable
	 * @throws CommandFailure {@code USAGE} if a variable stands in quotes
	 */
	Word expandedAsSql(UnaryOperator<String> values) {
		if (this.references.isEmpty()) {
			return this;
		}
		for (Reference reference : this.references) {
			String before = this.text.substring(0, reference.place());
			if (before.chars().filter((c) -> c == '\'').count() % 2 != 0
					|| before.chars().filter((c) -> c == '"').count() % 2 != 0) {
				throw CommandFailure.usage("${%s} stands in quotes in the SQL".formatted(reference.name()),
						"leave them out: in SQL it is a whole value already");
			}
		}
		return withValues((name) -> {
			String value = values.apply(name);
			String doubled = "'" + value.replace("'", "''") + "'";
			// Whatever the server takes a backslash in a plain literal for.
			return (value.indexOf('\\') < 0) ? doubled : " E" + doubled.replace("\\", "\\\\");
		});
	}

	private Word withValues(UnaryOperator<String> values) {
		StringBuilder expanded = new StringBuilder();
		int copied = 0;
		for (Reference reference : this.references) {
			expanded.append(this.text, copied, reference.place()).append(values.apply(reference.name()));
			copied = reference.place();
		}
		expanded.append(this.text, copied, this.text.length());
		return new Word(expanded.toString(), this.start, this.end, this.bare && this.references.get(0).place() > 0,
				this.references);
	}

	/** How much of an option is its name, with the sign that ends it. */
	private int nameLength() {
		if (!this.text.startsWith("--")) {
			return 2;
		}
		int equals = this.text.indexOf('=');
		return (equals < 0) ? Integer.MAX_VALUE : equals + 1;
	}

}
