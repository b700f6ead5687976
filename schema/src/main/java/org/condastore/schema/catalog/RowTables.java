package org.condastore.schema.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.condastore.schema.catalog.RowTable.Column;
import org.condastore.schema.catalog.RowTable.Referrer;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;

/**
 * The tables in the schema of conda-store's own, read from the catalog one by one, which
 * is much faster than the whole {@link Catalog}: a change to rows needs a few of them
 * each time.
 */
public final class RowTables {

	/** conda-store's tables are where alembic_version is. */
	private static final String SCHEMA = "(SELECT relnamespace FROM pg_class WHERE oid = to_regclass('alembic_version'))";

	private static final String COLUMNS = """
			SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type,
				CASE WHEN a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) THEN greatest(a.atttypmod - 4, 0)
					ELSE 0 END AS length,
				a.attnotnull AS not_null, a.attgenerated <> '' AS generated,
				array_position(i.indkey::int2[], a.attnum) AS place
			FROM pg_class c
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
			WHERE c.relname = ? AND c.relnamespace = %s AND c.relkind IN ('r', 'p')
			ORDER BY a.attnum
			""".formatted(SCHEMA);

	private static final String REFERRERS = """
			SELECT c.relname AS table_name, k.confdeltype::text AS on_delete,
				ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS key (attnum, place)
					JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.attnum
					ORDER BY key.place) AS columns,
				ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS key (attnum, place)
					JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.attnum
					ORDER BY key.place) AS referenced
			FROM pg_constraint k
			JOIN pg_class t ON t.oid = k.confrelid
			JOIN pg_class c ON c.oid = k.conrelid
			WHERE t.relname = ? AND k.contype = 'f' AND t.relnamespace = %1$s AND c.relnamespace = %1$s AND k.conparentid = 0
			ORDER BY c.relname, k.conname
			"""
		.formatted(SCHEMA);

	private static final String NAMES = """
			SELECT relname FROM pg_class WHERE relnamespace = %s AND relkind IN ('r', 'p') ORDER BY relname
			""".formatted(SCHEMA);

	private final DSLContext sql;

	private final Map<String, Optional<RowTable>> tables = new HashMap<>();

	private final Map<String, List<Referrer>> referrers = new HashMap<>();

	/**
	 * Reads nothing yet.
	 * @param sql a database at any of conda-store's revisions
	 */
	public RowTables(DSLContext sql) {
		this.sql = sql;
	}

	/**
	 * The table of that name, read when it is asked for first.
	 * @param name without the schema
	 * @throws DataAccessException if the catalog cannot be read
	 */
	public Optional<RowTable> find(String name) {
		return this.tables.computeIfAbsent(name, this::read);
	}

	/**
	 * All of them, by name.
	 * @throws DataAccessException if the catalog cannot be read
	 */
	public List<RowTable> all() {
		return this.sql.fetch(NAMES).stream().map((row) -> find(text(row, "relname")).orElseThrow()).toList();
	}

	private Optional<RowTable> read(String name) {
		List<Column> columns = new ArrayList<>();
		Map<Integer, String> key = new TreeMap<>();
		for (Record row : this.sql.fetch(COLUMNS, name)) {
			Column column = new Column(text(row, "name"), text(row, "type"), row.get("length", Integer.class),
					row.get("not_null", Boolean.class), row.get("generated", Boolean.class));
			columns.add(column);
			Integer place = row.get("place", Integer.class);
			if (place != null) {
				key.put(place, column.name());
			}
		}
		if (columns.isEmpty()) {
			return Optional.empty();
		}
		return Optional.of(new RowTable(name, List.copyOf(columns), List.copyOf(key.values())));
	}

	/**
	 * The foreign keys that lead to a table, read when they are asked for first.
	 * @throws DataAccessException if the catalog cannot be read
	 */
	public List<Referrer> referrers(RowTable table) {
		return this.referrers.computeIfAbsent(table.name(),
				(name) -> this.sql.fetch(REFERRERS, name)
					.map((row) -> new Referrer(text(row, "table_name"), texts(row, "columns"), texts(row, "referenced"),
							Catalog.Action.of(text(row, "on_delete")))));
	}

	private static String text(Record row, String column) {
		return row.get(column, String.class);
	}

	private static List<String> texts(Record row, String column) {
		return Arrays.asList(row.get(column, String[].class));
	}

}
