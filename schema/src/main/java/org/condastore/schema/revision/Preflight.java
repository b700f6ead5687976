package org.condastore.schema.revision;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.condastore.schema.catalog.Catalog.Column;
import org.condastore.schema.catalog.Catalog.Constraint;
import org.condastore.schema.catalog.Catalog.EnumType;
import org.condastore.schema.catalog.Catalog.Generation;
import org.condastore.schema.catalog.Catalog.Index;
import org.condastore.schema.catalog.Catalog.Reference;
import org.condastore.schema.catalog.Catalog.Table;
import org.condastore.schema.revision.Difference.ColumnChanged;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQL;
import org.jooq.conf.SettingsTools;
import org.jooq.conf.StatementType;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Looks for the rows that would make a script fail, before any of it runs.
 */
public final class Preflight {

	private static final int EXAMPLES = 5;

	/** Where the values of an expression that may fail are counted. */
	private static final String RESULT = "conda_store_shell.preflight";

	private final DSLContext db;

	private final Comparison comparison;

	private final Consequences consequences;

	private final List<Obstacle> obstacles = new ArrayList<>();

	private Preflight(DSLContext db, Comparison comparison) {
		this.db = db;
		this.comparison = comparison;
		this.consequences = new Consequences(comparison, Set.of());
	}

	/**
	 * Looks for the rows that are in the way of a comparison's script. Everything is read
	 * in one READ ONLY transaction; large tables are read through once per new constraint
	 * or type.
	 * @param db the database whose catalog is the comparison's first one
	 * @param comparison what is going to happen
	 * @return what is in the way, in the order of the comparison's differences; empty if
	 * no row is. Something that cannot be looked for is an obstacle without a count
	 * @throws DataAccessException if the database cannot be read
	 */
	public static List<Obstacle> of(DSLContext db, Comparison comparison) {
		return db.transactionResult((transaction) -> {
			// Nothing in the SQL of a model is a parameter, also if it looks like one.
			Configuration plain = transaction
				.derive(SettingsTools.clone(transaction.settings()).withStatementType(StatementType.STATIC_STATEMENT));
			DSL.using(plain).execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
			Preflight preflight = new Preflight(DSL.using(plain), comparison);
			comparison.differences().forEach(preflight::look);
			return List.copyOf(preflight.obstacles);
		});
	}

	private void look(Difference difference) {
		if (difference instanceof Difference.ColumnAdded added) {
			newColumn(added);
		}
		else if (difference instanceof ColumnChanged changed) {
			column(changed);
		}
		else if (difference instanceof Difference.ConstraintAdded added) {
			constraint(added, added.table(), added.added());
		}
		else if (difference instanceof Difference.ConstraintChanged changed) {
			constraint(changed, changed.table(), changed.after());
		}
		else if (difference instanceof Difference.IndexAdded added) {
			index(added, added.table(), added.added());
		}
		else if (difference instanceof Difference.IndexChanged changed) {
			index(changed, changed.table(), changed.after());
		}
		else if (difference instanceof Difference.EnumChanged changed) {
			removedValues(changed);
		}
	}

	private void newColumn(Difference.ColumnAdded change) {
		Column column = change.added();
		if (column.notNull() && column.defaultExpression() == null && column.generation() == Generation.DEFAULT) {
			rows(change, source(change.table(), false), "true",
					"%s has %%s without a value for the new column %s, which is NOT NULL and has no default"
						.formatted(escaped(change.table()), escaped(column.name())));
		}
	}

	private void column(ColumnChanged change) {
		ColumnName name = new ColumnName(change.table(), change.name());
		if (this.consequences.recreatedColumns().contains(name)) {
			return;
		}
		String where = change.table() + '.' + change.name();
		String column = Identifiers.quoted(change.name());
		if (change.aspect() == ColumnChanged.Aspect.NULLABILITY && change.after().notNull()) {
			rows(change, source(change.table(), false), column + " IS NULL",
					"%s is null in %%s".formatted(escaped(where)));
		}
		else if (change.aspect() == ColumnChanged.Aspect.TYPE) {
			type(change, new TypeChange(change.before().type(), change.after().type()));
		}
	}

	private void type(ColumnChanged change, TypeChange types) {
		String where = escaped(change.table() + '.' + change.name());
		String column = Identifiers.quoted(change.name());
		Source source = source(change.table(), false);
		Optional<Integer> length = types.shorterLength();
		Optional<EnumType> labels = this.comparison.target()
			.enums()
			.stream()
			.filter((type) -> SqlText.localName(types.to()).equals(Optional.of(type.name())))
			.findFirst();
		if (length.isPresent()) {
			// Blanks that are too many are cut off without an error.
			rows(change, source, "substr(%s::text, %d) ~ '[^ ]'".formatted(column, length.get() + 1),
					"%s is longer than %d characters in %%s".formatted(where, length.get()));
		}
		else if (labels.isPresent()) {
			rows(change, source, "%s::text NOT IN (%s)".formatted(column, literals(labels.get().labels())),
					"%s is no value of %s in %%s".formatted(where, escaped(types.to())));
		}
		else if (!types.isWidening()) {
			conversion(change, source, types);
		}
		if (types.loss().isPresent()) {
			keysOf(change);
		}
	}

	/** Values that are rounded may be the same afterwards. */
	private void keysOf(ColumnChanged change) {
		Table before = this.comparison.base().table(change.table()).orElseThrow();
		Table after = this.comparison.target().table(change.table()).orElseThrow();
		for (Constraint constraint : after.constraints()) {
			boolean key = constraint.kind() == Constraint.Kind.PRIMARY_KEY
					|| constraint.kind() == Constraint.Kind.UNIQUE;
			if (key && constraint.columns().contains(change.name()) && before.constraints().contains(constraint)) {
				constraint(change, change.table(), constraint);
			}
		}
		for (Index index : after.indexes()) {
			if (SqlText.mentions(index.definition(), change.name()) && before.indexes().contains(index)) {
				index(change, change.table(), index);
			}
		}
	}

	private void removedValues(Difference.EnumChanged change) {
		if (change.removed().isEmpty()) {
			return;
		}
		String removed = literals(change.removed());
		this.consequences.retypedColumns().forEach((name, types) -> {
			boolean array = types.from().endsWith("[]");
			String type = array ? types.from().substring(0, types.from().length() - 2) : types.from();
			if (types.from().equals(types.to()) && SqlText.localName(type).equals(Optional.of(change.name()))) {
				String column = Identifiers.quoted(name.column());
				rows(change, source(name.table(), false),
						array ? "%s::text[] && ARRAY[%s]".formatted(column, removed)
								: "%s::text IN (%s)".formatted(column, removed),
						"%s has the value %s in %%s".formatted(escaped(name.table() + '.' + name.column()), escaped(
								String.join(" or ", change.removed().stream().map(Identifiers::literal).toList()))));
			}
		});
	}

	private void constraint(Difference difference, String table, Constraint constraint) {
		String definition = constraint.definition();
		if (definition.endsWith(" NOT VALID") || definition.endsWith(" NOT ENFORCED")) {
			return;
		}
		Source source = source(table, true);
		switch (constraint.kind()) {
			case PRIMARY_KEY, UNIQUE -> {
				List<String> keys = constraint.columns();
				int included = definition.indexOf(") INCLUDE (");
				if (included > 0) {
					int keyColumns = (int) SqlText.tokens(definition.substring(0, included))
						.stream()
						.filter((token) -> token.text().equals(","))
						.count() + 1;
					keys = keys.subList(0, Math.min(keyColumns, keys.size()));
				}
				duplicates(difference, source, keys.stream().map(Identifiers::quoted).toList(), "true",
						definition.contains(" NULLS NOT DISTINCT "));
			}
			case CHECK -> {
				String condition = definition.substring("CHECK ".length()).replaceFirst(" NO INHERIT$", "");
				if (source.has(constraint.columns())) {
					rows(difference, source, "NOT " + condition,
							"%s violates the check %s in %%s".formatted(escaped(table), escaped(constraint.name())));
				}
			}
			case FOREIGN_KEY -> orphans(difference, source, constraint, Objects.requireNonNull(constraint.reference()));
			case EXCLUSION -> exclusions(difference, source, constraint);
		}
	}

	private void index(Difference difference, String table, Index index) {
		if (index.unique() && this.comparison.base().table(table).isPresent()) {
			String predicate = index.predicate();
			duplicates(difference, source(table, true), index.keys(), (predicate != null) ? predicate : "true",
					IndexText.of(index).content().contains(" NULLS NOT DISTINCT"));
		}
	}

	private void duplicates(Difference difference, Source source, List<String> keys, String predicate,
			boolean nullsAreEqual) {
		if (!source.has(source.newColumns(keys))) {
			return;
		}
		String notNull = nullsAreEqual ? "true"
				: keys.stream().map((key) -> "(%s) IS NOT NULL".formatted(key)).collect(Collectors.joining(" AND "));
		String query = """
				SELECT count(*) OVER () AS keys, sum(rows) OVER ()::bigint AS rows, key, examples
				FROM (SELECT count(*) AS rows, (array_agg(row_key ORDER BY row_order))[1:%d] AS examples,
						concat_ws(', ', %s) AS key,
						(array_agg(row_order ORDER BY row_order))[1] AS first
					FROM %s
					WHERE (%s) AND %s
					GROUP BY %s
					HAVING count(*) > 1) AS duplicate
				ORDER BY duplicate.first
				LIMIT %d""".formatted(EXAMPLES,
				keys.stream()
					.map((key) -> "coalesce((%s)::text, 'null')".formatted(key))
					.collect(Collectors.joining(", ")),
				source.sql(), predicate, notNull, String.join(", ", keys), EXAMPLES);
		attempt(difference, () -> {
			List<Record> found = this.db.fetch(sql(query));
			if (!found.isEmpty()) {
				long count = found.get(0).get("keys", Long.class);
				long rows = found.get(0).get("rows", Long.class);
				List<String> examples = found.stream()
					.map((row) -> "(%s) in %s".formatted(row.get("key", String.class),
							String.join("; ", row.get("examples", String[].class))))
					.toList();
				String sentence = "%s: %s more than once in %d rows: %s".formatted(difference.description(),
						(count == 1) ? "1 key is there" : count + " keys are there", rows,
						String.join(", ", examples) + ((count > found.size()) ? ", …" : ""));
				this.obstacles.add(new Obstacle(Finding.of(difference), sentence, rows, examples));
			}
		});
	}

	private void orphans(Difference difference, Source source, Constraint constraint, Reference reference) {
		if (!source.has(constraint.columns())) {
			return;
		}
		List<String> columns = constraint.columns().stream().map(Identifiers::quoted).toList();
		String notNull = columns.stream().map((column) -> column + " IS NOT NULL").collect(Collectors.joining(" AND "));
		Optional<String> local = SqlText.localName(reference.table());
		boolean isNew = local.isPresent() && this.comparison.base().table(local.get()).isEmpty();
		String missing = "true";
		if (!isNew) {
			String referenced = local.map((name) -> source(name, true).sql("referenced"))
				.orElse(reference.table() + " AS referenced");
			String same = IntStream.range(0, columns.size())
				.mapToObj((i) -> "referenced.%s = checked.%s".formatted(Identifiers.quoted(reference.columns().get(i)),
						columns.get(i)))
				.collect(Collectors.joining(" AND "));
			missing = "NOT EXISTS (SELECT FROM %s WHERE %s)".formatted(referenced, same);
		}
		rows(difference, source, "%s AND %s".formatted(notNull, missing),
				"%s (%s) refers to nothing in %s in %%s".formatted(escaped(source.table()),
						escaped(String.join(", ", constraint.columns())), escaped(reference.table())));
	}

	private void exclusions(Difference difference, Source source, Constraint constraint) {
		List<String> expressions = new ArrayList<>();
		List<String> conditions = new ArrayList<>();
		String definition = constraint.definition();
		int open = definition.indexOf('(');
		StringBuilder part = new StringBuilder();
		int depth = 0;
		String rest = "";
		for (SqlText.Token token : SqlText.tokens(definition.substring(open))) {
			depth += token.text().equals("(") ? 1 : token.text().equals(")") ? -1 : 0;
			boolean end = depth == 0 || (depth == 1 && token.text().equals(","));
			if (!rest.isEmpty() || (depth == 0 && part.isEmpty())) {
				rest += token.text();
			}
			else if (end) {
				String[] sides = part.toString().split(" WITH (?=[^ ]+$)");
				String column = "value" + expressions.size();
				expressions.add("%s AS %s".formatted(sides[0].strip(), column));
				conditions.add("one.%s %s other.%s".formatted(column, sides[1].strip(), column));
				part.setLength(0);
			}
			else if (depth > 1 || !token.text().equals("(")) {
				part.append(token.text());
			}
		}
		String where = rest.strip().startsWith("WHERE ") ? rest.strip() : "";
		if (!source.has(constraint.columns())) {
			return;
		}
		String values = "(SELECT %s, row_key, row_order FROM %s %s)".formatted(String.join(", ", expressions),
				source.sql(), where);
		String condition = "EXISTS (SELECT FROM %s AS other WHERE other.row_order <> one.row_order AND %s)"
			.formatted(values, String.join(" AND ", conditions));
		rows(difference, values + " AS one", condition,
				"%s: rows exclude each other: %%s".formatted(escaped(difference.description())));
	}

	/** Tries to convert all values at once, and each of them only if that fails. */
	private void conversion(Difference difference, Source source, TypeChange types) {
		String column = Identifiers.quoted(difference.name());
		Set<String> coming = new HashSet<>();
		this.comparison.only(Difference.EnumAdded.class).forEach((change) -> coming.add(change.name()));
		this.comparison.only(Difference.DefinitionAdded.class)
			.forEach((change) -> coming.add(Consequences.unquoted(change.name())));
		if (Consequences.mentionsAny(types.to(), coming)) {
			unknown(difference, "the type %s is not there yet".formatted(types.to()));
			return;
		}
		String converted = types.needsUsing() ? types.using("value") : "value::" + types.to();
		String all = "SELECT count(%s) FROM (SELECT %s AS value FROM %s) AS checked".formatted(converted, column,
				source.sql());
		try {
			this.db.transaction((nested) -> DSL.using(nested).execute(sql(all)));
		}
		catch (DataAccessException ex) {
			if (!"22".equals(ex.sqlState().substring(0, 2)) && !"23".equals(ex.sqlState().substring(0, 2))) {
				unknown(difference, reason(ex));
				return;
			}
			each(difference, source, types, converted);
		}
	}

	private void each(Difference difference, Source source, TypeChange types, String converted) {
		String block = """
				DO $preflight$
				DECLARE
					candidate record;
					failed bigint := 0;
					examples text[] := '{}';
				BEGIN
					FOR candidate IN
						SELECT row_key, %s AS value FROM %s WHERE %s IS NOT NULL ORDER BY row_order
					LOOP
						BEGIN
							PERFORM candidate.%s;
						EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
							failed := failed + 1;
							IF failed <= %d THEN
								examples := examples || concat(candidate.row_key, ': ', left(candidate.value::text, 60));
							END IF;
						END;
					END LOOP;
					PERFORM set_config('%s', json_build_array(failed, array_to_string(examples, ', '))::text, true);
				END
				$preflight$"""
			.formatted(Identifiers.quoted(difference.name()), source.sql(), Identifiers.quoted(difference.name()),
					converted, EXAMPLES, RESULT);
		attempt(difference, () -> {
			this.db.execute(sql(block));
			Record result = this.db.fetchSingle(sql("""
					SELECT (r -> 0)::text::bigint AS failed, r ->> 1 AS examples
					FROM (SELECT current_setting('%s')::json AS r) AS result""".formatted(RESULT)));
			long failed = result.get("failed", Long.class);
			String examples = result.get("examples", String.class);
			String where = Objects.requireNonNull(difference.table()) + '.' + difference.name();
			this.obstacles
				.add(new Obstacle(
						Finding.of(difference), "%s is not a value of %s in %s: %s%s".formatted(where, types.to(),
								number(failed), examples, (failed > EXAMPLES) ? ", …" : ""),
						failed, List.of(examples)));
		});
	}

	private void rows(Difference difference, Source source, String condition, String sentence) {
		rows(difference, source.sql("checked"), condition, sentence);
	}

	/** The sentence has a place for the number of rows. */
	private void rows(Difference difference, String source, String condition, String sentence) {
		String query = """
				SELECT count(*) OVER () AS rows, row_key
				FROM %s
				WHERE %s
				ORDER BY row_order
				LIMIT %d""".formatted(source, condition, EXAMPLES);
		attempt(difference, () -> {
			List<Record> found = this.db.fetch(sql(query));
			if (!found.isEmpty()) {
				long rows = found.get(0).get("rows", Long.class);
				List<String> examples = found.stream().map((row) -> row.get("row_key", String.class)).toList();
				this.obstacles
					.add(new Obstacle(Finding.of(difference), "%s: %s%s".formatted(sentence.formatted(number(rows)),
							String.join("; ", examples), (rows > EXAMPLES) ? "; …" : ""), rows, examples));
			}
		});
	}

	/** A query that cannot be run says so instead of ending the preflight. */
	private void attempt(Difference difference, Runnable queries) {
		try {
			this.db.transaction((nested) -> queries.run());
		}
		catch (DataAccessException ex) {
			if (ex.sqlState().startsWith("08") || ex.sqlState().startsWith("57")) {
				throw ex;
			}
			unknown(difference, reason(ex));
		}
	}

	private void unknown(Difference difference, String reason) {
		this.obstacles.add(new Obstacle(Finding.of(difference),
				"%s: the rows could not be looked at: %s".formatted(difference.description(), reason), null,
				List.of()));
	}

	private static String reason(DataAccessException failure) {
		Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
		return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").replaceFirst("^ERROR: ", "");
	}

	private static String number(long rows) {
		return (rows == 1) ? "1 row" : rows + " rows";
	}

	private static String literals(List<String> values) {
		return values.stream().map(Identifiers::literal).collect(Collectors.joining(", "));
	}

	/** For a text that is a format. */
	private static String escaped(String text) {
		return text.replace("%", "%%");
	}

	private static SQL sql(String text) {
		return DSL.raw(text);
	}

	/**
	 * The rows of a table as they are now, under the names that they are going to have.
	 */
	private Source source(String table, boolean converted) {
		return new Source(this.comparison, this.consequences, table, converted);
	}

	/** A table that may be about to be renamed. */
	private static final class Source {

		private final String table;

		private final String query;

		private final Set<String> columns = new HashSet<>();

		private final Set<String> missing = new HashSet<>();

		Source(Comparison comparison, Consequences consequences, String table, boolean converted) {
			this.table = table;
			Renaming renaming = comparison.renaming();
			Table before = comparison.base().table(table).orElseThrow();
			List<String> selected = new ArrayList<>();
			for (Column column : before.columns()) {
				String old = Identifiers.quoted(renaming.columnBefore(table, column.name()));
				TypeChange change = consequences.retypedColumns().get(new ColumnName(table, column.name()));
				if (converted && change != null && !change.from().equals(change.to())
						&& exists(comparison, change.to())) {
					old = change.needsUsing() ? change.using(renaming.columnBefore(table, column.name()))
							: old + "::" + change.to();
				}
				selected.add("%s AS %s".formatted(old, Identifiers.quoted(column.name())));
				this.columns.add(column.name());
			}
			comparison.target().table(table).ifPresent((after) -> {
				for (Column column : after.columns()) {
					if (!this.columns.contains(column.name())) {
						newColumn(comparison, column).ifPresentOrElse((value) -> {
							selected.add("%s AS %s".formatted(value, Identifiers.quoted(column.name())));
							this.columns.add(column.name());
						}, () -> this.missing.add(column.name()));
					}
				}
			});
			List<String> key = before.constraints()
				.stream()
				.filter((constraint) -> constraint.kind() == Constraint.Kind.PRIMARY_KEY)
				.findFirst()
				.map((constraint) -> constraint.columns()
					.stream()
					.map((column) -> Identifiers.quoted(renaming.columnBefore(table, column)))
					.toList())
				.orElse(List.of());
			String rowKey = key.isEmpty() ? "'row ' || ctid::text"
					: "concat_ws(', ', %s)".formatted(key.stream()
						.map((column) -> "%s || ' ' || %s::text".formatted(Identifiers.literal(column), column))
						.collect(Collectors.joining(", ")));
			String order = key.isEmpty() ? "ctid" : "ROW(%s)".formatted(String.join(", ", key));
			this.query = "(SELECT %s, %s AS row_key, %s AS row_order FROM %s)".formatted(String.join(", ", selected),
					rowKey, order, Identifiers.quoted(renaming.tableBefore(table)));
		}

		/** What a new column will hold in old rows; empty if that is not one value. */
		private static Optional<String> newColumn(Comparison comparison, Column column) {
			String expression = column.defaultExpression();
			boolean plain = column.generation() == Generation.DEFAULT
					&& (expression == null || !ScriptWriter.isVolatile(expression))
					&& exists(comparison, column.type());
			return plain ? Optional.of("(%s)::%s".formatted((expression != null) ? expression : "NULL", column.type()))
					: Optional.empty();
		}

		private static boolean exists(Comparison comparison, String type) {
			Set<String> coming = new HashSet<>();
			comparison.only(Difference.EnumAdded.class).forEach((change) -> coming.add(change.name()));
			comparison.only(Difference.EnumChanged.class).forEach((change) -> coming.add(change.name()));
			comparison.target()
				.definitions()
				.stream()
				.filter(Consequences::isType)
				.forEach((definition) -> coming.add(Consequences.unquoted(definition.name())));
			return !Consequences.mentionsAny(type, coming);
		}

		String table() {
			return this.table;
		}

		boolean has(List<String> wanted) {
			return this.columns.containsAll(wanted);
		}

		/** The columns that have no value yet and that expressions mention. */
		List<String> newColumns(List<String> expressions) {
			return this.missing.stream()
				.filter((column) -> expressions.stream().anyMatch((text) -> SqlText.mentions(text, column)))
				.toList();
		}

		String sql() {
			return sql("checked");
		}

		String sql(String alias) {
			return this.query + " AS " + alias;
		}

	}

}
