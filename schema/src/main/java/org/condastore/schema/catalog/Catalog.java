package org.condastore.schema.catalog;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What one PostgreSQL schema holds, without its data.
 *
 * <p>
 * Two catalogs are equal when a program that works on one of them cannot tell that it
 * works on the other. Owners, privileges, tablespaces and the names of NOT NULL
 * constraints (which PostgreSQL has since 18) are therefore left out. Types and
 * definitions are spelled as PostgreSQL spells them, without the name of the schema.
 *
 * <p>
 * Every list is sorted by name, in the order of code points, except where the order means
 * something: columns and enum labels.
 *
 * @param tables the tables
 * @param views the views and materialized views
 * @param sequences the sequences, including those behind serial and identity columns
 * @param enums the enum types
 * @param definitions everything else that has a name of its own: domains, composite and
 * range types, functions, procedures and aggregates
 */
public record Catalog(List<Table> tables, List<View> views, List<Sequence> sequences, List<EnumType> enums,
		List<Definition> definitions) {

	public Catalog {
		tables = List.copyOf(tables);
		views = List.copyOf(views);
		sequences = List.copyOf(sequences);
		enums = List.copyOf(enums);
		definitions = List.copyOf(definitions);
	}

	/**
	 * Whether the schema holds nothing at all.
	 * @return true if there is neither a table nor anything else
	 */
	public boolean isEmpty() {
		return this.tables.isEmpty() && this.views.isEmpty() && this.sequences.isEmpty() && this.enums.isEmpty()
				&& this.definitions.isEmpty();
	}

	/**
	 * Finds a table.
	 * @param name its name, without quotes
	 * @return the table; empty if there is none
	 */
	public Optional<Table> table(String name) {
		return this.tables.stream().filter((table) -> table.name().equals(name)).findFirst();
	}

	/**
	 * A table: ordinary, partitioned, a partition, or foreign.
	 *
	 * @param name the name
	 * @param properties what is unusual about it, in words of SQL: {@code UNLOGGED},
	 * {@code PARTITION BY …}, {@code ROW LEVEL SECURITY}; nearly always empty
	 * @param columns the columns, in order
	 * @param constraints the constraints other than NOT NULL
	 * @param indexes the indexes that do not belong to a constraint
	 * @param definitions triggers, rules, policies and extended statistics
	 * @param comment the comment, if there is one
	 */
	public record Table(String name, List<String> properties, List<Column> columns, List<Constraint> constraints,
			List<Index> indexes, List<Definition> definitions, @Nullable String comment) {

		public Table {
			properties = List.copyOf(properties);
			columns = List.copyOf(columns);
			constraints = List.copyOf(constraints);
			indexes = List.copyOf(indexes);
			definitions = List.copyOf(definitions);
		}

		/**
		 * Finds a column.
		 * @param column its name, without quotes
		 * @return the column; empty if there is none
		 */
		public Optional<Column> column(String column) {
			return this.columns.stream().filter((candidate) -> candidate.name().equals(column)).findFirst();
		}

	}

	/**
	 * A column of a table or view.
	 *
	 * @param position its place among the columns that exist, from 1; dropped columns do
	 * not count
	 * @param name the name
	 * @param type the type with its modifier, for example {@code character varying(255)}
	 * @param notNull whether null is forbidden
	 * @param defaultExpression the default, or for a generated column the expression
	 * @param generation where a value comes from when none is given
	 * @param properties what is unusual about it, in words of SQL: {@code COLLATE …},
	 * {@code STORAGE …}; nearly always empty
	 * @param comment the comment, if there is one
	 */
	public record Column(int position, String name, String type, boolean notNull, @Nullable String defaultExpression,
			Generation generation, List<String> properties, @Nullable String comment) {

		public Column {
			properties = List.copyOf(properties);
		}

	}

	/** Where a column's value comes from when none is given. */
	public enum Generation {

		/** From the default, if there is one; serial columns are of this kind. */
		DEFAULT,

		/** From the column's own sequence; a given value is refused. */
		IDENTITY_ALWAYS,

		/** From the column's own sequence; a given value wins. */
		IDENTITY_BY_DEFAULT,

		/** Computed and stored. */
		STORED,

		/** Computed when it is read (since PostgreSQL 18). */
		VIRTUAL

	}

	/**
	 * A constraint of a table.
	 *
	 * @param name the name
	 * @param kind which kind
	 * @param definition all of it but the name, as in {@code ALTER TABLE … ADD CONSTRAINT
	 * name …}, including actions, deferrability and NOT VALID
	 * @param columns the columns it is about, in its order; an expression has no entry
	 * @param reference what a foreign key refers to; null for every other kind
	 * @param comment the comment, if there is one
	 */
	public record Constraint(String name, Kind kind, String definition, List<String> columns,
			@Nullable Reference reference, @Nullable String comment) {

		public Constraint {
			columns = List.copyOf(columns);
		}

		/** The kinds of constraints. */
		public enum Kind {

			/** A primary key. */
			PRIMARY_KEY,

			/** A unique key. */
			UNIQUE,

			/** A foreign key. */
			FOREIGN_KEY,

			/** A condition on a row. */
			CHECK,

			/** An exclusion constraint. */
			EXCLUSION

		}

	}

	/**
	 * What a foreign key refers to.
	 *
	 * @param table the table, with its schema only if that is another one
	 * @param columns its columns, in the order of the constraint's own
	 * @param onDelete what happens when the row there is deleted
	 * @param onUpdate what happens when the key there changes
	 */
	public record Reference(String table, List<String> columns, Action onDelete, Action onUpdate) {

		public Reference {
			columns = List.copyOf(columns);
		}

	}

	/** What a foreign key does when the row that it refers to goes. */
	public enum Action {

		/** Fails at the end of the statement or transaction. */
		NO_ACTION,

		/** Fails at once. */
		RESTRICT,

		/** Goes or changes too. */
		CASCADE,

		/** Becomes null. */
		SET_NULL,

		/** Gets its default. */
		SET_DEFAULT;

		/**
		 * The action of a code in {@code pg_constraint}.
		 * @param code such as {@code confdeltype}
		 */
		static Action of(String code) {
			return switch (code) {
				case "r" -> RESTRICT;
				case "c" -> CASCADE;
				case "n" -> SET_NULL;
				case "d" -> SET_DEFAULT;
				default -> NO_ACTION;
			};
		}

	}

	/**
	 * An index that does not belong to a constraint.
	 *
	 * @param name the name
	 * @param unique whether it allows a key only once
	 * @param valid false if building it concurrently was broken off: it is kept up to
	 * date, costs and does not serve
	 * @param definition the statement that makes it
	 * @param keys the columns and expressions of the key, as SQL
	 * @param predicate the condition of a partial index
	 * @param comment the comment, if there is one
	 */
	public record Index(String name, boolean unique, boolean valid, String definition, List<String> keys,
			@Nullable String predicate, @Nullable String comment) {

		public Index {
			keys = List.copyOf(keys);
		}

	}

	/**
	 * A sequence.
	 *
	 * @param name the name
	 * @param type smallint, integer or bigint
	 * @param start the first value
	 * @param increment the step
	 * @param minimum the least value
	 * @param maximum the largest value
	 * @param cache how many values a session takes at once
	 * @param cycle whether it starts again after the last value
	 * @param owner the column that it goes with; null if it stands alone
	 * @param comment the comment, if there is one
	 */
	public record Sequence(String name, String type, long start, long increment, long minimum, long maximum, long cache,
			boolean cycle, @Nullable Owner owner, @Nullable String comment) {
	}

	/**
	 * The column that a sequence goes with, and is dropped with.
	 *
	 * @param table the table
	 * @param column the column
	 * @param identity true if it is the inside of an identity column, false if it was
	 * only assigned to it, as for serial
	 */
	public record Owner(String table, String column, boolean identity) {
	}

	/**
	 * An enum type.
	 *
	 * @param name the name
	 * @param labels the values, in their order
	 * @param comment the comment, if there is one
	 */
	public record EnumType(String name, List<String> labels, @Nullable String comment) {

		public EnumType {
			labels = List.copyOf(labels);
		}

	}

	/**
	 * A view.
	 *
	 * @param name the name
	 * @param materialized whether its rows are stored
	 * @param properties what is unusual about it, in words of SQL: {@code WITH (…)};
	 * nearly always empty
	 * @param query the query, as PostgreSQL prints it. Versions differ in how much they
	 * qualify names, so compare queries of one major version only
	 * @param columns the columns, in order
	 * @param indexes the indexes of a materialized view
	 * @param definitions triggers and rules
	 * @param dependencies what the query is about, and what therefore cannot go or change
	 * its type while the view is there; only what is in the same schema
	 * @param comment the comment, if there is one
	 */
	public record View(String name, boolean materialized, List<String> properties, String query, List<Column> columns,
			List<Index> indexes, List<Definition> definitions, List<Dependency> dependencies,
			@Nullable String comment) {

		public View {
			properties = List.copyOf(properties);
			columns = List.copyOf(columns);
			indexes = List.copyOf(indexes);
			definitions = List.copyOf(definitions);
			dependencies = List.copyOf(dependencies);
		}

	}

	/**
	 * Something that a view depends on.
	 *
	 * @param kind what it is
	 * @param name the name without quotes; of a function without its arguments
	 * @param column the column of a relation, without quotes; null for the relation as a
	 * whole and for everything else
	 */
	public record Dependency(Referent kind, String name, @Nullable String column) {

		/** The kinds of things that a view can depend on. */
		public enum Referent {

			/** A table or another view. */
			RELATION,

			/** A function or aggregate. */
			FUNCTION,

			/** A type, but not those that its columns have. */
			TYPE

		}

	}

	/**
	 * Something that is compared by its definition alone.
	 *
	 * @param kind which kind, as in SQL, in lower case: trigger, function, domain, …
	 * @param name the name; for a function with the types of its arguments
	 * @param text the definition
	 * @param comment the comment, if there is one
	 */
	public record Definition(String kind, String name, String text, @Nullable String comment) {
	}

}
