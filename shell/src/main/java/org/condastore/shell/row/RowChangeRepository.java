package org.condastore.shell.row;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.condastore.schema.catalog.RowTable;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.session.Suggestions;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.JSON;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.schema.jooq.Tables.CONDA_STORE_CONFIGURATION;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING_V2;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;

/** What repairs of single rows mean. */
public final class RowChangeRepository {

	private static final String ANYWAY = "--i-know-it-moves-files";

	private static final String RESTART = "restart conda-store's server and workers: a process keeps the settings that"
			+ " it has read once";

	/**
	 * Columns of a row get values.
	 * @param key as typed: values of the primary key, separated by commas
	 * @param movesFiles whether columns may change of which places of files are made
	 * @throws CommandFailure {@code USAGE} if a value is none of its column, or
	 * conda-store could not read it
	 */
	void set(Planning planning, TableName name, String key, List<Cell> cells, boolean movesFiles) {
		Row row = Row.of(planning, name, key);
		Map<String, @Nullable Object> values = values(planning, row.shape(), cells);
		Map<String, @Nullable String> before = row.read();
		Map<String, @Nullable String> after = new LinkedHashMap<>(before);
		values.forEach((column, value) -> after.put(column, (value != null) ? ColumnType.text(value) : null));
		Set<String> changed = new LinkedHashSet<>(values.keySet());
		changed.removeIf((column) -> Objects.equals(before.get(column), after.get(column)));
		RowRules.problem(name.value(), changed, after).ifPresent((problem) -> {
			throw CommandFailure.precondition("conda-store could not read %s: %s".formatted(row, problem),
					"give what belongs together its values in one command");
		});
		requireReferences(row, changed, after);
		requireUnique(row, changed, after);
		requireOwnBuild(row, changed, after);
		requireReadableTarget(row, changed, after);
		List<String> addresses = RowRules.addresses(name.value(), changed);
		if (!addresses.isEmpty()) {
			requireWillingToMove(planning, row, addresses, movesFiles);
		}
		Assignments assignments = new Assignments(Map.of());
		for (Map.Entry<String, @Nullable Object> value : values.entrySet()) {
			assignments = assigned(assignments, row.field(value.getKey()), value.getValue());
		}
		Field<?>[] related = RowRules.related(name.value(), changed).stream().map(row::field).toArray(Field<?>[]::new);
		if (planning.update(row.table(), row.where(), assignments, related) > 0) {
			remark(planning, row, before);
		}
	}

	/**
	 * A row is deleted, and with it those that the server would delete.
	 * @param movesFiles whether a row may go that is all that leads to an object in the
	 * storage
	 * @throws CommandFailure {@code PRECONDITION} if rows refer to it
	 */
	void delete(Planning planning, TableName name, String key, boolean movesFiles) {
		Row row = Row.of(planning, name, key);
		Map<String, @Nullable String> before = row.read();
		if (row.table().equals(CONDA_STORE_CONFIGURATION)) {
			throw CommandFailure.precondition("conda-store cannot do without %s".formatted(row),
					"row set %s %s disk_usage=0 sets it back".formatted(name, key));
		}
		requireUnreferenced(planning, row);
		if (row.table().equals(BUILD_ARTIFACT)) {
			if (!movesFiles) {
				throw CommandFailure.refused(
						"%s is all that leads to %s of build %s".formatted(row, before.get("key"),
								before.get("build_id")),
						"%s deletes it all the same: the object then has to be removed by hand".formatted(ANYWAY));
			}
			planning.followUp("nothing leads to %s any more: remove it from the storage".formatted(before.get("key")));
		}
		planning.delete(row.table(), row.where());
		remark(planning, row, before);
	}

	/**
	 * One row of a table.
	 *
	 * @param typed its key, as it was typed
	 * @param where which one it is
	 */
	private record Row(DSLContext sql, Table<?> table, RowTable shape, String typed, Condition where) {

		static Row of(Planning planning, TableName name, String key) {
			RowTable shape = planning.tables()
				.find(name.value())
				.orElseThrow(() -> CommandFailure.precondition("there is no table %s".formatted(name),
						"schema status tells what this database is"));
			Table<?> table = RowRepository.table(name);
			List<String> columns = shape.key();
			List<String> values = List.of(key.split(",", -1));
			if (values.size() != columns.size()) {
				throw CommandFailure.usage("\"%s\" is no key of %s".formatted(key, name),
						"its key is %s".formatted(String.join(",", columns)));
			}
			Condition where = DSL.noCondition();
			for (int i = 0; i < values.size(); i++) {
				String column = columns.get(i);
				Object value = ColumnType.value(name + "." + column, shape.column(column).orElseThrow(),
						values.get(i).strip());
				where = where.and(is(column(table, column), value));
			}
			return new Row(planning.sql(), table, shape, key, where);
		}

		/** Its values as texts, in the order of the columns. */
		Map<String, @Nullable String> read() {
			List<Field<String>> texts = this.shape.columns()
				.stream()
				.map((column) -> field(column.name()).cast(SQLDataType.CLOB).as(column.name()))
				.toList();
			Record found = this.sql.select(texts).from(this.table).where(this.where).fetchOne();
			if (found == null) {
				throw CommandFailure.notFound("there is no %s".formatted(this),
						"sql 'TABLE %s' shows its rows".formatted(this.table.getName()));
			}
			Map<String, @Nullable String> values = new LinkedHashMap<>();
			for (int i = 0; i < texts.size(); i++) {
				values.put(texts.get(i).getName(), (String) found.get(i));
			}
			return values;
		}

		Field<?> field(String column) {
			return column(this.table, column);
		}

		/** As in a sentence. */
		@Override
		public String toString() {
			return "row %s of %s".formatted(this.typed, this.table.getName());
		}

	}

	/** An operator's own migrations may have added columns. */
	private static Field<?> column(Table<?> table, String name) {
		Field<?> known = table.field(name);
		return (known != null) ? known : DSL.field(DSL.name(table.getName(), name));
	}

	private static <T> Condition is(Field<T> column, Object value) {
		return column.eq(column.getDataType().convert(value));
	}

	private static <T> Assignments assigned(Assignments assignments, Field<T> column, @Nullable Object value) {
		if (column.getType() == Object.class && value != null) {
			return assignments.and(DSL.field(column.getQualifiedName(), String.class), ColumnType.text(value));
		}
		Object typed = (value != null && column.getType() == JSON.class) ? JSON.json((String) value) : value;
		return assignments.and(column, DSL.val(column.getDataType().convert(typed), column));
	}

	private static Map<String, @Nullable Object> values(Planning planning, RowTable shape, List<Cell> cells) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		for (Cell cell : cells) {
			String name = shape.name() + "." + cell.column();
			RowTable.Column column = shape.column(cell.column()).orElseThrow(() -> noColumn(shape, cell.column()));
			if (shape.key().contains(cell.column()) || column.generated()) {
				throw CommandFailure.usage("%s cannot change".formatted(name),
						column.generated() ? "the server computes it" : "it is the key of the row");
			}
			if (values.containsKey(cell.column())) {
				throw CommandFailure.usage("%s is given twice".formatted(name), "give it once");
			}
			values.put(cell.column(), value(planning, name, shape.name(), column, cell));
		}
		return values;
	}

	private static @Nullable Object value(Planning planning, String name, String table, RowTable.Column column,
			Cell cell) {
		if (cell.kind() == Cell.Kind.NULL) {
			if (column.notNull() || RowRules.neverNull(table, column.name())) {
				throw CommandFailure.usage("%s cannot be NULL".formatted(name),
						column.notNull() ? "give it a value" : "conda-store could not read it: give it a value");
			}
			return null;
		}
		if (cell.kind() == Cell.Kind.NOW && !column.type().startsWith("timestamp")) {
			throw CommandFailure.usage("%s takes no time".formatted(name),
					"write the text %1$s as @%1$s".formatted(Cell.NOW));
		}
		Object value = (cell.kind() == Cell.Kind.NOW) ? planning.now() : ColumnType.value(name, column, cell.text());
		RowRules.mustBe(table, column.name(), ColumnType.text(value)).ifPresent((must) -> {
			throw CommandFailure.usage("%s cannot be \"%s\"".formatted(name, cell.text()),
					"conda-store could not read it: use %s".formatted(must));
		});
		return value;
	}

	private static CommandFailure noColumn(RowTable shape, String typed) {
		List<String> columns = shape.writable().stream().filter((column) -> !shape.key().contains(column)).toList();
		return CommandFailure.usage("%s has no column \"%s\"".formatted(shape.name(), typed),
				Suggestions.nearest(typed, columns)
					.map("did you mean %s?"::formatted)
					.orElseGet(() -> columns.isEmpty() ? "it has none besides its key"
							: "use some of " + String.join(", ", columns)));
	}

	private static void requireReferences(Row row, Set<String> changed, Map<String, @Nullable String> after) {
		for (ForeignKey<?, ?> reference : row.table().getReferences()) {
			String column = reference.getFields().get(0).getName();
			String value = after.get(column);
			if (!changed.contains(column) || value == null) {
				continue;
			}
			Table<?> referenced = reference.getKey().getTable();
			if (!row.sql().fetchExists(referenced, is(reference.getKeyFields().get(0), value))) {
				throw CommandFailure
					.notFound(
							"%s.%s cannot be %s: there is no such row of %s".formatted(row.table().getName(), column,
									value, referenced.getName()),
							"sql 'TABLE %s' shows them".formatted(referenced.getName()));
			}
		}
	}

	/** Prefix and key of a setting should be unique, and no constraint says so. */
	private static void requireUnique(Row row, Set<String> changed, Map<String, @Nullable String> after) {
		List<List<? extends Field<?>>> unique = new ArrayList<>();
		for (UniqueKey<?> constraint : row.table().getUniqueKeys()) {
			unique.add(constraint.getFields());
		}
		if (row.table().equals(KEYVALUESTORE)) {
			unique.add(List.of(KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY));
		}
		for (List<? extends Field<?>> columns : unique) {
			List<String> names = columns.stream().map(Field::getName).toList();
			if (names.stream().noneMatch(changed::contains)
					|| names.stream().anyMatch((column) -> after.get(column) == null)) {
				continue;
			}
			Condition same = DSL.not(row.where());
			for (Field<?> column : columns) {
				same = same.and(is(column, Objects.requireNonNull(after.get(column.getName()))));
			}
			if (row.sql().fetchExists(row.table(), same)) {
				throw CommandFailure.precondition("another row of %s has the same %s".formatted(row.table().getName(),
						String.join(" and ", names)), "there can be one only");
			}
		}
	}

	private static void requireOwnBuild(Row row, Set<String> changed, Map<String, @Nullable String> after) {
		String build = after.get(ENVIRONMENT.CURRENT_BUILD_ID.getName());
		if (!row.table().equals(ENVIRONMENT) || build == null
				|| !changed.contains(ENVIRONMENT.CURRENT_BUILD_ID.getName())) {
			return;
		}
		if (!row.sql()
			.fetchExists(BUILD, is(BUILD.ID, build),
					is(BUILD.ENVIRONMENT_ID, Objects.requireNonNull(after.get(ENVIRONMENT.ID.getName()))))) {
			throw CommandFailure.precondition("build %s is not one of this environment".formatted(build),
					"the environment of a current build cannot be another one: nothing could delete it then");
		}
	}

	/** conda-store makes a pattern of the target's name. */
	private static void requireReadableTarget(Row row, Set<String> changed, Map<String, @Nullable String> after) {
		String column = NAMESPACE_ROLE_MAPPING_V2.NAMESPACE_ID.getName();
		if (!row.table().equals(NAMESPACE_ROLE_MAPPING_V2) || !changed.contains(column)) {
			return;
		}
		String name = row.sql()
			.select(NAMESPACE.NAME)
			.from(NAMESPACE)
			.where(is(NAMESPACE.ID, Objects.requireNonNull(after.get(column))))
			.fetchOne(NAMESPACE.NAME);
		if (name == null || RowRules.mustBe(NAMESPACE.getName(), NAMESPACE.NAME.getName(), name).isPresent()) {
			throw CommandFailure.precondition("conda-store could not read a role on namespace %s: its name is %s"
				.formatted(after.get(column), (name != null) ? "\"%s\"".formatted(name) : "NULL"),
					"give it another name first");
		}
	}

	private static void requireWillingToMove(Planning planning, Row row, List<String> columns, boolean movesFiles) {
		int artifacts = artifacts(row);
		if (artifacts == 0) {
			return;
		}
		if (!movesFiles) {
			throw CommandFailure.refused(
					"%s of %s says where conda-store finds the files of %s".formatted(String.join(" and ", columns),
							row, counted(artifacts)),
					"%s changes it all the same: the files then have to be moved by hand".formatted(ANYWAY));
		}
		planning.followUp(
				"conda-store looks for the files of %s elsewhere from now on: move them".formatted(counted(artifacts)));
	}

	private static String counted(int artifacts) {
		return (artifacts == 1) ? "one artifact" : "%d artifacts".formatted(artifacts);
	}

	/** How many artifacts there are whose places are made of the row. */
	private static int artifacts(Row row) {
		if (row.table().equals(BUILD_ARTIFACT)) {
			return 1;
		}
		return row.sql()
			.fetchCount(row.sql().selectFrom(BUILD_ARTIFACT).where(BUILD_ARTIFACT.BUILD_ID.in(builds(row))));
	}

	private static Select<? extends Record1<Integer>> builds(Row row) {
		var builds = DSL.select(BUILD.ID).from(BUILD);
		if (row.table().equals(BUILD)) {
			return builds.where(row.where());
		}
		if (row.table().equals(ENVIRONMENT)) {
			return builds.join(ENVIRONMENT).on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID)).where(row.where());
		}
		if (row.table().equals(NAMESPACE)) {
			return builds.join(ENVIRONMENT)
				.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
				.join(NAMESPACE)
				.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
				.where(row.where());
		}
		return builds.join(SPECIFICATION).on(SPECIFICATION.ID.eq(BUILD.SPECIFICATION_ID)).where(row.where());
	}

	private static void requireUnreferenced(Planning planning, Row row) {
		List<String> referring = new ArrayList<>();
		for (RowTable.Referrer referrer : planning.tables().referrers(row.shape())) {
			if (referrer.follows()) {
				continue;
			}
			Table<?> from = DSL.table(DSL.name(referrer.table()));
			List<Field<?>> columns = new ArrayList<>();
			referrer.columns().forEach((name) -> columns.add(DSL.field(DSL.name(referrer.table(), name))));
			List<Field<?>> referenced = new ArrayList<>(referrer.referenced().stream().map(row::field).toList());
			int rows = row.sql()
				.fetchCount(row.sql()
					.select(columns)
					.from(from)
					.where(DSL.row(columns).in(DSL.select(referenced).from(row.table()).where(row.where()))));
			if (rows > 0) {
				referring
					.add("%d of %s by %s".formatted(rows, referrer.table(), String.join(", ", referrer.columns())));
			}
		}
		if (!referring.isEmpty()) {
			throw CommandFailure.precondition("rows refer to %s: %s".formatted(row, String.join(", and ", referring)),
					"they have to go first, or refer to another row");
		}
	}

	private static void remark(Planning planning, Row row, Map<String, @Nullable String> before) {
		if (row.table().equals(KEYVALUESTORE) && String.valueOf(before.get("prefix")).startsWith("setting")) {
			planning.followUp(RESTART);
		}
	}

}
