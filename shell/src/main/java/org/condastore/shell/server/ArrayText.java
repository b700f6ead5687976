package org.condastore.shell.server;

import java.util.function.UnaryOperator;

import tools.jackson.core.io.JsonStringEncoder;

/**
 * An array as PostgreSQL writes it, such as <code>{1,NULL,"a \"b\""}</code>, with any
 * number of dimensions.
 *
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">array
 * input and output syntax</a>
 */
final class ArrayText {

	private final String text;

	private final char separator;

	private final UnaryOperator<String> elementToJson;

	private final StringBuilder json = new StringBuilder();

	private int next;

	/**
	 * An array that has not been read yet.
	 * @param separator what stands between elements: a comma, for every type but
	 * {@code box}, whose values hold some
	 * @param elementToJson makes JSON of an element's text
	 */
	ArrayText(String text, char separator, UnaryOperator<String> elementToJson) {
		this.text = text;
		this.separator = separator;
		this.elementToJson = elementToJson;
	}

	/** Text as a JSON string. */
	static String quoted(String text) {
		return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
	}

	/** The array as JSON, nested like its dimensions. */
	String toJson() {
		// Bounds that do not begin at 1 stand in front: [0:1]={1,2}
		this.next = this.text.startsWith("[") ? this.text.indexOf('=') + 1 : 0;
		while (this.next < this.text.length()) {
			char c = this.text.charAt(this.next);
			switch (c) {
				case '{' -> bracket('[');
				case '}' -> bracket(']');
				case '"' -> this.json.append(this.elementToJson.apply(inQuotes()));
				default -> {
					if (c == this.separator) {
						bracket(',');
					}
					else {
						bare();
					}
				}
			}
		}
		return this.json.toString();
	}

	private void bracket(char replacement) {
		this.json.append(replacement);
		this.next++;
	}

	private String inQuotes() {
		StringBuilder element = new StringBuilder();
		for (this.next++; this.text.charAt(this.next) != '"'; this.next++) {
			if (this.text.charAt(this.next) == '\\') {
				this.next++;
			}
			element.append(this.text.charAt(this.next));
		}
		this.next++;
		return element.toString();
	}

	private void bare() {
		int start = this.next;
		while (this.text.charAt(this.next) != '}' && this.text.charAt(this.next) != this.separator) {
			this.next++;
		}
		String element = this.text.substring(start, this.next);
		this.json.append(element.equals("NULL") ? "null" : this.elementToJson.apply(element));
	}

}
