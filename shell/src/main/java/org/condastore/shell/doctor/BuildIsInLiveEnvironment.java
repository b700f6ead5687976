package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;

/** E6. */
final class BuildIsInLiveEnvironment implements Invariant {

	@Override
	public String id() {
		return "E6";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "a live build is in a live environment";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The name of an environment that is marked as deleted stays taken. When it is
				registered again conda-store finds the old row and adds a build to it, without taking
				the deletion back.
				""", """
				Whoever registered it sees no environment and no error. If the task that removes the
				environment is still on its way, the new build is destroyed with the rest.
				""", """
				Decide which of the two is meant. environment restore NAMESPACE/NAME takes the
				deletion back, and the build is seen. Or DELETE /api/v1/environment/NAMESPACE/NAME/ is
				sent again, and a worker removes the environment with all builds. Then the name is
				free.
				""", """
				Do not delete the row of the build: its files stay, and nothing knows of them.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(BUILD)
			.joined(BUILD.join(ENVIRONMENT).on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID)))
			.where(BuildConditions.LIVE)
			.where(ENVIRONMENT.DELETED_ON.isNotNull())
			.namespace(NamespaceOf.namespace(ENVIRONMENT.NAMESPACE_ID))
			.detail("it is %s, and its environment %s was deleted %s", BUILD.STATUS, ENVIRONMENT.NAME,
					ENVIRONMENT.DELETED_ON));
	}

	@Override
	public Repair repair() {
		return new Repair.Request(
				"environment restore NAMESPACE/NAME takes its deletion back, DELETE /api/v1/environment/NAMESPACE/NAME/ removes it with the build");
	}

}
