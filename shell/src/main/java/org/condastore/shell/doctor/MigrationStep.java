package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.condastore.schema.migration.Release;
import org.condastore.schema.migration.Revisions;

/**
 * What one of conda-store's migrations does to tables that are there already, as far as
 * others can be in its way.
 *
 * @param version the version that it leads to
 * @param altered the tables that nobody else may use meanwhile
 * @param dropped the tables that go
 * @param columns the columns that change their type or go, as {@code table.column}
 * @see <a href=
 * "https://github.com/conda-incubator/conda-store/tree/9177dc66/conda-store-server/conda_store_server/_internal/alembic/versions">
 * conda-store's migrations</a>
 */
record MigrationStep(int version, Set<String> altered, Set<String> dropped, Set<String> columns) {

	/** The migration that makes packages of package builds, and the first keys. */
	static final int KEYS = 4;

	/** The migration that gives namespaces their metadata. */
	static final int METADATA = 6;

	/** The migration that was withdrawn; it followed all others. */
	static final int WITHDRAWN = Revisions.head().version() + 1;

	private static final List<MigrationStep> ALL = List.of(altering(2, "environment"),
			new MigrationStep(KEYS,
					Set.of("build", "build_artifact", "build_conda_package", "conda_package", "environment", "solve",
							"solve_conda_package"),
					Set.of("build_conda_package", "conda_package", "solve_conda_package"), Set.of()),
			altering(METADATA, "namespace"), altering(7, "build"), altering(8, "build"),
			retyping(11, "build_artifact", "artifact_type"), retyping(12, "build", "status"), altering(13, "build"),
			altering(14, "specification"), retyping(WITHDRAWN, "conda_package_build", "channel_id"));

	/**
	 * Those that a release runs.
	 * @param version the version that a database is at
	 * @return oldest first; without those that only make something new
	 */
	static List<MigrationStep> of(Release release, int version) {
		int last = release.isWithdrawn() ? WITHDRAWN : release.version();
		return ALL.stream().filter((step) -> version < step.version() && step.version() <= last).toList();
	}

	/** The names of the tables that some of the steps alter, and so on. */
	static List<String> names(List<MigrationStep> steps, Function<MigrationStep, Set<String>> what) {
		Set<String> names = new TreeSet<>();
		steps.forEach((step) -> names.addAll(what.apply(step)));
		return new ArrayList<>(names);
	}

	private static MigrationStep altering(int version, String table) {
		return new MigrationStep(version, Set.of(table), Set.of(), Set.of());
	}

	private static MigrationStep retyping(int version, String table, String column) {
		return new MigrationStep(version, Set.of(table), Set.of(), Set.of(table + "." + column));
	}

}
