package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;

/** S5. */
final class ForeignKeysHaveIndexes implements Invariant {

	private static final String WITHOUT_INDEX = """
			SELECT c.relname, string_agg(a.attname, ',' ORDER BY key.place), 'no index leads to the rows that refer to ' ||
				k.confrelid::regclass
			FROM pg_constraint k
			JOIN pg_class c ON c.oid = k.conrelid
			CROSS JOIN unnest(k.conkey) WITH ORDINALITY AS key (attnum, place)
			JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.attnum
			WHERE k.contype = 'f' AND c.relnamespace = %s AND left(c.relname, 6) <> 'kombu_' AND NOT EXISTS (
				SELECT FROM pg_index i
				WHERE i.indrelid = k.conrelid AND i.indisvalid AND i.indpred IS NULL
					AND (i.indkey::int2[])[0 : cardinality(k.conkey) - 1] @> k.conkey)
			GROUP BY k.oid, c.relname, k.confrelid
			ORDER BY 1, 2
			"""
		.formatted(CatalogFindings.SCHEMA);

	@Override
	public String id() {
		return "S5";
	}

	@Override
	public Severity severity() {
		return Severity.INFORMATION;
	}

	@Override
	public String sentence() {
		return "the columns of each foreign key lead an index";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				PostgreSQL makes no index for the columns of a foreign key, and conda-store's migrations make few.
				""", """
				Whenever a row is deleted that others may refer to, the server reads each of those tables from one
				end to the other. With a million package builds the deletion of fifty took three seconds, and a
				millisecond with an index. Whatever reads the builds of an environment or the artifacts of a build
				is slow as well.
				""", """
				migrate makes the indexes that conda-store lacks, while builds go on. conda-store does not mind
				them, and its revision stays as it is.
				""", """
				Do not use CREATE INDEX without CONCURRENTLY on a live service: it waits for the workers, and
				everybody waits behind it.
				""");
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		return CatalogFindings.of(examination, WITHOUT_INDEX);
	}

	@Override
	public Repair repair() {
		return new Repair.Request("migrate adds the indexes, without stopping anybody");
	}

}
