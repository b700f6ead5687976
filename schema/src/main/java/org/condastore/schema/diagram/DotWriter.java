package org.condastore.schema.diagram;

import java.util.List;

import org.condastore.schema.catalog.Catalog.Action;
import org.condastore.schema.diagram.Diagram.Attribute;
import org.condastore.schema.diagram.Diagram.Entity;
import org.condastore.schema.diagram.Diagram.Relationship;

/**
 * A diagram as Graphviz's text.
 *
 * @see <a href="https://graphviz.org/doc/info/shapes.html#html">labels like tables</a>
 */
final class DotWriter {

	private DotWriter() {
	}

	static String text(Diagram diagram) {
		StringBuilder text = new StringBuilder("""
				digraph schema {
				  graph [rankdir=LR, nodesep=0.4, ranksep=1.0]
				  node [shape=plain, fontname="Helvetica", fontsize=11]
				  edge [dir=both, fontname="Helvetica", fontsize=9]
				""");
		for (Entity entity : diagram.entities()) {
			text.append("  %s [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\">\n"
				.formatted(quoted(entity.name())));
			text.append("    <tr><td colspan=\"4\" bgcolor=\"#dbe7f3\"><b>%s</b></td></tr>\n"
				.formatted(Xml.escaped(entity.name())));
			List<Attribute> attributes = entity.attributes();
			for (int i = 0; i < attributes.size(); i++) {
				Attribute attribute = attributes.get(i);
				text.append("""
						    <tr><td port="w%d">%s</td><td align="left">%s</td><td align="left">%s</td>\
						<td port="e%d">%s</td></tr>
						""".formatted(i, String.join(" ", attribute.keys()), Xml.escaped(attribute.name()),
						Xml.escaped(attribute.type()), i, attribute.nullable() ? "null" : ""));
			}
			text.append("  </table>>]\n");
		}
		for (Relationship relationship : diagram.relationships()) {
			text.append("  %s:e%d:e -> %s:w%d:w [arrowtail=%s, arrowhead=%s, tooltip=%s%s]\n".formatted(
					quoted(relationship.parent()),
					row(diagram, relationship.parent(), relationship.parentColumns().get(0)),
					quoted(relationship.child()),
					row(diagram, relationship.child(), relationship.childColumns().get(0)),
					relationship.optional() ? "teeodot" : "teetee", relationship.one() ? "teeodot" : "crowodot",
					quoted(relationship.name() + ": " + relationship.label()), style(relationship.onDelete())));
		}
		return text.append("}\n").toString();
	}

	private static int row(Diagram diagram, String table, String column) {
		return diagram.entity(table).orElseThrow().attributes().stream().map(Attribute::name).toList().indexOf(column);
	}

	private static String style(Action onDelete) {
		return switch (onDelete) {
			case NO_ACTION, RESTRICT -> "";
			case CASCADE -> ", color=\"#b3261e\", penwidth=2";
			case SET_NULL, SET_DEFAULT -> ", style=dashed";
		};
	}

	private static String quoted(String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

}
