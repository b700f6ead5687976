package org.condastore.schema.migration;

import java.util.ArrayList;
import java.util.List;

import org.condastore.schema.migration.RollbackStep.Effect;
import org.condastore.schema.migration.RollbackStep.Loss;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/**
 * What a rollback would lose, counted on the database on which it is to run, before it
 * runs.
 *
 * <p>
 * Nothing is locked. Whoever wants numbers that still hold when the rollback runs asks
 * for them in its transaction, with the tables locked.
 */
public final class Losses {

	private static final int ANY = Integer.MAX_VALUE;

	/**
	 * Package builds as rows of the old table. Where they name no channel they get that
	 * of their package.
	 */
	private static final String PACKAGE_BUILDS = """
			(
				SELECT package_build.package_id, package.name, package.version,
					coalesce(package_build.channel_id, package.channel_id) AS channel_id, package_build.subdir,
					package_build.build, package_build.build_number, package_build.sha256
				FROM conda_package_build AS package_build
				JOIN conda_package AS package ON package.id = package_build.package_id
			) AS package_build
			""";

	private static final String LINKS_TO_PACKAGE_BUILDS = """
			SELECT count(*)
			FROM (
				SELECT conda_package_build_id FROM build_conda_package_build
				UNION ALL
				SELECT conda_package_build_id FROM solve_conda_package_build
			) AS link
			JOIN conda_package_build AS package_build ON package_build.id = link.conda_package_build_id
			WHERE package_build.package_id IS %s
			""";

	private static final String UNKNOWN_TYPE = """
			SELECT count(*) FROM build_artifact
			WHERE artifact_type::text NOT IN ('DIRECTORY', 'LOCKFILE', 'LOGS', 'YAML', 'CONDA_PACK', 'DOCKER_BLOB',
				'DOCKER_MANIFEST', 'CONTAINER_REGISTRY', 'CONSTRUCTOR_INSTALLER')
			""";

	/** From the top down, and within a version in the order in which they are told. */
	private static final List<Check> CHECKS = List.of(
			new Check(14, "SELECT count(*) FROM specification WHERE is_lockfile",
					"1 specification forgets that it is a lockfile",
					"%d specifications forget that they are lockfiles"),

			new Check(13, "SELECT count(hash) FROM build", "1 build loses its hash", "%d builds lose their hash"),

			new Check(12, "SELECT count(*) FROM build WHERE status = 'CANCELED'", "1 CANCELED build becomes FAILED",
					"%d CANCELED builds become FAILED"),
			new Check(12, """
					SELECT count(*) FROM build
					WHERE status NOT IN ('QUEUED', 'BUILDING', 'COMPLETED', 'FAILED', 'CANCELED')
					""", "1 build of an unknown status becomes FAILED", "%d builds of an unknown status become FAILED"),

			new Check(11, "SELECT count(*) FROM build_artifact WHERE artifact_type = 'CONSTRUCTOR_INSTALLER'",
					"1 CONSTRUCTOR_INSTALLER artifact is deleted", "%d CONSTRUCTOR_INSTALLER artifacts are deleted"),
			new Check(11, UNKNOWN_TYPE, "1 artifact of an unknown type is deleted",
					"%d artifacts of an unknown type are deleted"),

			deletion(10, "SELECT count(*) FROM worker", "worker"),

			deletion(9, "SELECT count(*) FROM namespace_role_mapping_v2", "role mapping between two namespaces",
					"role mappings between two namespaces"),

			new Check(8, "SELECT count(*) FROM build WHERE build_key_version <> 1",
					"1 build falls back to key version 1", "%d builds fall back to key version 1"),

			new Check(7, "SELECT count(status_info) FROM build", "1 build loses its status_info",
					"%d builds lose their status_info"),

			deletion(6, "SELECT count(*) FROM namespace_role_mapping", "role mapping of a namespace",
					"role mappings of namespaces"),
			new Check(6, "SELECT count(*) FROM namespace WHERE btrim(metadata_::text) NOT IN ('{}', 'null')",
					"1 namespace loses its metadata", "%d namespaces lose their metadata"),
			new Check(6, "SELECT count(*) FROM namespace WHERE btrim(metadata_::text) IN ('{}', 'null')",
					"1 namespace loses its metadata, which are empty",
					"%d namespaces lose their metadata, which are empty"),

			deletion(5, "SELECT count(*) FROM keyvaluestore", "setting"),

			deletion(4, """
					SELECT count(*) FROM conda_package
					WHERE NOT EXISTS (
						SELECT FROM conda_package_build WHERE conda_package_build.package_id = conda_package.id
					)
					""", "package without a package build", "packages without a package build"),
			deletion(4, "SELECT count(*) FROM conda_package_build WHERE package_id IS NULL",
					"package build without a package", "package builds without a package"),
			deletion(4, LINKS_TO_PACKAGE_BUILDS.formatted("NULL"), "link to a package build without a package",
					"links to package builds without a package"),
			new Check(4, """
					SELECT count(*) FROM conda_package_build
					JOIN conda_package ON conda_package.id = conda_package_build.package_id
					WHERE conda_package_build.channel_id IS NULL AND conda_package.channel_id IS NOT NULL
					""", "1 package build without a channel gets that of its package",
					"%d package builds without a channel get that of their package"),
			new Check(4, """
					SELECT count(*) FROM conda_package_build
					JOIN conda_package ON conda_package.id = conda_package_build.package_id
					WHERE conda_package_build.channel_id IS NOT NULL
						AND conda_package_build.channel_id IS DISTINCT FROM conda_package.channel_id
					""", "1 package build leaves its package, which is in another channel",
					"%d package builds leave their packages, which are in another channel"),
			new Check(4, """
					SELECT coalesce(sum(rows - 1), 0)::bigint
					FROM (
						SELECT count(*) AS rows FROM %s
						GROUP BY sha256, channel_id, subdir, build, build_number
						HAVING count(*) > 1
					) AS same
					""".formatted(PACKAGE_BUILDS),
					"1 package build is the same file as another, and becomes one with it when version 4 is applied again",
					"%d package builds are the same file as another, and become one with it when version 4 is applied"
							+ " again"),
			new Check(4, """
					SELECT coalesce(sum(packages - 1), 0)::bigint
					FROM (
						SELECT count(DISTINCT package_id) AS packages FROM %s
						WHERE channel_id IS NULL
						GROUP BY name, version
					) AS same
					""".formatted(PACKAGE_BUILDS),
					"1 package is the same version as another, and becomes one with it when version 4 is applied again",
					"%d packages are the same version as another, and become one with it when version 4 is applied again"),

			deletion(3, "SELECT count(*) FROM build_artifact WHERE artifact_type::text = 'CONTAINER_REGISTRY'",
					"CONTAINER_REGISTRY artifact"),

			new Check(2, "SELECT count(*) FROM environment WHERE description <> ''",
					"1 environment loses its description", "%d environments lose their description"),
			new Check(2, "SELECT count(*) FROM environment WHERE description = ''",
					"1 environment loses its description, which is empty",
					"%d environments lose their description, which is empty"),

			deletion(1, "SELECT count(*) FROM namespace", "namespace"),
			deletion(1, "SELECT count(*) FROM environment", "environment"),
			deletion(1, "SELECT count(*) FROM specification", "specification"),
			deletion(1, "SELECT count(*) FROM build", "build"),
			// Other types do not come as far as this.
			deletion(1, """
					SELECT count(*) FROM build_artifact
					WHERE artifact_type::text IN ('DIRECTORY', 'LOCKFILE', 'LOGS', 'YAML', 'CONDA_PACK', 'DOCKER_BLOB',
						'DOCKER_MANIFEST')
					""", "artifact"), deletion(1, "SELECT count(*) FROM solve", "solve"),
			deletion(1, "SELECT count(*) FROM conda_channel", "channel"),
			deletion(1, "SELECT count(*) FROM conda_package", "package build").between(1, 3),
			deletion(1, "SELECT count(package_id) FROM conda_package_build", "package build").between(4, ANY),
			deletion(1, """
					SELECT (SELECT count(*) FROM build_conda_package) + (SELECT count(*) FROM solve_conda_package)
					""", "link to a package build", "links to package builds").between(1, 3),
			deletion(1, LINKS_TO_PACKAGE_BUILDS.formatted("NOT NULL"), "link to a package build",
					"links to package builds")
				.between(4, ANY),
			deletion(1, "SELECT count(*) FROM conda_store_configuration", "measurement of the storage",
					"measurements of the storage"));

	private final DSLContext db;

	/**
	 * Makes a counter; nothing is read yet.
	 * @param db the database, with conda-store's schema first in {@code search_path}
	 */
	public Losses(DSLContext db) {
		this.db = db;
	}

	/**
	 * Counts what a rollback would lose. Each step is told what is left for it by those
	 * before it: an artifact that goes with version 11 does not go once more with version
	 * 1.
	 * @param current the version that the database is at, up to
	 * {@link Revisions#NEWEST_VERSION}
	 * @param target the version that it would be at afterwards; 0 is an empty database
	 * @return one step for each version that is taken back, in the order in which it
	 * happens: from the top down. Empty if the database is at the target
	 * @throws IllegalArgumentException if there are no such versions, or if the target is
	 * above the current version
	 * @throws DataAccessException if the database is not at that version
	 */
	public List<RollbackStep> between(int current, int target) {
		if (target < 0 || target > current || current > Revisions.NEWEST_VERSION) {
			throw new IllegalArgumentException("there is no rollback from version %d to %d".formatted(current, target));
		}
		List<RollbackStep> steps = new ArrayList<>();
		for (int version = current; version > target; version--) {
			List<Loss> losses = losses(version, current);
			steps.add(new RollbackStep(version, effect(version, losses), losses));
		}
		return List.copyOf(steps);
	}

	private List<Loss> losses(int version, int current) {
		List<Loss> losses = new ArrayList<>();
		for (Check check : CHECKS) {
			if (check.version() == version && check.from() <= current && current <= check.to()) {
				long rows = this.db.fetchSingle(check.query()).get(0, long.class);
				if (rows > 0) {
					losses.add(new Loss(rows, (rows == 1) ? check.one() : check.many().formatted(rows)));
				}
			}
		}
		return losses;
	}

	private static Effect effect(int version, List<Loss> losses) {
		if (losses.isEmpty()) {
			return Effect.LOSSLESS;
		}
		return (version == 1) ? Effect.IRREVERSIBLE : Effect.LOSSY;
	}

	private static Check deletion(int version, String query, String noun) {
		return deletion(version, query, noun, noun + "s");
	}

	private static Check deletion(int version, String query, String one, String many) {
		return new Check(version, query, "1 %s is deleted".formatted(one), "%%d %s are deleted".formatted(many));
	}

	/**
	 * How one kind of loss is counted and told.
	 *
	 * @param version the version whose rollback loses it
	 * @param query counts the rows
	 * @param one the sentence for one row
	 * @param many the sentence for several, with a place for their number
	 * @param from the oldest version of a database on which the query works
	 * @param to the newest one
	 */
	private record Check(int version, String query, String one, String many, int from, int to) {

		Check(int version, String query, String one, String many) {
			this(version, query, one, many, version, ANY);
		}

		Check between(int oldest, int newest) {
			return new Check(this.version, this.query, this.one, this.many, oldest, newest);
		}

	}

}
