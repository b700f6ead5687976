package org.condastore.shell.doctor;

import java.util.List;

/** Findings in PostgreSQL's own tables, which are small. */
final class CatalogFindings {

	/** conda-store's tables are where alembic_version is. */
	static final String SCHEMA = "(SELECT relnamespace FROM pg_class WHERE oid = to_regclass('alembic_version'))";

	private CatalogFindings() {
	}

	/**
	 * All that a query finds.
	 * @param query with a table, what of it, and what is wrong with it
	 */
	static Findings of(Examination examination, String query) {
		List<Violation> all = examination.sql()
			.fetch(query)
			.map((row) -> new Violation(row.get(0, String.class), row.get(1, String.class), null,
					row.get(2, String.class)));
		return new Findings(all.size(), all).first(examination.limit());
	}

}
