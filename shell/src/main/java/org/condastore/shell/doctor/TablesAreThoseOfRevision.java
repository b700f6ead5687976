package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.migration.Release;

/** U2. */
final class TablesAreThoseOfRevision extends UpgradeCheck {

	private static final String INDEX = ": CREATE INDEX ";

	TablesAreThoseOfRevision(Release release) {
		super(release);
	}

	@Override
	public String id() {
		return "U2";
	}

	@Override
	public String sentence() {
		return "everything is there that the revision should have, but for indexes";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				A table, a column, a key, a sequence or a value of a type is missing, or is not what it should be.
				DDL by hand does that, a restore of some of the tables, and a revision that was stamped without its
				migration.
				""", """
				The server believes alembic_version and does not look at the tables. A migration fails over what it
				wants to change, or the release fails when it first needs it.
				""", """
				schema check compares in full. If the tables fit another revision, schema stamp writes that one;
				otherwise what is missing has to be made as the revision has it, or restored.
				""", """
				Do not start the release to see whether it works: a migration may get through, and leave behind
				what fits no revision at all.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return SchemaDifference.all(examination).map((differences) -> {
			List<String> missing = differences.missing().stream().filter((line) -> !line.contains(INDEX)).toList();
			return SchemaDifference.findings(missing, "it should have %s", examination.limit());
		}).orElse(Findings.NONE);
	}

	@Override
	public Repair repair() {
		return new Repair.Request("schema check tells all of it; schema stamp writes the revision that the tables fit");
	}

}
