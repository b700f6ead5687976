package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;

import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;

/** N5. */
final class EnvironmentNameIsAllowed implements Invariant {

	@Override
	public String id() {
		return "N5";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "an environment and a specification have names that conda-store accepts";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store checks the name when a specification is registered, and the environment
				gets the same name. Only rows that were written by hand, or by a release before the
				rule, have another one.
				""", """
				What lists the environment, or reads the specification, answers with an error; the
				paths and keys that contain such a name may not be valid either.
				""", """
				POST /api/v1/specification/ with a name that is accepted makes a new environment of
				the same packages. When it is complete, environment delete marks the old one, and
				DELETE /api/v1/environment/NAMESPACE/NAME/ makes a worker remove its files.
				""", """
				Do not write another name into the row: the paths and keys of all builds contain the
				name of the specification, and conda-store refuses builds whose specification is named
				differently from the environment.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(
				ViolationQuery.of(ENVIRONMENT)
					.where(NameRule.brokenBy(ENVIRONMENT.NAME))
					.namespace(NamespaceOf.namespace(ENVIRONMENT.NAMESPACE_ID))
					.detail("its name is \"%s\"", ENVIRONMENT.NAME),
				ViolationQuery.of(SPECIFICATION)
					.where(NameRule.brokenBy(SPECIFICATION.NAME))
					.detail("its name is \"%s\"", SPECIFICATION.NAME));
	}

	@Override
	public Repair repair() {
		return new Repair.Request(
				"POST /api/v1/specification/ with another name makes a new environment, DELETE /api/v1/environment/NAMESPACE/NAME/ removes the old one");
	}

}
