package org.condastore.shell.artifact;

import java.time.Clock;
import java.util.List;

import org.condastore.shell.build.BuildId;
import org.condastore.shell.build.BuildRepository;
import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.environment.EnvironmentRepository;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.Pages;
import org.condastore.shell.listing.SortKeys;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.namespace.NamespaceRepository;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.NameSource;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.when;

/** All SQL about artifacts. */
public final class ArtifactRepository {

	/** NULL where there is no build. */
	private static final Field<Boolean> BUILD_DELETED = when(BUILD.ID.isNotNull(), BUILD.DELETED_ON.isNotNull())
		.as("build_deleted");

	private static final SortKeys SORT_KEYS = SortKeys.oldestFirst(BUILD_ARTIFACT.ID)
		.or("build_id", BUILD_ARTIFACT.BUILD_ID)
		.or("namespace", NAMESPACE.NAME, ENVIRONMENT.NAME)
		.or("environment", ENVIRONMENT.NAME, NAMESPACE.NAME)
		.or("artifact_type", BUILD_ARTIFACT.ARTIFACT_TYPE)
		.or("key", BUILD_ARTIFACT.KEY)
		.or("build_deleted", BUILD_DELETED);

	private final DSLContext db;

	private final NamespaceRepository namespaces;

	private final EnvironmentRepository environments;

	private final BuildRepository builds;

	/**
	 * Reads artifacts.
	 * @param clock for what is asked about builds
	 */
	public ArtifactRepository(DSLContext db, Clock clock) {
		this.db = db;
		this.namespaces = new NamespaceRepository(db);
		this.environments = new EnvironmentRepository(db);
		this.builds = new BuildRepository(db, clock);
	}

	/** What {@code artifact list} can be ordered by. */
	public static SortKeys sortKeys() {
		return SORT_KEYS;
	}

	/**
	 * Artifacts, the oldest first.
	 * @param types any of these; empty for any type at all
	 * @param key a pattern for the key; null for any
	 * @throws org.condastore.shell.failure.CommandFailure {@code PRECONDITION} if there
	 * is no such namespace, environment or build
	 */
	Rows<ArtifactSummary> list(@Nullable BuildId build, @Nullable EnvironmentName environment,
			@Nullable NamespaceName namespace, List<ArtifactType> types, @Nullable NamePattern key, Listing listing) {
		Condition wanted = (key != null) ? key.matches(BUILD_ARTIFACT.KEY) : noCondition();
		if (build != null) {
			this.builds.require(build);
			wanted = wanted.and(BUILD_ARTIFACT.BUILD_ID.eq(build.value()));
		}
		if (environment != null) {
			wanted = wanted.and(BUILD.ENVIRONMENT_ID.eq(this.environments.id(environment)));
		}
		if (namespace != null) {
			wanted = wanted.and(ENVIRONMENT.NAMESPACE_ID.eq(this.namespaces.id(namespace)));
		}
		if (!types.isEmpty()) {
			wanted = wanted.and(BUILD_ARTIFACT.ARTIFACT_TYPE.in(types.stream().map(Enum::name).toList()));
		}
		Condition filter = wanted;
		return Pages.of(
				(after) -> this.db
					.select(BUILD_ARTIFACT.ID, BUILD_ARTIFACT.BUILD_ID, NAMESPACE.NAME, ENVIRONMENT.NAME,
							BUILD_ARTIFACT.ARTIFACT_TYPE, BUILD_ARTIFACT.KEY, BUILD_DELETED)
					.from(BUILD_ARTIFACT)
					.leftJoin(BUILD)
					.on(BUILD.ID.eq(BUILD_ARTIFACT.BUILD_ID))
					.leftJoin(ENVIRONMENT)
					.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
					.leftJoin(NAMESPACE)
					.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
					.where(filter)
					.and(after),
				SORT_KEYS, listing, (row) -> new ArtifactSummary(row.value1(), row.value2(), row.value3(), row.value4(),
						row.value5(), row.value6(), row.value7()));
	}

	/**
	 * Ids of artifacts of builds, the newest first, for completion.
	 * @param typed the first digits of an id
	 * @param limit how many at most
	 */
	public List<NameSource.Name> names(String typed, int limit) {
		Field<String> id = BUILD_ARTIFACT.ID.cast(SQLDataType.VARCHAR);
		return this.db.select(id, BUILD_ARTIFACT.ARTIFACT_TYPE, BUILD_ARTIFACT.BUILD_ID)
			.from(BUILD_ARTIFACT)
			.where(id.startsWith(typed), BUILD_ARTIFACT.BUILD_ID.isNotNull())
			.orderBy(BUILD_ARTIFACT.ID.desc())
			.limit(limit)
			.fetch((row) -> new NameSource.Name(row.value1(), "%s of build %d".formatted(row.value2(), row.value3())));
	}

}
