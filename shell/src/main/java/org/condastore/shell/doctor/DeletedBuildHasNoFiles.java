package org.condastore.shell.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.artifact.ArtifactType;
import org.condastore.shell.connection.StoredJson;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.shell.doctor.ViolationQuery.text;

/** B7. */
final class DeletedBuildHasNoFiles implements Invariant {

	private static final Duration LONG_ENOUGH = Duration.ofHours(1);

	private static final List<String> KEPT_BY_DEFAULT = List.of(ArtifactType.LOGS.name(), ArtifactType.LOCKFILE.name(),
			ArtifactType.YAML.name());

	@Override
	public String id() {
		return "B7";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "a build that was deleted an hour ago keeps only what conda-store keeps";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The server marks the build as deleted, and a worker removes its files and sets its
				size to 0. The row stays for ever, and so do the artifacts that the setting
				build_artifacts_kept_on_deletion names, otherwise LOGS, LOCKFILE and YAML. The task is
				lost when the queue is emptied, or it fails: a directory outside of the store
				directory is never removed.
				""", """
				The files take up the disk although the build is gone from every list of what is in
				use.
				""", """
				DELETE /api/v1/build/ID/ is accepted for a deleted build too, if it is FAILED or
				COMPLETED, and makes a worker try again. Of a build that is CANCELED see B8. Builds of
				deleted environments go with these: see E3 and N3.
				""", """
				Do not delete the rows of artifacts: they are all that leads to the files.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		Table<?> left = ViolationQuery.once("left_over",
				DSL.select(BUILD_ARTIFACT.BUILD_ID.as("build_id"), DSL.count().as("artifacts"))
					.from(BUILD_ARTIFACT)
					.where(text(BUILD_ARTIFACT.ARTIFACT_TYPE).notIn(kept(examination)))
					.groupBy(BUILD_ARTIFACT.BUILD_ID));
		Field<Integer> artifacts = DSL.coalesce(leftOver("artifacts"), DSL.inline(0));
		return examination.find(ViolationQuery.of(BUILD)
			.joined(BUILD.join(ENVIRONMENT)
				.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
				.leftJoin(left)
				.on(leftOver("build_id").eq(BUILD.ID)))
			.where(BUILD.DELETED_ON.lt(examination.now().minus(LONG_ENOUGH)))
			.where(ENVIRONMENT.DELETED_ON.isNull())
			.where(artifacts.gt(DSL.inline(0)).or(BUILD.SIZE.ne(DSL.inline(0L))))
			.namespace(NamespaceOf.environment(BUILD.ENVIRONMENT_ID))
			.detail("it is %s, deleted %s; its size is %s, artifacts that should be gone: %s", BUILD.STATUS,
					BUILD.DELETED_ON, BUILD.SIZE, artifacts));
	}

	@Override
	public Repair repair() {
		return new Repair.Request(
				"DELETE /api/v1/build/ID/ makes a worker try again; it takes FAILED and COMPLETED builds");
	}

	private static Field<Integer> leftOver(String name) {
		return DSL.field(DSL.name("left_over", name), SQLDataType.INTEGER);
	}

	/**
	 * What stays by default counts in any case: the setting may have been another one
	 * when a build was deleted.
	 */
	private static Set<String> kept(Examination examination) {
		Set<String> kept = new TreeSet<>(KEPT_BY_DEFAULT);
		if (examination.schema().has(KEYVALUESTORE)) {
			examination.sql()
				.select(KEYVALUESTORE.VALUE)
				.from(KEYVALUESTORE)
				.where(KEYVALUESTORE.PREFIX.eq(DSL.inline("setting")),
						KEYVALUESTORE.KEY.eq(DSL.inline("build_artifacts_kept_on_deletion")))
				.forEach((row) -> kept.addAll(types(row.value1())));
		}
		return kept;
	}

	/** Of a setting that is no list, which conda-store could not read either, nothing. */
	private static List<String> types(@Nullable JSON setting) {
		Object value = Optional.ofNullable(setting)
			.flatMap((json) -> StoredJson.read(json.data()))
			.map(StoredJson::value)
			.orElse(List.of());
		return (value instanceof List<?> types) ? types.stream().map(String::valueOf).toList() : List.of();
	}

}
