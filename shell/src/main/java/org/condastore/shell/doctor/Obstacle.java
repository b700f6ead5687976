package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;

import static org.condastore.schema.jooq.Tables.ALEMBIC_VERSION;

/**
 * An invariant that matters to a release of conda-store which is about to be started.
 *
 * @param invariant what must hold
 * @param severity {@code ERROR} if the release does not get over it, otherwise
 * {@code WARNING}
 * @param breaks why it matters to that release: a clause
 */
record Obstacle(Invariant invariant, Severity severity, String breaks) implements Invariant {

	@Override
	public String id() {
		return this.invariant.id();
	}

	@Override
	public String sentence() {
		return this.invariant.sentence();
	}

	@Override
	public Explanation explanation() {
		return this.invariant.explanation();
	}

	/** Without a revision nothing is known but that it is missing. */
	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return (schema.has(ALEMBIC_VERSION) || this.invariant instanceof ReleaseKnowsRevision)
				&& this.invariant.appliesTo(schema);
	}

	@Override
	public boolean hasNamespaces() {
		return this.invariant.hasNamespaces();
	}

	@Override
	public Findings find(Examination examination) {
		return this.invariant.find(examination);
	}

	@Override
	public Repair repair() {
		return this.invariant.repair();
	}

}
