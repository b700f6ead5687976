package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;

import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;

/** E4. */
final class EnvironmentIsInLiveNamespace implements Invariant {

	@Override
	public String id() {
		return "E4";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "a live environment is in a live namespace";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store registers a specification in a namespace that is marked as deleted as if
				it were not: it looks for the name only. The environment is live then, in a namespace
				that is not.
				""", """
				The environment is in the list of all environments, but its namespace is not found.
				When the deletion of the namespace is tried again, the environment goes with it.
				""", """
				Decide which of the two is meant. namespace restore NAMESPACE takes the deletion of
				the namespace back. Or DELETE /api/v1/namespace/NAMESPACE/ is sent again, and a worker
				removes the namespace with all that is in it.
				""", """
				Do not move the environment to another namespace by changing its row: the paths of its
				builds contain the name of the old one.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(ENVIRONMENT)
			.joined(ENVIRONMENT.join(NAMESPACE).on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID)))
			.where(ENVIRONMENT.DELETED_ON.isNull())
			.where(NAMESPACE.DELETED_ON.isNotNull())
			.namespace(NAMESPACE.NAME)
			.detail("%s: its namespace was deleted %s", ENVIRONMENT.NAME, NAMESPACE.DELETED_ON));
	}

	@Override
	public Repair repair() {
		return new Repair.Request(
				"namespace restore NAMESPACE takes its deletion back, DELETE /api/v1/namespace/NAMESPACE/ removes it with the environment");
	}

}
