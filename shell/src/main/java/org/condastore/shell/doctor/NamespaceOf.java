package org.condastore.shell.doctor;

import org.condastore.schema.jooq.tables.Environment;
import org.condastore.schema.jooq.tables.Namespace;
import org.jooq.Field;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;

/**
 * The names of the namespaces that rows belong to, as expressions over a column of the
 * row. They are looked up for the rows that are shown only, and are NULL where nothing is
 * referred to: revisions before 4 have no foreign keys.
 */
final class NamespaceOf {

	private static final Namespace N = NAMESPACE.as("n_");

	private static final Environment E = ENVIRONMENT.as("e_");

	private NamespaceOf() {
	}

	/**
	 * Of a row that refers to a namespace, such as an environment.
	 * @param namespaceId the column with the namespace's id
	 */
	static Field<String> namespace(Field<Integer> namespaceId) {
		return DSL.field(DSL.select(N.NAME).from(N).where(N.ID.eq(namespaceId)));
	}

	/**
	 * Of a row that refers to an environment, such as a build.
	 * @param environmentId the column with the environment's id
	 */
	static Field<String> environment(Field<Integer> environmentId) {
		return DSL.field(DSL.select(N.NAME).from(E).join(N).on(N.ID.eq(E.NAMESPACE_ID)).where(E.ID.eq(environmentId)));
	}

	/**
	 * Of a row that refers to a build, such as an artifact.
	 * @param buildId the column with the build's id
	 */
	static Field<String> build(Field<Integer> buildId) {
		var b = BUILD.as("b_");
		return DSL.field(DSL.select(N.NAME)
			.from(b)
			.join(E)
			.on(E.ID.eq(b.ENVIRONMENT_ID))
			.join(N)
			.on(N.ID.eq(E.NAMESPACE_ID))
			.where(b.ID.eq(buildId)));
	}

	/**
	 * Of a setting.
	 * @param prefix the column with where it is set
	 */
	static Field<String> setting(Field<String> prefix) {
		return DSL.nullif(DSL.splitPart(prefix, DSL.inline("/"), DSL.inline(2)), DSL.inline(""));
	}

}
