package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;

import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;

/** S4. */
final class SettingsHaveUniqueKey implements Invariant {

	private static final String MISSING = """
			SELECT 'keyvaluestore', 'prefix,key', 'no unique index is on these columns'
			WHERE NOT EXISTS (SELECT FROM pg_index i
				WHERE i.indrelid = to_regclass('keyvaluestore') AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
					AND i.indexprs IS NULL AND (SELECT array_agg(a.attname::text ORDER BY a.attname)
						FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS key (attnum, place)
						JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = key.attnum
						WHERE key.place <= i.indnkeyatts) = ARRAY['key', 'prefix'])
			""";

	@Override
	public String id() {
		return "S4";
	}

	@Override
	public Severity severity() {
		return Severity.INFORMATION;
	}

	@Override
	public String sentence() {
		return "a unique index keeps a second row of the same setting out";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store's model declares prefix and key of keyvaluestore unique. The migration that should have
				made the constraint names another table, so it does nothing, and no database has it that migrations
				made.
				""", """
				Two administrators who save the same setting at the same moment leave two rows: see K1.
				""",
				"""
						Once K1 holds, a migration script of one's own adds it without anybody waiting: CREATE UNIQUE INDEX
						CONCURRENTLY ON keyvaluestore (prefix, key). revision begins such a script, migrate runs it. conda-store goes
						on as before; of two who save at the same moment one gets an error then, and saves again.
						""",
				"""
						Do not make it while there are duplicates: it fails and leaves an invalid index behind. Do not make it beside
						migrate: schema check takes a unique index that no script made for a change by hand.
						""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(KEYVALUESTORE);
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		return CatalogFindings.of(examination, MISSING);
	}

	@Override
	public Repair repair() {
		return new Repair.Request(
				"a migration script of one's own: CREATE UNIQUE INDEX CONCURRENTLY ON keyvaluestore (prefix, key)");
	}

}
