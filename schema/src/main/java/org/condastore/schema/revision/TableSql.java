package org.condastore.schema.revision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.Catalog.Column;
import org.condastore.schema.catalog.Catalog.Constraint;
import org.condastore.schema.catalog.Catalog.Definition;
import org.condastore.schema.catalog.Catalog.Generation;
import org.condastore.schema.catalog.Catalog.Sequence;
import org.condastore.schema.catalog.Catalog.Table;
import org.condastore.schema.catalog.Catalog.View;

/** Statements, and parts of them, that make one thing. */
final class TableSql {

	private static final String INDENT = "    ";

	private TableSql() {
	}

	/** The table with its columns and keys, but without what refers to other tables. */
	static String create(Catalog catalog, Table table) {
		List<String> properties = table.properties();
		String start = "CREATE %sTABLE %s".formatted(properties.contains("UNLOGGED") ? "UNLOGGED " : "",
				Identifiers.quoted(table.name()));
		List<String> end = new ArrayList<>();
		boolean partition = false;
		for (String property : properties) {
			if (property.startsWith("PARTITION OF ")) {
				partition = true;
				start += ' ' + property;
			}
			else if (property.startsWith("FOR VALUES ") || property.equals("DEFAULT")) {
				start += ' ' + property;
			}
			else if (property.startsWith("INHERITS ")) {
				end.add(0, "INHERITS (" + property.substring("INHERITS ".length()) + ')');
			}
			else if (property.startsWith("PARTITION BY ") || property.startsWith("WITH ")) {
				end.add(property);
			}
		}
		if (partition) {
			return start + (end.isEmpty() ? "" : ' ' + String.join(" ", end));
		}
		List<String> lines = new ArrayList<>();
		withoutInherited(catalog, table).columns().forEach((column) -> lines.add(column(catalog, table, column)));
		for (Constraint constraint : table.constraints()) {
			if (isInline(constraint)) {
				lines.add("CONSTRAINT %s %s".formatted(Identifiers.quoted(constraint.name()), constraint.definition()));
			}
		}
		return start + (lines.isEmpty() ? " (" : " (\n" + INDENT) + String.join(",\n" + INDENT, lines) + "\n)"
				+ (end.isEmpty() ? "" : ' ' + String.join(" ", end));
	}

	/** Whether a column is there, and as it is, because a table's parent has it. */
	private static boolean isInherited(Catalog catalog, Table table, Column column) {
		return parents(catalog, table).stream()
			.flatMap((parent) -> parent.column(column.name()).stream())
			.anyMatch((other) -> other.type().equals(column.type()) && other.notNull() == column.notNull()
					&& other.generation() == column.generation()
					&& Objects.equals(other.defaultExpression(), column.defaultExpression())
					&& other.properties().equals(column.properties()));
	}

	/** A table with the columns only that it does not have from its parent. */
	static Table withoutInherited(Catalog catalog, Table table) {
		return new Table(table.name(), table.properties(),
				table.columns().stream().filter((column) -> !isInherited(catalog, table, column)).toList(),
				table.constraints(), table.indexes(), table.definitions(), table.comment());
	}

	private static List<Table> parents(Catalog catalog, Table table) {
		return catalog.tables()
			.stream()
			.filter((other) -> table.properties()
				.stream()
				.anyMatch((property) -> (property.startsWith("PARTITION OF ") || property.startsWith("INHERITS "))
						&& SqlText.mentions(property, other.name())))
			.toList();
	}

	/** Whether a constraint is made with its table. */
	static boolean isInline(Constraint constraint) {
		return constraint.kind() != Constraint.Kind.FOREIGN_KEY && !constraint.definition().endsWith(" NOT VALID");
	}

	static String column(Catalog catalog, Table table, Column column) {
		StringBuilder sql = new StringBuilder(Identifiers.quoted(column.name())).append(' ');
		Optional<Serial> serial = Serial.of(catalog, table, column);
		if (serial.isPresent()) {
			return sql.append(serial.get().type()).toString();
		}
		sql.append(Difference.fullType(column));
		String expression = column.defaultExpression();
		switch (column.generation()) {
			case DEFAULT -> sql.append((expression != null) ? " DEFAULT " + expression : "");
			case STORED -> sql.append(" GENERATED ALWAYS AS (").append(expression).append(") STORED");
			case VIRTUAL -> sql.append(" GENERATED ALWAYS AS (").append(expression).append(") VIRTUAL");
			default -> {
				sql.append(" GENERATED ").append(generated(column.generation())).append(" AS IDENTITY");
				sql.append(identityOptions(catalog, table.name(), column));
			}
		}
		return sql.append(column.notNull() ? " NOT NULL" : "").toString();
	}

	static String generated(Generation generation) {
		return (generation == Generation.IDENTITY_ALWAYS) ? "ALWAYS" : "BY DEFAULT";
	}

	static String identityOptions(Catalog catalog, String table, Column column) {
		Optional<Sequence> sequence = Serial.ofIdentity(catalog, table, column.name());
		if (sequence.isEmpty()) {
			return "";
		}
		String options = sequence.get().name().equals(Identifiers.sequenceName(table, column.name())) ? ""
				: "SEQUENCE NAME " + Identifiers.quoted(sequence.get().name());
		options += options(sequence.get());
		return options.isEmpty() ? "" : " (" + options.strip() + ')';
	}

	static String create(Sequence sequence, String name) {
		String type = sequence.type().equals("bigint") ? "" : " AS " + sequence.type();
		return "CREATE SEQUENCE " + Identifiers.quoted(name) + type + options(sequence);
	}

	private static String options(Sequence sequence) {
		boolean down = sequence.increment() < 0;
		long minimum = down ? Serial.least(sequence.type()) : 1;
		long maximum = down ? -1 : Serial.greatest(sequence.type());
		return ((sequence.increment() != 1) ? " INCREMENT BY " + sequence.increment() : "")
				+ ((sequence.minimum() != minimum) ? " MINVALUE " + sequence.minimum() : "")
				+ ((sequence.maximum() != maximum) ? " MAXVALUE " + sequence.maximum() : "")
				+ ((sequence.start() != (down ? sequence.maximum() : sequence.minimum()))
						? " START WITH " + sequence.start() : "")
				+ ((sequence.cache() != 1) ? " CACHE " + sequence.cache() : "") + (sequence.cycle() ? " CYCLE" : "");
	}

	/** What makes one sequence count like another; the position stays. */
	static String alter(Sequence before, Sequence after) {
		StringBuilder sql = new StringBuilder("ALTER SEQUENCE ").append(Identifiers.quoted(after.name()));
		int length = sql.length();
		boolean retyped = !before.type().equals(after.type());
		sql.append(retyped ? " AS " + after.type() : "");
		sql.append((before.increment() != after.increment()) ? " INCREMENT BY " + after.increment() : "");
		boolean defaults = before.minimum() == 1 && after.minimum() == 1
				&& before.maximum() == Serial.greatest(before.type())
				&& after.maximum() == Serial.greatest(after.type());
		boolean limits = before.minimum() != after.minimum() || before.maximum() != after.maximum();
		if (limits && !defaults) {
			sql.append(" MINVALUE ").append(after.minimum()).append(" MAXVALUE ").append(after.maximum());
		}
		sql.append((before.start() != after.start()) ? " START WITH " + after.start() : "");
		sql.append(restarts(before, after) ? " RESTART" : "");
		sql.append((before.cache() != after.cache()) ? " CACHE " + after.cache() : "");
		if (before.cycle() != after.cycle()) {
			sql.append(after.cycle() ? " CYCLE" : " NO CYCLE");
		}
		return (sql.length() == length) ? "" : sql.toString();
	}

	/** Whether the position may lie outside the new limits. */
	static boolean restarts(Sequence before, Sequence after) {
		return after.minimum() > before.minimum()
				|| (after.maximum() < before.maximum() && before.type().equals(after.type()));
	}

	static List<String> create(Definition definition, String table) {
		String name = definition.name();
		String on = Identifiers.quoted(table);
		String text = definition.text().strip();
		text = text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
		return switch (definition.kind()) {
			case "domain", "type" ->
				List.of("CREATE %s %s %s".formatted(definition.kind().toUpperCase(Locale.ROOT), name, text));
			case "aggregate" -> List.of("CREATE AGGREGATE %s (%s)".formatted(name,
					text.replaceAll(" (STYPE|FINALFUNC|INITCOND) = ", ", $1 = ")));
			case "policy" -> List.of("CREATE POLICY %s ON %s AS %s".formatted(name, on, text));
			case "trigger" -> trigger(name, on, text);
			default -> List.of(text);
		};
	}

	private static List<String> trigger(String name, String table, String text) {
		String[][] states = { { " DISABLED", "DISABLE" }, { " ENABLED REPLICA", "ENABLE REPLICA" },
				{ " ENABLED ALWAYS", "ENABLE ALWAYS" } };
		for (String[] state : states) {
			if (text.endsWith(state[0])) {
				return List.of(text.substring(0, text.length() - state[0].length()),
						"ALTER TABLE %s %s TRIGGER %s".formatted(table, state[1], name));
			}
		}
		return List.of(text);
	}

	static String drop(Definition definition, String table) {
		String kind = definition.kind().toUpperCase(Locale.ROOT);
		return switch (definition.kind()) {
			case "trigger", "rule", "policy" ->
				"DROP %s %s ON %s".formatted(kind, definition.name(), Identifiers.quoted(table));
			default -> "DROP %s %s".formatted(kind, definition.name());
		};
	}

	static String create(View view, boolean replace) {
		// PostgreSQL's own layout begins with a blank.
		String query = view.query().stripTrailing();
		query = query.endsWith(";") ? query.substring(0, query.length() - 1) : query;
		return "CREATE %s%s %s%s AS\n%s".formatted(replace ? "OR REPLACE " : "", kind(view),
				Identifiers.quoted(view.name()),
				view.properties().isEmpty() ? "" : ' ' + String.join(" ", view.properties()), query);
	}

	static String kind(View view) {
		return view.materialized() ? "MATERIALIZED VIEW" : "VIEW";
	}

	/** How a column's storage, compression and sampling become others. */
	static List<String> storage(List<String> before, Column column) {
		String alter = "ALTER COLUMN " + Identifiers.quoted(column.name());
		List<String> after = Difference.storage(column);
		List<String> clauses = new ArrayList<>();
		for (String property : before) {
			String word = property.split(" ")[0];
			boolean replaced = after.stream().anyMatch((other) -> other.startsWith(word + ' '));
			if (after.contains(property) || (replaced && !word.equals("WITH"))) {
				continue;
			}
			clauses.add(alter + switch (word) {
				case "STORAGE" -> " SET STORAGE " + usualStorage(column.type());
				case "COMPRESSION" -> " SET COMPRESSION default";
				case "STATISTICS" -> " SET STATISTICS -1";
				default -> " RESET (" + property.substring(6, property.length() - 1).replaceAll("=[^,)]*", "") + ')';
			});
		}
		for (String property : after) {
			if (!before.contains(property)) {
				clauses.add(alter + " SET " + (property.startsWith("WITH ") ? property.substring(5) : property));
			}
		}
		return clauses;
	}

	/** SET STORAGE DEFAULT came with PostgreSQL 16 only. */
	private static String usualStorage(String type) {
		String base = TypeChange.base(type);
		return (base.equals("numeric") || base.equals("inet") || base.equals("cidr")) ? "MAIN" : "EXTENDED";
	}

}
