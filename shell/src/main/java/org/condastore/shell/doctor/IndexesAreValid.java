package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;

/** S6. */
final class IndexesAreValid implements Invariant {

	private static final String INVALID = """
			SELECT t.relname, 'index ' || c.relname, 'it is not valid: ' || pg_get_indexdef(c.oid)
			FROM pg_index i
			JOIN pg_class c ON c.oid = i.indexrelid
			JOIN pg_class t ON t.oid = i.indrelid
			WHERE NOT i.indisvalid AND t.relnamespace = %s AND c.relkind = 'i' AND NOT EXISTS (
				SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = c.oid)
			ORDER BY 1, 2
			""".formatted(CatalogFindings.SCHEMA);

	@Override
	public String id() {
		return "S6";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "no index is invalid";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				CREATE INDEX CONCURRENTLY that was broken off, by a duplicate, a timeout or a lost connection,
				leaves an index behind that is maintained and not used. So does REINDEX CONCURRENTLY.
				""", """
				Writes pay for it and reads do not gain by it. A script that makes the index only if it is missing
				takes it for made. A unique index that is invalid promises nothing.
				""", """
				DROP INDEX CONCURRENTLY, and make it again; what migrate makes it makes again once the invalid one
				is dropped. An index that is just being built is not reported.
				""", """
				Do not set indisvalid by hand: the index lacks rows.
				""");
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		return CatalogFindings.of(examination, INVALID);
	}

	@Override
	public Repair repair() {
		return new Repair.Request("its owner drops the index, and makes it again: DROP INDEX CONCURRENTLY");
	}

}
