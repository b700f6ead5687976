package org.condastore.schema.migration;

import java.util.List;
import java.util.Optional;

import org.flywaydb.core.api.MigrationVersion;

/**
 * conda-store's own history of its schema, oldest first. The order is that of Alembic's
 * chain, not that of the dates on which the revisions were written.
 *
 * @see <a href=
 * "https://github.com/conda-incubator/conda-store/tree/9177dc66/conda-store-server/conda_store_server/_internal/alembic/versions">
 * conda-store's migrations</a>
 */
public final class Revisions {

	/**
	 * Shipped with release 2025.1.1 and withdrawn by the next one, which refuses to start
	 * on it. It followed the head and took {@code channel_id} out of
	 * {@code conda_package_build}.
	 */
	public static final String WITHDRAWN = "89637f546129";

	/**
	 * The newest version that our scripts lead to. Versions above that of {@link #head()}
	 * are the shell's own: they add what conda-store does not mind, and leave its
	 * revision alone.
	 */
	public static final int NEWEST_VERSION = 15;

	private static final List<Revision> ALL = List.of(new Revision(1, "48be4072fe58", "initial tables"),
			new Revision(2, "8d63a091aff8", "description of an environment"),
			new Revision(3, "5ad723de2abd", "artifacts in a container registry"),
			new Revision(4, "16f65805dc8f", "packages told from their builds, foreign keys"),
			new Revision(5, "abd7248d5327", "settings"),
			new Revision(6, "b387747ca9b7", "role mappings and metadata of a namespace"),
			new Revision(7, "d78e9889566a", "status_info of a build"),
			new Revision(8, "30b37e725c32", "key version of a build"),
			new Revision(9, "771180018e1b", "role mappings between namespaces"),
			new Revision(10, "0f7e23ff24ee", "worker"), new Revision(11, "57cd11b949d5", "type of an artifact as text"),
			new Revision(12, "03c839888c82", "status of a build as text, canceled builds"),
			new Revision(13, "e17b4cc6e086", "hash of a build"),
			new Revision(14, "bf065abf375b", "lockfile specifications"));

	private Revisions() {
	}

	/**
	 * All revisions that conda-store still knows.
	 * @return the revisions, oldest first
	 */
	public static List<Revision> all() {
		return ALL;
	}

	/**
	 * The revision that conda-store's current releases (2024.6.1 and later) run on.
	 * @return the newest revision
	 */
	public static Revision head() {
		return ALL.get(ALL.size() - 1);
	}

	/**
	 * The revision that {@code alembic_version} names on a database at a version.
	 * @param version the version, from 1; it may be beyond conda-store's own
	 * @return the newest revision that is not above it
	 */
	public static Revision at(long version) {
		if (version < 1) {
			throw new IllegalArgumentException("there is no revision at version %d".formatted(version));
		}
		return ALL.get((int) Math.min(version, ALL.size()) - 1);
	}

	/**
	 * Finds a revision by what {@code alembic_version} says.
	 * @param id Alembic's identifier, in full
	 * @return the revision; empty if conda-store has none of that name, or has withdrawn
	 * it
	 */
	public static Optional<Revision> withId(String id) {
		return ALL.stream().filter((revision) -> revision.id().equals(id)).findFirst();
	}

	/** Finds a revision by its version as Flyway compares it. */
	static Optional<Revision> withVersion(MigrationVersion version) {
		return ALL.stream().filter((revision) -> revision.migrationVersion().equals(version)).findFirst();
	}

	/**
	 * Finds a revision by its version.
	 * @param version the version of the migration that leads to it
	 * @return the revision; empty if the version is not one of conda-store's
	 */
	public static Optional<Revision> withVersion(int version) {
		return ALL.stream().filter((revision) -> revision.version() == version).findFirst();
	}

}
