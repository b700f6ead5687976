package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.lint.Severity;
import org.condastore.schema.migration.Revisions;

import static org.condastore.schema.jooq.Tables.ALEMBIC_VERSION;

/** S1. */
final class SchemaIsThatOfRevision implements Invariant {

	@Override
	public String id() {
		return "S1";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "alembic_version names one revision that conda-store knows, and the schema is that of it";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Release 2025.1.1 brought a revision, 89637f546129, that the next release withdrew. Images of
				developers have had others. A downgrade, a restore of some of the tables, or DDL by hand leaves
				tables behind that are not those of the revision; two heads or a merge by hand leave two rows.
				""", """
				The server upgrades the database whenever it starts. It refuses to start on a revision that it does
				not know, and runs the wrong migrations if alembic_version says less than is there. What is missing
				is missed when somebody asks for it, with an error of the server's.
				""", """
				schema check compares in full and says what fits. migrate takes a database back from the withdrawn
				revision: the column conda_package_build.channel_id comes back with its values. If only the row in
				alembic_version is wrong, schema stamp writes the revision that the tables fit.
				""", """
				Do not stamp a revision whose tables are not there. Do not drop or empty alembic_version while a
				server may start: it would take the database for the oldest revision, and fail half way.
				""");
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		List<String> revisions = SchemaDifference.revisions(examination);
		if (revisions.isEmpty()) {
			return new Findings(1, List.of(new Violation(ALEMBIC_VERSION.getName(), "", null, "it has no row")));
		}
		if (revisions.size() != 1 || Revisions.withId(revisions.get(0)).isEmpty()) {
			return new Findings(revisions.size(),
					revisions.stream()
						.map((revision) -> new Violation(ALEMBIC_VERSION.getName(), revision, null,
								wrong(revision, revisions.size())))
						.toList());
		}
		return SchemaDifference.all(examination)
			.map((differences) -> SchemaDifference.findings(differences.missing(), "it should have %s",
					examination.limit()))
			.orElse(Findings.NONE);
	}

	@Override
	public Repair repair() {
		return new Repair.Request("migrate repairs a withdrawn revision, schema stamp a wrong one; schema check tells");
	}

	private static String wrong(String revision, int count) {
		if (count > 1) {
			return "it is one of %d revisions at once".formatted(count);
		}
		return revision.equals(Revisions.WITHDRAWN) ? "release 2025.1.1 made it, and every later one refuses it"
				: "it is none of conda-store's revisions";
	}

}
