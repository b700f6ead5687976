package org.condastore.shell.session;

/**
 * One word of a typed line, with quotes and escapes resolved.
 *
 * @param text what the word means
 * @param start where it begins in the line, counted in characters from 0
 * @param end where it ends, exclusive
 * @param bare whether it begins without a quote or an escape: only a bare word can be an
 * option
 */
record Word(String text, int start, int end, boolean bare) {

	/** A word as a calling program passed it: already split, nothing quoted. */
	static Word argument(String text) {
		return new Word(text, 0, text.length(), true);
	}

	/** The same word in a text that has so many characters more before it. */
	Word shifted(int characters) {
		return new Word(this.text, this.start + characters, this.end + characters, this.bare);
	}

	boolean looksLikeOption() {
		return this.bare && this.text.length() > 1 && this.text.charAt(0) == '-';
	}

}
