package org.condastore.schema.migration;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.condastore.schema.migration.MigrationStep.Action;
import org.flywaydb.core.api.MigrationVersion;

/** Says which revision a database is at, if its tables are those of the revision. */
final class Stamp {

	private final Revision revision;

	private final Inspection found;

	private final Scripts scripts;

	Stamp(Revision revision, Inspection found, Scripts scripts) {
		this.revision = revision;
		this.found = found;
		this.scripts = scripts;
	}

	/** Refuses if the tables are those of another revision, or of none. */
	void requireTables(SchemaSession session) throws SQLException {
		List<String> differences = CatalogDifferences
			.apartFromRevision(RecordedCatalogs.of(this.revision), session.catalog())
			.sentences();
		if (!differences.isEmpty()) {
			int more = differences.size() - 1;
			throw SchemaFailure.precondition(
					"the tables are not those of revision %s: %s%s".formatted(this.revision.id(), differences.get(0),
							(more > 0) ? "; and %d more".formatted(more) : ""),
					"only a revision whose tables are there can be stamped; migrate changes tables");
		}
	}

	/** What the history has to be told. */
	List<MigrationStep> steps() {
		List<MigrationStep> steps = new ArrayList<>();
		MigrationVersion at = this.revision.migrationVersion();
		List<MigrationVersion> applied = new ArrayList<>(this.found.applied().keySet());
		for (int i = applied.size() - 1; i >= 0; i--) {
			MigrationVersion version = applied.get(i);
			this.scripts.forward(version)
				.filter((script) -> script.revision().isPresent() && version.compareTo(at) > 0)
				.ifPresent((script) -> steps.add(new MigrationStep(script, Action.FORGET, null)));
		}
		for (Script script : this.scripts.forward()) {
			if (script.revision().isPresent() && script.version().compareTo(at) <= 0
					&& !this.found.applied().containsKey(script.version())) {
				steps.add(new MigrationStep(script, Action.ADOPT, null));
			}
		}
		return steps;
	}

	void writeRevision(SchemaSession session) throws SQLException {
		session.writeRevision(this.revision.id());
	}

}
