package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jooq.DSLContext;

/** All rows of a database, each by its table and its key. */
final class Rows {

	private static final String KEYS = """
			SELECT c.relname, string_agg(quote_ident(a.attname) || '::text', ' || '','' || ' ORDER BY k.place)
			FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
			CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k (attribute, place)
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attribute
			WHERE c.relnamespace = 'public'::regnamespace GROUP BY c.relname ORDER BY c.relname
			""";

	private static final String REFERENCES = """
			SELECT format('SELECT %%L AS name FROM %%s c WHERE c.%%I IS NOT NULL AND NOT EXISTS (SELECT FROM %%s p WHERE p.%%I = c.%%I)',
				k.conname, k.conrelid::regclass, a.attname, k.confrelid::regclass, b.attname, a.attname)
			FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
			JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
			WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
			"""
		.replace("%%", "%");

	private final DSLContext sql;

	private final Map<String, String> keys;

	/** Of a database that still has all of its foreign keys. */
	private final String references;

	Rows(DSLContext healthy) {
		this(healthy, new LinkedHashMap<>(),
				String.join(" UNION ALL ", healthy.fetch(REFERENCES).map((row) -> row.get(0, String.class))));
		healthy.fetch(KEYS).forEach((row) -> this.keys.put(row.get(0, String.class), row.get(1, String.class)));
	}

	private Rows(DSLContext sql, Map<String, String> keys, String references) {
		this.sql = sql;
		this.keys = keys;
		this.references = references;
	}

	/** The same of a copy. */
	Rows of(DSLContext copy) {
		return new Rows(copy, this.keys, this.references);
	}

	/** A hash of each row. */
	Map<String, String> hashes() {
		List<String> queries = new ArrayList<>();
		this.keys.forEach(
				(table, key) -> queries.add("SELECT '%1$s ' || %2$s, md5(t::text) FROM %1$s t".formatted(table, key)));
		Map<String, String> hashes = new TreeMap<>();
		this.sql.fetch(String.join(" UNION ALL ", queries))
			.forEach((row) -> hashes.put(row.get(0, String.class), row.get(1, String.class)));
		return hashes;
	}

	/**
	 * Some rows.
	 * @param condition a table, {@code WHERE} and a condition
	 */
	List<String> keys(String condition) {
		String table = condition.substring(0, condition.indexOf(' '));
		return this.sql
			.fetch("SELECT '%s ' || %s FROM %s".formatted(table, Objects.requireNonNull(this.keys.get(table)),
					condition))
			.map((row) -> row.get(0, String.class));
	}

	/** The foreign keys that do not hold. */
	List<String> brokenReferences() {
		return this.sql.fetch(this.references).map((row) -> row.get(0, String.class));
	}

}
