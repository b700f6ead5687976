package org.condastore.shell.doctor;

import java.util.List;
import java.util.stream.Collectors;

import org.condastore.schema.migration.Release;

/** U4. */
final class NothingDependsOnWhatMigrationsChange extends UpgradeCheck {

	/**
	 * Views on tables that go or on columns that change, and foreign keys to tables that
	 * go.
	 */
	private static final String DEPENDENTS = """
			SELECT DISTINCT v.relname, CASE v.relkind WHEN 'm' THEN 'materialized view' ELSE 'view' END,
				'it reads ' || c.relname || coalesce('.' || a.attname, '')
			FROM pg_depend d
			JOIN pg_rewrite r ON r.oid = d.objid
			JOIN pg_class v ON v.oid = r.ev_class
			JOIN pg_class c ON c.oid = d.refobjid AND c.relnamespace = %1$s
			LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid AND a.attnum > 0
			WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND v.oid <> c.oid
				AND (c.relname IN (%2$s) OR c.relname || '.' || a.attname IN (%3$s))
			UNION ALL
			SELECT c.relname, 'constraint ' || k.conname, 'it refers to ' || t.relname
			FROM pg_constraint k
			JOIN pg_class t ON t.oid = k.confrelid AND t.relnamespace = %1$s
			JOIN pg_class c ON c.oid = k.conrelid
			WHERE k.contype = 'f' AND t.relname IN (%2$s) AND NOT (c.relnamespace = %1$s AND c.relname IN (%2$s))
			ORDER BY 1, 2, 3
			""";

	NothingDependsOnWhatMigrationsChange(Release release) {
		super(release);
	}

	@Override
	public String id() {
		return "U4";
	}

	@Override
	public String sentence() {
		return "no view reads, and no foreign key refers to, what the migrations drop or retype";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Somebody has views on conda-store's tables, for reports or dashboards, or tables of their own that
				refer to packages.
				""", """
				PostgreSQL does not change the type of a column that a view reads, and does not drop a table that
				something depends on. Revision 4 drops the old tables of packages, revisions 11 and 12 change the
				types of build_artifact.artifact_type and build.status, and release 2025.1.1 drops
				conda_package_build.channel_id. Nothing of the upgrade is kept, and the server does not start.
				""", """
				Whose view it is drops it before the upgrade and creates it again afterwards, as it is then: SELECT
				pg_get_viewdef('NAME') has its text. A foreign key to conda_package has to go for good, since the ids of
				packages change.
				""", """
				Do not use CASCADE: what else depends on the view goes with it, and nothing tells what.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return !steps(schema).isEmpty();
	}

	@Override
	public Findings find(Examination examination) {
		List<MigrationStep> steps = steps(examination.schema());
		return CatalogFindings.of(examination,
				DEPENDENTS.formatted(CatalogFindings.SCHEMA,
						literals(MigrationStep.names(steps, MigrationStep::dropped)),
						literals(MigrationStep.names(steps, MigrationStep::columns))));
	}

	@Override
	public Repair repair() {
		return new Repair.Request("whose view it is drops it, and creates it again after the upgrade");
	}

	/** None is one that no name equals. */
	private static String literals(List<String> names) {
		return names.isEmpty() ? "NULL" : names.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
	}

}
