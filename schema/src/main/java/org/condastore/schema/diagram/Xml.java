package org.condastore.schema.diagram;

/** Text that stands in XML. */
final class Xml {

	private Xml() {
	}

	/** Escapes what has a meaning in XML, and replaces what it cannot hold. */
	static String escaped(String text) {
		StringBuilder escaped = new StringBuilder();
		text.codePoints().forEach((c) -> {
			switch (c) {
				case '&' -> escaped.append("&amp;");
				case '<' -> escaped.append("&lt;");
				case '>' -> escaped.append("&gt;");
				case '"' -> escaped.append("&quot;");
				default -> escaped.appendCodePoint((c < ' ' || c == 0xFFFE || c == 0xFFFF) ? 0xFFFD : c);
			}
		});
		return escaped.toString();
	}

}
