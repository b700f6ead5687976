package org.condastore.schema.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
 * The tables in the schema of conda-store's own, read from the catalog at once and much
 * faster than the whole {@link Catalog}: a change to rows needs them each time.
 */
public final class RowTables {

	/** conda-store's tables are where alembic_version is. */
	private static final String SCHEMA = "(SELECT relnamespace FROM pg_class WHERE oid = to_regclass('alembic_version'))";

	private static final String COLUMNS = """
			SELECT c.relname AS table_name, a.attname AS name, format_type(a.atttypid, NULL) AS type,
				CASE WHEN a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) THEN greatest(a.atttypmod - 4, 0)
					ELSE 0 END AS length,
				a.attnotnull AS not_null, a.attgenerated <> '' AS generated,
				array_position(i.indkey::int2[], a.attnum) AS place
			FROM pg_class c
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
			WHERE c.relnamespace = %s AND c.relkind IN ('r', 'p')
			ORDER BY c.relname, a.attnum
			""".formatted(SCHEMA);

	private static final String REFERRERS = """
			SELECT t.relname AS referenced_table, c.relname AS table_name, k.confdeltype::text AS on_delete,
				ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS key (attnum, place)
					JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.attnum
					ORDER BY key.place) AS columns,
				ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS key (attnum, place)
					JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.attnum
					ORDER BY key.place) AS referenced
			FROM pg_constraint k
			JOIN pg_class t ON t.oid = k.confrelid
			JOIN pg_class c ON c.oid = k.conrelid
			WHERE k.contype = 'f' AND t.relnamespace = %1$s AND c.relnamespace = %1$s AND k.conparentid = 0
			ORDER BY c.relname, k.conname
			""".formatted(SCHEMA);

	private final Map<String, RowTable> tables;

	private RowTables(Map<String, RowTable> tables) {
		this.tables = tables;
	}

	/**
	 * Reads them.
	 * @param sql a database at any of conda-store's revisions
	 * @throws DataAccessException if the catalog cannot be read
	 */
	public static RowTables read(DSLContext sql) {
		Map<String, List<Referrer>> referrers = new LinkedHashMap<>();
		for (Record row : sql.fetch(REFERRERS)) {
			referrers.computeIfAbsent(text(row, "referenced_table"), (name) -> new ArrayList<>())
				.add(new Referrer(text(row, "table_name"), texts(row, "columns"), texts(row, "referenced"),
						Catalog.Action.of(text(row, "on_delete"))));
		}
		Map<String, List<Column>> columns = new LinkedHashMap<>();
		Map<String, Map<Integer, String>> keys = new LinkedHashMap<>();
		for (Record row : sql.fetch(COLUMNS)) {
			String table = text(row, "table_name");
			Column column = new Column(text(row, "name"), text(row, "type"), row.get("length", Integer.class),
					row.get("not_null", Boolean.class), row.get("generated", Boolean.class));
			columns.computeIfAbsent(table, (name) -> new ArrayList<>()).add(column);
			Integer place = row.get("place", Integer.class);
			if (place != null) {
				keys.computeIfAbsent(table, (name) -> new TreeMap<>(Comparator.naturalOrder()))
					.put(place, column.name());
			}
		}
		Map<String, RowTable> tables = new LinkedHashMap<>();
		columns.forEach((name, own) -> tables.put(name,
				new RowTable(name, List.copyOf(own), List.copyOf(keys.getOrDefault(name, Map.of()).values()),
						List.copyOf(referrers.getOrDefault(name, List.of())))));
		return new RowTables(tables);
	}

	/**
	 * The table of that name.
	 * @param name without the schema
	 */
	public Optional<RowTable> find(String name) {
		return Optional.ofNullable(this.tables.get(name));
	}

	/** All of them, by name. */
	public List<RowTable> all() {
		return List.copyOf(this.tables.values());
	}

	private static String text(Record row, String column) {
		return row.get(column, String.class);
	}

	private static List<String> texts(Record row, String column) {
		return Arrays.asList(row.get(column, String[].class));
	}

}
