package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;

/** S2. */
final class NothingIsLeftOfOldSchemas implements Invariant {

	/** The names that upgrades up to a version should have taken away. */
	private static final String REMAINS = """
			SELECT c.relname, 'table', 'revision ' || gone.revision || ' should have taken it away'
			FROM (VALUES ('conda_package_tmp', 1, '16f65805dc8f'), ('build_conda_package', 4, '16f65805dc8f'),
				('solve_conda_package', 4, '16f65805dc8f')) AS gone (name, version, revision)
			JOIN pg_class c ON c.relname = gone.name AND c.relnamespace = %2$s AND c.relkind IN ('r', 'p')
			WHERE gone.version <= %1$d
			UNION ALL
			SELECT t.typname, 'type', 'revision ' || gone.revision || ' should have taken it away'
			FROM (VALUES ('buildartifacttype', 11, '57cd11b949d5'), ('buildstatus', 12, '03c839888c82'))
				AS gone (name, version, revision)
			JOIN pg_type t ON t.typname = gone.name AND t.typnamespace = %2$s AND t.typtype = 'e'
			WHERE gone.version <= %1$d
			UNION ALL
			SELECT c.relname, 'column ' || a.attname, 'its type is still ' || format_type(a.atttypid, a.atttypmod)
			FROM (VALUES ('build_artifact', 'artifact_type', 11), ('build', 'status', 12)) AS gone (name, col, version)
			JOIN pg_class c ON c.relname = gone.name AND c.relnamespace = %2$s
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = gone.col
			JOIN pg_type t ON t.oid = a.atttypid AND t.typtype = 'e'
			WHERE gone.version <= %1$d
			ORDER BY 1, 2
			""";

	@Override
	public String id() {
		return "S2";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "there are no remains of older schemas: tables, types, or columns of an enum type";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Until revision 4 builds and solves were linked to packages by tables of other names, and the upgrade
				copied packages into a table conda_package_tmp that became conda_package. Statuses and types were
				enums until revisions 12 and 11. An upgrade that was carried out by hand, or by parts, or tables
				that the application made itself before it had migrations, leave some of it behind.
				""", """
				A later upgrade or downgrade fails because the name is taken. A column that is still an enum refuses
				statuses and types that came later, such as CANCELED: the build stays BUILDING.
				""", """
				An empty table and a type that no column uses can be dropped by their owner: DROP TABLE, DROP TYPE.
				A column becomes text by ALTER TABLE build ALTER COLUMN status TYPE varchar(9), or build_artifact
				ALTER COLUMN artifact_type TYPE varchar(21), while the workers are stopped; afterwards its type can
				go. A table that holds rows has to be looked at first: its links may be those that builds lack.
				""", """
				Do not drop a table with rows. Do not drop a type with CASCADE: the columns go with it.
				""");
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		return CatalogFindings.of(examination,
				REMAINS.formatted(examination.schema().version(), CatalogFindings.SCHEMA));
	}

	@Override
	public Repair repair() {
		return new Repair.Request(
				"the owner of the tables drops what is empty and unused; doctor explain S2 has the statements");
	}

}
