package org.condastore.schema.revision;

/**
 * Where a reviewer of a script has to look.
 *
 * @param kind why
 * @param text what happens, in one sentence
 */
public record Warning(Kind kind, String text) {

	@Override
	public String toString() {
		return this.kind.words() + ": " + this.text;
	}

	/** Why a reviewer has to look. */
	public enum Kind {

		/** Rows, values or positions of sequences are gone afterwards. */
		DATA_LOSS("data loss"),

		/** Rows that are there already may not obey. */
		EXISTING_ROWS("existing rows"),

		/** A table is written anew, and nobody can read it meanwhile. */
		REWRITE("table rewrite"),

		/** How old values become new ones is a guess. */
		CONVERSION("conversion"),

		/** Others wait while a table is read through or an index is built. */
		LOCK("lock"),

		/** A fact about the statement that is easily overlooked. */
		NOTE("note"),

		/** No statement was found; one has to be written. */
		BY_HAND("by hand");

		private final String words;

		Kind(String words) {
			this.words = words;
		}

		/**
		 * The kind as people read it.
		 * @return one or two words in lower case
		 */
		public String words() {
			return this.words;
		}

	}

}
