package org.condastore.schema.diagram;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.condastore.schema.diagram.Diagram.Attribute;
import org.condastore.schema.diagram.Diagram.Entity;
import org.condastore.schema.diagram.Diagram.Relationship;

/**
 * A diagram as Mermaid's text.
 *
 * @see <a href="https://mermaid.js.org/syntax/entityRelationshipDiagram.html">Mermaid's
 * grammar</a>
 */
final class MermaidWriter {

	private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

	/** What Mermaid reads as something else where the name of an entity stands. */
	private static final Set<String> WORDS = Set.of("erdiagram", "title", "direction", "acctitle", "accdescr", "style",
			"class", "classdef", "only", "one", "zero", "many", "to", "optionally", "u", "end");

	private MermaidWriter() {
	}

	static String text(Diagram diagram) {
		StringBuilder text = new StringBuilder("erDiagram\n");
		for (Entity entity : diagram.entities()) {
			text.append("    ").append(name(entity.name())).append(" {\n");
			for (Attribute attribute : entity.attributes()) {
				text.append("        ").append(word(attribute.type())).append(' ').append(word(attribute.name()));
				if (!attribute.keys().isEmpty()) {
					text.append(' ').append(String.join(", ", attribute.keys()));
				}
				if (attribute.nullable()) {
					text.append(" \"null\"");
				}
				text.append('\n');
			}
			text.append("    }\n");
		}
		for (Relationship relationship : diagram.relationships()) {
			text.append("    %s %s--%s %s : \"%s\"\n".formatted(name(relationship.parent()),
					relationship.optional() ? "|o" : "||", relationship.one() ? "o|" : "o{", name(relationship.child()),
					unquoted(relationship.label())));
		}
		return text.toString();
	}

	private static String name(String name) {
		boolean plain = PLAIN.matcher(name).matches() && !WORDS.contains(name.toLowerCase(Locale.ROOT));
		return plain ? name : '"' + unquoted(name) + '"';
	}

	/** Mermaid has no way to write a quotation mark, or the end of a line, in quotes. */
	private static String unquoted(String text) {
		return text.replace('"', '\'').replaceAll("[\\p{Cntrl}%\\\\]", "_");
	}

	/** Types and columns cannot be quoted. */
	private static String word(String text) {
		String word = text.replaceAll("[^A-Za-z0-9_()\\[\\]-]", "_");
		return Character.isLetter(word.charAt(0)) || word.charAt(0) == '_' ? word : "_" + word;
	}

}
