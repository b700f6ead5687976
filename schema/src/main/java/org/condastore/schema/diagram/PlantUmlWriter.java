package org.condastore.schema.diagram;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.condastore.schema.diagram.Diagram.Attribute;
import org.condastore.schema.diagram.Diagram.Entity;
import org.condastore.schema.diagram.Diagram.Relationship;

/**
 * A diagram as PlantUML's text.
 *
 * @see <a href="https://plantuml.com/ie-diagram">PlantUML's grammar</a>
 */
final class PlantUmlWriter {

	private PlantUmlWriter() {
	}

	static String text(Diagram diagram) {
		Map<String, String> aliases = new HashMap<>();
		StringBuilder text = new StringBuilder("@startuml\nhide circle\nskinparam linetype ortho\n");
		for (Entity entity : diagram.entities()) {
			// Names of tables can hold what an identifier of PlantUML cannot.
			String alias = "t%d".formatted(aliases.size() + 1);
			aliases.put(entity.name(), alias);
			text.append("\nentity \"%s\" as %s {\n".formatted(escaped(entity.name()), alias));
			List<Attribute> keys = entity.attributes().stream().filter(Attribute::primaryKey).toList();
			keys.forEach((attribute) -> text.append(line(attribute)));
			if (!keys.isEmpty()) {
				text.append("  --\n");
			}
			entity.attributes()
				.stream()
				.filter((attribute) -> !attribute.primaryKey())
				.forEach((attribute) -> text.append(line(attribute)));
			text.append("}\n");
		}
		if (!diagram.relationships().isEmpty()) {
			text.append('\n');
		}
		for (Relationship relationship : diagram.relationships()) {
			text.append("%s %s--%s %s : %s\n".formatted(aliases.get(relationship.parent()),
					relationship.optional() ? "|o" : "||", relationship.one() ? "o|" : "o{",
					aliases.get(relationship.child()), escaped(relationship.label())));
		}
		return text.append("@enduml\n").toString();
	}

	/** A mandatory column begins with a star. */
	private static String line(Attribute attribute) {
		StringBuilder line = new StringBuilder("  ").append(attribute.nullable() ? "" : "* ")
			.append(escaped(attribute.name()))
			.append(" : ")
			.append(escaped(attribute.type()));
		attribute.keys().forEach((key) -> line.append(" <<").append(key).append(">>"));
		return line.append('\n').toString();
	}

	/** What would end the name or begin something else is written as its number. */
	private static String escaped(String text) {
		StringBuilder escaped = new StringBuilder();
		text.codePoints().forEach((c) -> {
			if (c < ' ' || "\"\\<>{}&~".indexOf(c) >= 0) {
				escaped.append("<U+%04X>".formatted(c));
			}
			else {
				escaped.appendCodePoint(c);
			}
		});
		return escaped.toString();
	}

}
