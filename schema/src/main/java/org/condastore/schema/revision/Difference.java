package org.condastore.schema.revision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import org.condastore.schema.catalog.Catalog.Column;
import org.condastore.schema.catalog.Catalog.Constraint;
import org.condastore.schema.catalog.Catalog.Definition;
import org.condastore.schema.catalog.Catalog.EnumType;
import org.condastore.schema.catalog.Catalog.Generation;
import org.condastore.schema.catalog.Catalog.Index;
import org.condastore.schema.catalog.Catalog.Reference;
import org.condastore.schema.catalog.Catalog.Sequence;
import org.condastore.schema.catalog.Catalog.Table;
import org.condastore.schema.catalog.Catalog.View;
import org.jspecify.annotations.Nullable;

/**
 * One thing in which two catalogs differ, told as what happens to the first one.
 *
 * <p>
 * Names are those after all renames. What comes or goes with something bigger has no
 * difference of its own: the columns, keys, indexes and comments of a new table, the
 * sequence of a new serial column.
 */
public sealed interface Difference {

	/**
	 * What happens.
	 * @return the verb
	 */
	Action action();

	/**
	 * To what kind of thing it happens, as in SQL, in lower case.
	 * @return for example {@code unique key}
	 */
	String kind();

	/**
	 * The name of the thing, without quotes.
	 * @return the name after the change, or the name that goes
	 */
	String name();

	/**
	 * The table or view that the thing is part of.
	 * @return its name; null if the thing stands alone
	 */
	default @Nullable String table() {
		return null;
	}

	/**
	 * All of it in one line.
	 * @return for example {@code add table report (4 columns)}
	 */
	String description();

	/** What happens to a thing. */
	enum Action {

		/** It comes. */
		ADD,

		/** It goes. */
		DROP,

		/** It stays and is different. */
		CHANGE,

		/** It gets another name and is otherwise the same. */
		RENAME;

		String word() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * A table is new.
	 *
	 * @param added the table with all that belongs to it
	 */
	record TableAdded(Table added) implements Difference {

		@Override
		public Action action() {
			return Action.ADD;
		}

		@Override
		public String kind() {
			return "table";
		}

		@Override
		public String name() {
			return this.added.name();
		}

		@Override
		public String description() {
			return "add table %s (%s)".formatted(name(), columns(this.added));
		}

	}

	/**
	 * A table goes, and its rows with it.
	 *
	 * @param dropped the table with all that belongs to it
	 */
	record TableDropped(Table dropped) implements Difference {

		@Override
		public Action action() {
			return Action.DROP;
		}

		@Override
		public String kind() {
			return "table";
		}

		@Override
		public String name() {
			return this.dropped.name();
		}

		@Override
		public String description() {
			return "drop table %s (%s)".formatted(name(), columns(this.dropped));
		}

	}

	/**
	 * A table gets other properties.
	 *
	 * @param name the table
	 * @param before what was unusual about it
	 * @param after what is
	 * @see Table#properties()
	 */
	record TableChanged(String name, List<String> before, List<String> after) implements Difference {

		@Override
		public Action action() {
			return Action.CHANGE;
		}

		@Override
		public String kind() {
			return "table";
		}

		@Override
		public String description() {
			return "change table %s from %s to %s".formatted(name(), properties(this.before), properties(this.after));
		}

	}

	/**
	 * A table, column, constraint, index or sequence gets another name.
	 *
	 * @param kind which of them
	 * @param table the table, after its own rename; null for a table and a sequence
	 * @param before the name until now
	 * @param name the new name
	 */
	record Renamed(String kind, @Nullable String table, String before, String name) implements Difference {

		@Override
		public Action action() {
			return Action.RENAME;
		}

		@Override
		public String description() {
			return "rename %s %s to %s%s".formatted(this.kind, this.before, this.name,
					(this.table != null) ? " on " + this.table : "");
		}

	}

	/**
	 * A table gets a column.
	 *
	 * @param table the table
	 * @param added the column
	 * @param serial whether a sequence comes with it, as for serial
	 */
	record ColumnAdded(String table, Column added, boolean serial) implements Difference {

		@Override
		public Action action() {
			return Action.ADD;
		}

		@Override
		public String kind() {
			return "column";
		}

		@Override
		public String name() {
			return this.added.name();
		}

		@Override
		public String description() {
			return "add column %s %s to %s".formatted(name(), this.added.type(), this.table);
		}

	}

	/**
	 * A table loses a column, and its values.
	 *
	 * @param table the table
	 * @param dropped the column
	 */
	record ColumnDropped(String table, Column dropped) implements Difference {

		@Override
		public Action action() {
			return Action.DROP;
		}

		@Override
		public String kind() {
			return "column";
		}

		@Override
		public String name() {
			return this.dropped.name();
		}

		@Override
		public String description() {
			return "drop column %s of %s".formatted(name(), this.table);
		}

	}

	/**
	 * A column is different in one respect; a column that is different in several has
	 * several of these.
	 *
	 * @param table the table
	 * @param before the column until now
	 * @param after the column then
	 * @param aspect the respect
	 */
	record ColumnChanged(String table, Column before, Column after, Aspect aspect) implements Difference {

		@Override
		public Action action() {
			return Action.CHANGE;
		}

		@Override
		public String kind() {
			return "column";
		}

		@Override
		public String name() {
			return this.after.name();
		}

		@Override
		public String description() {
			String column = this.table + '.' + name();
			return switch (this.aspect) {
				case TYPE ->
					"change type of %s from %s to %s".formatted(column, fullType(this.before), fullType(this.after));
				case NULLABILITY -> (this.after.notNull() ? "forbid null in " : "allow null in ") + column;
				case DEFAULT -> defaultDescription(column);
				case GENERATION ->
					"change %s from %s to %s".formatted(column, generation(this.before), generation(this.after));
				case STORAGE -> "change storage of %s from %s to %s".formatted(column, properties(storage(this.before)),
						properties(storage(this.after)));
			};
		}

		private String defaultDescription(String column) {
			String from = this.before.defaultExpression();
			String to = this.after.defaultExpression();
			if (to == null) {
				return "drop default %s of %s".formatted(from, column);
			}
			return (from == null) ? "set default of %s to %s".formatted(column, to)
					: "change default of %s from %s to %s".formatted(column, from, to);
		}

		private static String generation(Column column) {
			String expression = column.defaultExpression();
			return switch (column.generation()) {
				case DEFAULT -> (expression == null) ? "no default" : "default " + expression;
				case IDENTITY_ALWAYS -> "identity (always)";
				case IDENTITY_BY_DEFAULT -> "identity (by default)";
				case STORED -> "stored " + expression;
				case VIRTUAL -> "virtual " + expression;
			};
		}

		/** In which respect a column is different. */
		public enum Aspect {

			/** Its type, modifier and collation included. */
			TYPE,

			/** Whether null is forbidden. */
			NULLABILITY,

			/** The value that it gets if none is given. */
			DEFAULT,

			/** Identity, or the expression that it is computed from. */
			GENERATION,

			/** How its values are stored and sampled. */
			STORAGE

		}

	}

	/**
	 * A table gets a constraint.
	 *
	 * @param table the table
	 * @param added the constraint
	 */
	record ConstraintAdded(String table, Constraint added) implements Difference {

		@Override
		public Action action() {
			return Action.ADD;
		}

		@Override
		public String kind() {
			return kindOf(this.added);
		}

		@Override
		public String name() {
			return this.added.name();
		}

		@Override
		public String description() {
			return "add %s %s %s on %s".formatted(kind(), name(), content(this.added), this.table);
		}

	}

	/**
	 * A table loses a constraint.
	 *
	 * @param table the table
	 * @param dropped the constraint
	 */
	record ConstraintDropped(String table, Constraint dropped) implements Difference {

		@Override
		public Action action() {
			return Action.DROP;
		}

		@Override
		public String kind() {
			return kindOf(this.dropped);
		}

		@Override
		public String name() {
			return this.dropped.name();
		}

		@Override
		public String description() {
			return "drop %s %s %s on %s".formatted(kind(), name(), content(this.dropped), this.table);
		}

	}

	/**
	 * A constraint keeps its name and says something else.
	 *
	 * @param table the table
	 * @param before the constraint until now
	 * @param after the constraint then
	 */
	record ConstraintChanged(String table, Constraint before, Constraint after) implements Difference {

		@Override
		public Action action() {
			return Action.CHANGE;
		}

		@Override
		public String kind() {
			return kindOf(this.after);
		}

		@Override
		public String name() {
			return this.after.name();
		}

		/** Whether all that changes is that old rows have to obey too. */
		boolean isValidation() {
			return this.before.definition().equals(this.after.definition() + " NOT VALID");
		}

		@Override
		public String description() {
			if (isValidation()) {
				return "validate %s %s on %s".formatted(kind(), name(), this.table);
			}
			boolean same = kindOf(this.before).equals(kind());
			return "change %s %s on %s from %s%s to %s".formatted(kind(), name(), this.table,
					same ? "" : kindOf(this.before) + ' ', content(this.before), content(this.after));
		}

	}

	/**
	 * A table or materialized view gets an index.
	 *
	 * @param table the table
	 * @param added the index
	 */
	record IndexAdded(String table, Index added) implements Difference {

		@Override
		public Action action() {
			return Action.ADD;
		}

		@Override
		public String kind() {
			return kindOf(this.added);
		}

		@Override
		public String name() {
			return this.added.name();
		}

		@Override
		public String description() {
			return "add %s %s %s on %s".formatted(kind(), name(), content(this.added), this.table);
		}

	}

	/**
	 * A table or materialized view loses an index.
	 *
	 * @param table the table
	 * @param dropped the index
	 */
	record IndexDropped(String table, Index dropped) implements Difference {

		@Override
		public Action action() {
			return Action.DROP;
		}

		@Override
		public String kind() {
			return kindOf(this.dropped);
		}

		@Override
		public String name() {
			return this.dropped.name();
		}

		@Override
		public String description() {
			return "drop %s %s %s on %s".formatted(kind(), name(), content(this.dropped), this.table);
		}

	}

	/**
	 * An index keeps its name and is about something else, or was left invalid and is
	 * built again.
	 *
	 * @param table the table
	 * @param before the index until now
	 * @param after the index then
	 */
	record IndexChanged(String table, Index before, Index after) implements Difference {

		@Override
		public Action action() {
			return Action.CHANGE;
		}

		@Override
		public String kind() {
			return kindOf(this.after);
		}

		@Override
		public String name() {
			return this.after.name();
		}

		@Override
		public String description() {
			if (this.before.definition().equals(this.after.definition())) {
				return "rebuild %s %s on %s, which is invalid".formatted(kind(), name(), this.table);
			}
			boolean same = kindOf(this.before).equals(kind());
			return "change %s %s on %s from %s%s to %s".formatted(kind(), name(), this.table,
					same ? "" : kindOf(this.before) + ' ', content(this.before), content(this.after));
		}

	}

	/**
	 * A sequence is new.
	 *
	 * @param added the sequence
	 */
	record SequenceAdded(Sequence added) implements Difference {

		@Override
		public Action action() {
			return Action.ADD;
		}

		@Override
		public String kind() {
			return "sequence";
		}

		@Override
		public String name() {
			return this.added.name();
		}

		@Override
		public String description() {
			return "add sequence " + name();
		}

	}

	/**
	 * A sequence goes, and its position with it.
	 *
	 * @param dropped the sequence
	 */
	record SequenceDropped(Sequence dropped) implements Difference {

		@Override
		public Action action() {
			return Action.DROP;
		}

		@Override
		public String kind() {
			return "sequence";
		}

		@Override
		public String name() {
			return this.dropped.name();
		}

		@Override
		public String description() {
			return "drop sequence " + name();
		}

	}

	/**
	 * A sequence counts differently or goes with another column.
	 *
	 * @param before the sequence until now
	 * @param after the sequence then
	 */
	record SequenceChanged(Sequence before, Sequence after) implements Difference {

		@Override
		public Action action() {
			return Action.CHANGE;
		}

		@Override
		public String kind() {
			return "sequence";
		}

		@Override
		public String name() {
			return this.after.name();
		}

		@Override
		public String description() {
			List<String> changes = new ArrayList<>();
			change(changes, "type", this.before.type(), this.after.type());
			change(changes, "start", this.before.start(), this.after.start());
			change(changes, "increment", this.before.increment(), this.after.increment());
			change(changes, "minimum", this.before.minimum(), this.after.minimum());
			change(changes, "maximum", this.before.maximum(), this.after.maximum());
			change(changes, "cache", this.before.cache(), this.after.cache());
			change(changes, "cycle", this.before.cycle(), this.after.cycle());
			change(changes, "owner", owner(this.before), owner(this.after));
			return "change sequence %s: %s".formatted(name(), String.join(", ", changes));
		}

		private static void change(List<String> changes, String what, Object before, Object after) {
			if (!before.equals(after)) {
				changes.add("%s from %s to %s".formatted(what, before, after));
			}
		}

		private static String owner(Sequence sequence) {
			return (sequence.owner() != null) ? sequence.owner().table() + '.' + sequence.owner().column() : "none";
		}

	}

	/**
	 * An enum type is new.
	 *
	 * @param added the type
	 */
	record EnumAdded(EnumType added) implements Difference {

		@Override
		public Action action() {
			return Action.ADD;
		}

		@Override
		public String kind() {
			return "enum";
		}

		@Override
		public String name() {
			return this.added.name();
		}

		@Override
		public String description() {
			return "add enum %s (%s)".formatted(name(), literals(this.added.labels()));
		}

	}

	/**
	 * An enum type goes.
	 *
	 * @param dropped the type
	 */
	record EnumDropped(EnumType dropped) implements Difference {

		@Override
		public Action action() {
			return Action.DROP;
		}

		@Override
		public String kind() {
			return "enum";
		}

		@Override
		public String name() {
			return this.dropped.name();
		}

		@Override
		public String description() {
			return "drop enum %s (%s)".formatted(name(), literals(this.dropped.labels()));
		}

	}

	/**
	 * An enum type has other values, or the same ones in another order.
	 *
	 * @param before the type until now
	 * @param after the type then
	 */
	record EnumChanged(EnumType before, EnumType after) implements Difference {

		@Override
		public Action action() {
			return Action.CHANGE;
		}

		@Override
		public String kind() {
			return "enum";
		}

		@Override
		public String name() {
			return this.after.name();
		}

		/** The values that are new, in their order. */
		List<String> added() {
			return this.after.labels().stream().filter((label) -> !this.before.labels().contains(label)).toList();
		}

		/** The values that go, in their order. */
		List<String> removed() {
			return this.before.labels().stream().filter((label) -> !this.after.labels().contains(label)).toList();
		}

		/** Whether the values that stay are in another order. */
		boolean reordered() {
			List<String> kept = new ArrayList<>(this.before.labels());
			kept.retainAll(this.after.labels());
			List<String> then = new ArrayList<>(this.after.labels());
			then.retainAll(this.before.labels());
			return !kept.equals(then);
		}

		/** Whether values are only added, which needs no other type. */
		boolean isAddition() {
			return removed().isEmpty() && !reordered();
		}

		@Override
		public String description() {
			List<String> changes = new ArrayList<>();
			if (!added().isEmpty()) {
				changes.add("add " + literals(added()));
			}
			if (!removed().isEmpty()) {
				changes.add("remove " + literals(removed()));
			}
			if (reordered()) {
				changes.add("another order (%s)".formatted(literals(this.after.labels())));
			}
			return "change enum %s: %s".formatted(name(), String.join(", ", changes));
		}

	}

	/**
	 * A view is new.
	 *
	 * @param added the view
	 */
	record ViewAdded(View added) implements Difference {

		@Override
		public Action action() {
			return Action.ADD;
		}

		@Override
		public String kind() {
			return kindOf(this.added);
		}

		@Override
		public String name() {
			return this.added.name();
		}

		@Override
		public String description() {
			return "add %s %s".formatted(kind(), name());
		}

	}

	/**
	 * A view goes.
	 *
	 * @param dropped the view
	 */
	record ViewDropped(View dropped) implements Difference {

		@Override
		public Action action() {
			return Action.DROP;
		}

		@Override
		public String kind() {
			return kindOf(this.dropped);
		}

		@Override
		public String name() {
			return this.dropped.name();
		}

		@Override
		public String description() {
			return "drop %s %s".formatted(kind(), name());
		}

	}

	/**
	 * A view has another query or other properties.
	 *
	 * @param before the view until now
	 * @param after the view then
	 */
	record ViewChanged(View before, View after) implements Difference {

		@Override
		public Action action() {
			return Action.CHANGE;
		}

		@Override
		public String kind() {
			return kindOf(this.after);
		}

		@Override
		public String name() {
			return this.after.name();
		}

		@Override
		public String description() {
			return "change %s %s".formatted(kind(), name());
		}

	}

	/**
	 * A function, trigger, policy or the like is new.
	 *
	 * @param table the table or view that it is on; null for what stands alone
	 * @param added what is new
	 */
	record DefinitionAdded(@Nullable String table, Definition added) implements Difference {

		@Override
		public Action action() {
			return Action.ADD;
		}

		@Override
		public String kind() {
			return this.added.kind();
		}

		@Override
		public String name() {
			return this.added.name();
		}

		@Override
		public String description() {
			return described(action(), this.added, this.table);
		}

	}

	/**
	 * A function, trigger, policy or the like goes.
	 *
	 * @param table the table or view that it was on; null for what stands alone
	 * @param dropped what goes
	 */
	record DefinitionDropped(@Nullable String table, Definition dropped) implements Difference {

		@Override
		public Action action() {
			return Action.DROP;
		}

		@Override
		public String kind() {
			return this.dropped.kind();
		}

		@Override
		public String name() {
			return this.dropped.name();
		}

		@Override
		public String description() {
			return described(action(), this.dropped, this.table);
		}

	}

	/**
	 * A function, trigger, policy or the like is defined differently.
	 *
	 * @param table the table or view that it is on; null for what stands alone
	 * @param before the definition until now
	 * @param after the definition then
	 */
	record DefinitionChanged(@Nullable String table, Definition before, Definition after) implements Difference {

		@Override
		public Action action() {
			return Action.CHANGE;
		}

		@Override
		public String kind() {
			return this.after.kind();
		}

		@Override
		public String name() {
			return this.after.name();
		}

		@Override
		public String description() {
			return described(action(), this.after, this.table);
		}

	}

	/**
	 * A comment comes, goes or changes, on something that stays.
	 *
	 * @param object what it is about, as in {@code COMMENT ON …}
	 * @param before the comment until now
	 * @param after the comment then
	 */
	record CommentChanged(String object, @Nullable String before, @Nullable String after) implements Difference {

		@Override
		public Action action() {
			if (this.before == null) {
				return Action.ADD;
			}
			return (this.after == null) ? Action.DROP : Action.CHANGE;
		}

		@Override
		public String kind() {
			return "comment";
		}

		@Override
		public String name() {
			return this.object;
		}

		@Override
		public String description() {
			String kind = this.object.replaceFirst("^((?:[A-Z]+ )+).*", "$1").strip();
			return "%s comment on %s%s".formatted(action().word(), kind.toLowerCase(Locale.ROOT),
					this.object.substring(kind.length()).replace(" ON ", " on "));
		}

	}

	private static String columns(Table table) {
		int columns = table.columns().size();
		return (columns == 1) ? "1 column" : columns + " columns";
	}

	private static String properties(List<String> properties) {
		return properties.isEmpty() ? "nothing unusual" : String.join(" ", properties);
	}

	private static String literals(List<String> labels) {
		return labels.stream().map(Identifiers::literal).collect(Collectors.joining(", "));
	}

	private static String described(Action action, Definition definition, @Nullable String table) {
		return "%s %s %s%s".formatted(action.word(), definition.kind(), definition.name(),
				(table != null) ? " on " + table : "");
	}

	/** The type and, if it is not the type's own, the collation. */
	static String fullType(Column column) {
		return column.properties()
			.stream()
			.filter((property) -> property.startsWith("COLLATE "))
			.map((collation) -> column.type() + ' ' + collation)
			.findFirst()
			.orElse(column.type());
	}

	/** What is unusual about a column, its collation apart. */
	static List<String> storage(Column column) {
		return column.properties().stream().filter((property) -> !property.startsWith("COLLATE ")).toList();
	}

	/** Whether a column's value is always computed from others. */
	static boolean isComputed(Column column) {
		return column.generation() == Generation.STORED || column.generation() == Generation.VIRTUAL;
	}

	private static String kindOf(View view) {
		return view.materialized() ? "materialized view" : "view";
	}

	private static String kindOf(Index index) {
		return index.unique() ? "unique index" : "index";
	}

	private static String kindOf(Constraint constraint) {
		return switch (constraint.kind()) {
			case PRIMARY_KEY -> "primary key";
			case UNIQUE -> "unique key";
			case FOREIGN_KEY -> "foreign key";
			case CHECK -> "check";
			case EXCLUSION -> "exclusion constraint";
		};
	}

	private static String content(Constraint constraint) {
		Reference reference = constraint.reference();
		if (constraint.kind() == Constraint.Kind.FOREIGN_KEY) {
			Objects.requireNonNull(reference);
			return constraint.definition().replaceFirst("^FOREIGN KEY ", "").replace(" REFERENCES ", " to ");
		}
		return constraint.definition().replaceFirst("^(PRIMARY KEY|UNIQUE|CHECK|EXCLUDE) ", "");
	}

	private static String content(Index index) {
		return IndexText.of(index).content().replaceFirst("^btree ", "");
	}

}
