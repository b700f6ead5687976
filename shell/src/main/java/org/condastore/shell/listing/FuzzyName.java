package org.condastore.shell.listing;

import org.jooq.Collation;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * A name that somebody begins to type: {@code dsp} finds {@code data-science-prod}. Upper
 * and lower case do not differ.
 *
 * @param typed as far as it was typed; empty for any name
 */
public record FuzzyName(String typed) {

	private static final char ESCAPE = '!';

	/**
	 * Folds the case of ASCII letters only, which is what names are made of, in half the
	 * time.
	 */
	private static final Collation ASCII = DSL.collation("C");

	/** Whether a column holds the typed characters in this order. */
	public Condition matches(Field<String> name) {
		if (this.typed.isEmpty()) {
			return DSL.noCondition();
		}
		StringBuilder like = new StringBuilder("%");
		this.typed.codePoints().forEach((c) -> like.append(escaped(Character.toString(c))).append('%'));
		return name.collate(ASCII).likeIgnoreCase(like.toString(), ESCAPE);
	}

	/** Whether a column begins with the typed characters. */
	public Condition begins(Field<String> name) {
		return this.typed.isEmpty() ? DSL.noCondition()
				: name.collate(ASCII).likeIgnoreCase(escaped(this.typed) + "%", ESCAPE);
	}

	/** The better it matches the smaller: the beginning, then a part, then scattered. */
	public Field<Integer> rank(Field<String> name) {
		if (this.typed.isEmpty()) {
			// Not inline: a number in ORDER BY is the place of a column.
			return DSL.val(0);
		}
		String text = escaped(this.typed);
		return DSL.when(begins(name), 0)
			.when(name.collate(ASCII).likeIgnoreCase("%" + text + "%", ESCAPE), 1)
			.otherwise(2);
	}

	private static String escaped(String text) {
		return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
	}

}
