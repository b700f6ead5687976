package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.lint.Severity;
import org.condastore.schema.migration.Release;
import org.condastore.schema.migration.Revisions;

import static org.condastore.schema.jooq.Tables.ALEMBIC_VERSION;

/** U11. */
final class ReleaseIsNotWithdrawn extends UpgradeCheck {

	ReleaseIsNotWithdrawn(Release release) {
		super(release);
	}

	@Override
	public String id() {
		return "U11";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "the upgrade does not end at a revision that no later release knows";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Release 2025.1.1 brought a revision, 89637f546129, which the next release withdrew.
				""", """
				No other release starts on a database that 2025.1.1 has upgraded.
				""", """
				Start release 2025.2.1 or later instead. A database that is there already is brought back by migrate.
				""", """
				Do not write another revision into alembic_version afterwards: a column is missing then.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return release().isWithdrawn();
	}

	@Override
	public Findings find(Examination examination) {
		List<Violation> upgraded = SchemaDifference.revisions(examination)
			.stream()
			.filter((revision) -> !revision.equals(Revisions.WITHDRAWN))
			.map((revision) -> new Violation(ALEMBIC_VERSION.getName(), revision, null,
					"the upgrade makes it %s".formatted(Revisions.WITHDRAWN)))
			.toList();
		return new Findings(upgraded.size(), upgraded);
	}

	@Override
	public Repair repair() {
		return new Repair.Request("start release 2025.2.1 or later instead");
	}

}
