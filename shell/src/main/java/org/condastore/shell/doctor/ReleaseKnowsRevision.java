package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.migration.Release;
import org.condastore.schema.migration.Revision;
import org.condastore.schema.migration.Revisions;

import static org.condastore.schema.jooq.Tables.ALEMBIC_VERSION;

/** U1. */
final class ReleaseKnowsRevision extends UpgradeCheck {

	ReleaseKnowsRevision(Release release) {
		super(release);
	}

	@Override
	public String id() {
		return "U1";
	}

	@Override
	public String sentence() {
		return "alembic_version names one revision, and the release knows it";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				A release knows the revisions that there were when it was made. A newer one has been at the database
				and was taken back, or release 2025.1.1 left the revision that was withdrawn. alembic_version was
				emptied, dropped, or got a second row, by a restore of some tables or by hand.
				""", """
				The server does not start on a revision that it does not know. Without the table it takes what is
				there for the first revision, and without a row for nothing; either way its first migration fails
				over something that is there already, and all of the upgrade is taken back.
				""", """
				Start a release that knows the revision. migrate brings a database back from the withdrawn revision,
				rollback from a newer one, and tells what is lost. If only alembic_version is wrong, schema status
				says which revision the tables fit, and schema stamp writes it.
				""", """
				Do not write an older revision into alembic_version to make a release start: it would run migrations
				whose changes are there already.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		String table = ALEMBIC_VERSION.getName();
		if (!examination.schema().has(ALEMBIC_VERSION)) {
			return new Findings(1,
					List.of(new Violation(table, "", null,
							"there is no such table: the server would take the tables for revision %s, and fail"
								.formatted(Revisions.at(1).id()))));
		}
		List<String> found = SchemaDifference.revisions(examination);
		if (found.isEmpty()) {
			return new Findings(1, List.of(new Violation(table, "", null,
					"it is empty: the server would make all tables once more, and fail")));
		}
		List<Violation> wrong = found.stream()
			.filter((revision) -> found.size() > 1 || release().migrationsFrom(revision).isEmpty())
			.map((revision) -> new Violation(table, revision, null, wrong(revision, found.size())))
			.toList();
		return new Findings(wrong.size(), wrong);
	}

	@Override
	public Repair repair() {
		return new Repair.Request("start a release that knows it; migrate, rollback or schema stamp change it");
	}

	private String wrong(String revision, int count) {
		if (count > 1) {
			return "it is one of %d revisions at once".formatted(count);
		}
		if (revision.equals(Revisions.WITHDRAWN)) {
			return "release 2025.1.1 made it, and no other release knows it";
		}
		return Revisions.withId(revision)
			.map(Revision::version)
			.map((version) -> "it is revision %d, and the release knows them up to %d".formatted(version,
					release().version()))
			.orElse("it is none of conda-store's revisions");
	}

}
