package org.condastore.schema.diagram;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.Catalog.Action;
import org.condastore.schema.catalog.Catalog.Column;
import org.condastore.schema.catalog.Catalog.Constraint;
import org.condastore.schema.catalog.Catalog.Constraint.Kind;
import org.condastore.schema.catalog.Catalog.Reference;
import org.condastore.schema.catalog.Catalog.Table;
import org.condastore.schema.catalog.TaskQueue;

/**
 * What an entity-relationship diagram shows of a catalog.
 *
 * @param entities the tables, in the catalog's order
 * @param relationships the foreign keys between them; one that leaves the diagram has no
 * relationship, only its mark at the column
 */
public record Diagram(List<Entity> entities, List<Relationship> relationships) {

	private static final String ALEMBIC_LEDGER = "alembic_version";

	public Diagram {
		entities = List.copyOf(entities);
		relationships = List.copyOf(relationships);
	}

	/**
	 * The diagram of a catalog, without Alembic's ledger and what belongs to the task
	 * queue. The shell's own history lives in another schema and is in no such catalog.
	 * @param catalog what to show
	 */
	public static Diagram of(Catalog catalog) {
		List<Entity> entities = new ArrayList<>();
		List<Relationship> relationships = new ArrayList<>();
		for (Table table : TaskQueue.without(catalog).tables()) {
			entities.add(Entity.of(table));
			for (Constraint constraint : table.constraints()) {
				if (constraint.reference() != null) {
					relationships.add(Relationship.of(table, constraint, constraint.reference()));
				}
			}
		}
		return new Diagram(entities, relationships).keeping((entity) -> !entity.name().equals(ALEMBIC_LEDGER));
	}

	/**
	 * Leaves tables out.
	 * @param patterns names, in which {@code *} stands for any characters and {@code ?}
	 * for one; upper and lower case differ
	 */
	public Diagram without(List<String> patterns) {
		List<Pattern> excluded = patterns.stream().map(Diagram::glob).toList();
		return keeping((entity) -> excluded.stream().noneMatch((pattern) -> pattern.matcher(entity.name()).matches()));
	}

	/**
	 * Keeps one table and its neighbours.
	 * @param table the name of a table of this diagram
	 * @param hops how many foreign keys away the others may be, in either direction; 0
	 * keeps the table alone
	 * @throws IllegalArgumentException if there is no such table, or less than 0 hops
	 */
	public Diagram around(String table, int hops) {
		if (entity(table).isEmpty()) {
			throw new IllegalArgumentException("the diagram has no table " + table);
		}
		if (hops < 0) {
			throw new IllegalArgumentException("%d hops".formatted(hops));
		}
		Set<String> reached = new HashSet<>(Set.of(table));
		for (int i = 0; i < hops; i++) {
			Set<String> next = this.relationships.stream()
				.filter((relationship) -> reached.contains(relationship.child())
						|| reached.contains(relationship.parent()))
				.flatMap((relationship) -> List.of(relationship.child(), relationship.parent()).stream())
				.collect(Collectors.toSet());
			if (!reached.addAll(next)) {
				break;
			}
		}
		return keeping((entity) -> reached.contains(entity.name()));
	}

	/**
	 * Finds a table.
	 * @param name its name, without quotes
	 * @return the table; empty if the diagram does not have it
	 */
	public Optional<Entity> entity(String name) {
		return this.entities.stream().filter((entity) -> entity.name().equals(name)).findFirst();
	}

	private Diagram keeping(Predicate<Entity> kept) {
		List<Entity> remaining = this.entities.stream().filter(kept).toList();
		Set<String> names = remaining.stream().map(Entity::name).collect(Collectors.toSet());
		return new Diagram(remaining, this.relationships.stream()
			.filter((relationship) -> names.contains(relationship.child()) && names.contains(relationship.parent()))
			.toList());
	}

	private static Pattern glob(String pattern) {
		StringBuilder regex = new StringBuilder();
		pattern.codePoints().forEach((c) -> {
			switch (c) {
				case '*' -> regex.append(".*");
				case '?' -> regex.append('.');
				default -> regex.append(Pattern.quote(Character.toString(c)));
			}
		});
		return Pattern.compile(regex.toString(), Pattern.DOTALL);
	}

	/**
	 * A table.
	 *
	 * @param name the name, without quotes
	 * @param attributes its columns, in order
	 */
	public record Entity(String name, List<Attribute> attributes) {

		public Entity {
			attributes = List.copyOf(attributes);
		}

		private static Entity of(Table table) {
			Set<String> primary = columns(table, (constraint) -> constraint.kind() == Kind.PRIMARY_KEY);
			Set<String> foreign = columns(table, (constraint) -> constraint.kind() == Kind.FOREIGN_KEY);
			Set<String> unique = columns(table,
					(constraint) -> constraint.kind() == Kind.UNIQUE && constraint.columns().size() == 1);
			return new Entity(table.name(),
					table.columns()
						.stream()
						.map((column) -> new Attribute(column.name(), shortened(column.type()), !column.notNull(),
								primary.contains(column.name()), foreign.contains(column.name()),
								unique.contains(column.name())))
						.toList());
		}

		private static Set<String> columns(Table table, Predicate<Constraint> wanted) {
			return table.constraints()
				.stream()
				.filter(wanted)
				.flatMap((constraint) -> constraint.columns().stream())
				.collect(Collectors.toSet());
		}

		/** PostgreSQL takes the short names too. */
		private static String shortened(String type) {
			return type.replace("character varying", "varchar")
				.replaceFirst("^timestamp(\\(\\d\\))? without time zone", "timestamp$1")
				.replaceFirst("^timestamp(\\(\\d\\))? with time zone", "timestamptz$1")
				.replaceFirst("^time(\\(\\d\\))? without time zone", "time$1")
				.replaceFirst("^time(\\(\\d\\))? with time zone", "timetz$1");
		}

	}

	/**
	 * A column.
	 *
	 * @param name the name, without quotes
	 * @param type the type, in PostgreSQL's short spelling: {@code varchar(255)}
	 * @param nullable whether null is allowed
	 * @param primaryKey whether it is part of the primary key
	 * @param foreignKey whether it is part of a foreign key, wherever that leads
	 * @param unique whether a unique constraint is about it alone
	 */
	public record Attribute(String name, String type, boolean nullable, boolean primaryKey, boolean foreignKey,
			boolean unique) {

		/** {@code PK}, {@code FK} and {@code UK}, as far as they apply. */
		List<String> keys() {
			List<String> keys = new ArrayList<>();
			if (this.primaryKey) {
				keys.add("PK");
			}
			if (this.foreignKey) {
				keys.add("FK");
			}
			if (this.unique) {
				keys.add("UK");
			}
			return keys;
		}

	}

	/**
	 * A foreign key.
	 *
	 * @param name the constraint's name
	 * @param child the table that has it
	 * @param childColumns its columns there
	 * @param parent the table that it refers to
	 * @param parentColumns the columns there, in the same order
	 * @param optional whether a row may refer to none, because a column is nullable
	 * @param one whether a row of the parent has at most one row here, because the
	 * columns are a key
	 * @param onDelete what happens when the parent's row is deleted
	 * @param onUpdate what happens when the parent's key changes
	 */
	public record Relationship(String name, String child, List<String> childColumns, String parent,
			List<String> parentColumns, boolean optional, boolean one, Action onDelete, Action onUpdate) {

		private static final Pattern QUOTED = Pattern.compile("\"([^\"]|\"\")*\"");

		public Relationship {
			childColumns = List.copyOf(childColumns);
			parentColumns = List.copyOf(parentColumns);
		}

		private static Relationship of(Table table, Constraint constraint, Reference reference) {
			boolean optional = constraint.columns()
				.stream()
				.map((name) -> table.column(name).orElseThrow())
				.anyMatch((Column column) -> !column.notNull());
			Set<String> columns = Set.copyOf(constraint.columns());
			boolean one = table.constraints()
				.stream()
				.filter((other) -> other.kind() == Kind.PRIMARY_KEY || other.kind() == Kind.UNIQUE)
				.anyMatch((key) -> columns.containsAll(key.columns()));
			return new Relationship(constraint.name(), table.name(), constraint.columns(), unquoted(reference.table()),
					reference.columns(), optional, one, reference.onDelete(), reference.onUpdate());
		}

		/** A catalog spells the table that is referred to as SQL does. */
		private static String unquoted(String table) {
			return QUOTED.matcher(table).matches() ? table.substring(1, table.length() - 1).replace("\"\"", "\"")
					: table;
		}

		/** The columns and what is unusual: {@code build_id, on delete cascade}. */
		String label() {
			StringBuilder label = new StringBuilder(String.join(", ", this.childColumns));
			if (this.onDelete != Action.NO_ACTION) {
				label.append(", on delete ").append(words(this.onDelete));
			}
			if (this.onUpdate != Action.NO_ACTION) {
				label.append(", on update ").append(words(this.onUpdate));
			}
			return label.toString();
		}

		private static String words(Action action) {
			return switch (action) {
				case NO_ACTION -> "no action";
				case RESTRICT -> "restrict";
				case CASCADE -> "cascade";
				case SET_NULL -> "set null";
				case SET_DEFAULT -> "set default";
			};
		}

	}

}
