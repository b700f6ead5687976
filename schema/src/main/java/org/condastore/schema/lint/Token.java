package org.condastore.schema.lint;

/**
 * The smallest piece of SQL that means something.
 *
 * @param kind what it is
 * @param text a word in lower case, as PostgreSQL folds it; a quoted name or a string
 * without its quotes; a comment without what begins and ends it; anything else as it is
 * @param line where it begins, from 1
 */
record Token(Kind kind, String text, int line) {

	enum Kind {

		/** A keyword, or a name without quotes. */
		WORD,

		/** A name in double quotes. */
		QUOTED,

		/** A string in single quotes or between dollar signs. */
		STRING,

		/** A number, or a parameter such as {@code $1}. */
		NUMBER,

		/** One character that is none of the others. */
		SYMBOL,

		/** A comment up to the end of its line. */
		LINE_COMMENT,

		/** A comment between slashes and asterisks; they nest. */
		BLOCK_COMMENT,

		/** A string, name or comment that does not end. */
		UNENDED

	}

	boolean isWord(String word) {
		return this.kind == Kind.WORD && this.text.equals(word);
	}

	boolean isSymbol(char symbol) {
		return this.kind == Kind.SYMBOL && this.text.charAt(0) == symbol;
	}

	/** Whether it can be the name of something. */
	boolean isName() {
		return this.kind == Kind.WORD || this.kind == Kind.QUOTED;
	}

	boolean isComment() {
		return this.kind == Kind.LINE_COMMENT || this.kind == Kind.BLOCK_COMMENT;
	}

}
