package org.condastore.shell.listing;

import org.jooq.Condition;
import org.jooq.Field;

/**
 * A name with wildcards: {@code *} stands for any characters, {@code ?} for one. Without
 * wildcards the name itself. Upper and lower case differ, as they do in conda-store.
 *
 * @param typed as typed
 */
public record NamePattern(String typed) {

	private static final char ESCAPE = '!';

	/** Takes any text. */
	public static NamePattern of(String typed) {
		return new NamePattern(typed);
	}

	/** Whether a column matches. */
	public Condition matches(Field<String> name) {
		if (this.typed.indexOf('*') < 0 && this.typed.indexOf('?') < 0) {
			return name.eq(this.typed);
		}
		StringBuilder like = new StringBuilder();
		for (char c : this.typed.toCharArray()) {
			switch (c) {
				case '*' -> like.append('%');
				case '?' -> like.append('_');
				case '%', '_', ESCAPE -> like.append(ESCAPE).append(c);
				default -> like.append(c);
			}
		}
		return name.like(like.toString(), ESCAPE);
	}

}
