package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.lint.Severity;
import org.condastore.schema.migration.Release;

/**
 * What must hold only before a release of conda-store upgrades a database. It is not
 * among {@link Invariants#all()}: without an upgrade nothing depends on it.
 */
abstract class UpgradeCheck implements Invariant {

	private final Release release;

	/**
	 * Before one upgrade.
	 * @param release the release that is to be started
	 */
	UpgradeCheck(Release release) {
		this.release = release;
	}

	final Release release() {
		return this.release;
	}

	/** The migrations that the release runs on such a schema, oldest first. */
	final List<MigrationStep> steps(ExaminedSchema schema) {
		return MigrationStep.of(this.release, schema.version());
	}

	/** Whether the release runs the migration to a version on such a schema. */
	final boolean runs(int version, ExaminedSchema schema) {
		return steps(schema).stream().anyMatch((step) -> step.version() == version);
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	/** An upgrade takes all of a database. */
	@Override
	public final boolean hasNamespaces() {
		return false;
	}

}
