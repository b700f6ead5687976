package org.condastore.shell.transfer;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.namespace.NamespaceRepository;
import org.condastore.shell.setting.SettingLevel;
import org.condastore.shell.transfer.NamespaceDocument.Build;
import org.condastore.shell.transfer.NamespaceDocument.Environment;
import org.condastore.shell.transfer.NamespaceDocument.Role;
import org.condastore.shell.transfer.NamespaceDocument.Setting;
import org.condastore.shell.transfer.NamespaceDocument.Specification;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING_V2;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

/** Reads what belongs to a namespace. */
public final class ExportRepository {

	private static final String LOCKFILE = "LOCKFILE";

	private final DSLContext db;

	private final Clock clock;

	public ExportRepository(DSLContext db, Clock clock) {
		this.db = db;
		this.clock = clock;
	}

	/**
	 * A namespace, which may be marked as deleted.
	 * @throws org.condastore.shell.failure.CommandFailure {@code PRECONDITION} if there
	 * is none of that name
	 */
	NamespaceDocument document(NamespaceName name) {
		int id = new NamespaceRepository(this.db).id(name);
		JSON metadata = this.db.select(NAMESPACE.METADATA_)
			.from(NAMESPACE)
			.where(NAMESPACE.ID.eq(id))
			.fetchSingle(NAMESPACE.METADATA_);
		return new NamespaceDocument(NamespaceDocument.FORMAT, this.clock.instant().truncatedTo(ChronoUnit.SECONDS),
				name.value(), text(metadata), roles(name, id), settings(name), specifications(id), environments(id));
	}

	private List<Role> roles(NamespaceName name, int id) {
		List<Role> roles = new ArrayList<>();
		this.db.select(NAMESPACE_ROLE_MAPPING.ENTITY, NAMESPACE_ROLE_MAPPING.ROLE)
			.from(NAMESPACE_ROLE_MAPPING)
			.where(NAMESPACE_ROLE_MAPPING.NAMESPACE_ID.eq(id))
			.orderBy(NAMESPACE_ROLE_MAPPING.ID)
			.forEach((row) -> roles.add(new Role(1, name.value(), row.value1(), row.value2())));
		var holder = NAMESPACE.as("holder");
		var target = NAMESPACE.as("target");
		this.db.select(holder.NAME, target.NAME, NAMESPACE_ROLE_MAPPING_V2.ROLE)
			.from(NAMESPACE_ROLE_MAPPING_V2)
			.join(holder)
			.on(holder.ID.eq(NAMESPACE_ROLE_MAPPING_V2.OTHER_NAMESPACE_ID))
			.join(target)
			.on(target.ID.eq(NAMESPACE_ROLE_MAPPING_V2.NAMESPACE_ID))
			.where(holder.ID.eq(id).or(target.ID.eq(id)))
			.orderBy(NAMESPACE_ROLE_MAPPING_V2.ID)
			.forEach((row) -> roles.add(new Role(2, String.valueOf(row.value1()), row.value2() + "/*", row.value3())));
		return roles;
	}

	private List<Setting> settings(NamespaceName name) {
		String prefix = SettingLevel.of(name, null).prefix();
		List<Setting> settings = new ArrayList<>();
		this.db.select(KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY, KEYVALUESTORE.VALUE)
			.from(KEYVALUESTORE)
			.where(KEYVALUESTORE.PREFIX.eq(prefix).or(KEYVALUESTORE.PREFIX.startsWith(prefix + "/")))
			.orderBy(KEYVALUESTORE.ID)
			.forEach((row) -> SettingLevel.stored(row.value1())
				.ifPresent(
						(level) -> settings.add(new Setting(level.environment(), row.value2(), text(row.value3())))));
		return settings;
	}

	private List<Specification> specifications(int namespace) {
		return this.db
			.select(SPECIFICATION.SHA256, SPECIFICATION.NAME, SPECIFICATION.IS_LOCKFILE, SPECIFICATION.CREATED_ON,
					SPECIFICATION.SPEC)
			.from(SPECIFICATION)
			.where(SPECIFICATION.ID.in(select(BUILD.SPECIFICATION_ID).from(BUILD).where(live(namespace))))
			.orderBy(SPECIFICATION.ID)
			.fetch((row) -> new Specification(row.value1(), row.value2(), row.value3(),
					StoredTime.instant(row.value4()), row.value5().data()));
	}

	private List<Environment> environments(int namespace) {
		Map<Integer, List<Build>> builds = builds(namespace);
		return this.db.select(ENVIRONMENT.ID, ENVIRONMENT.NAME, ENVIRONMENT.DESCRIPTION, SPECIFICATION.SHA256)
			.from(ENVIRONMENT)
			.leftJoin(BUILD)
			.on(BUILD.ID.eq(ENVIRONMENT.CURRENT_BUILD_ID))
			.leftJoin(SPECIFICATION)
			.on(SPECIFICATION.ID.eq(BUILD.SPECIFICATION_ID))
			.where(ENVIRONMENT.NAMESPACE_ID.eq(namespace), ENVIRONMENT.DELETED_ON.isNull())
			.orderBy(ENVIRONMENT.ID)
			.fetch((row) -> new Environment(row.value2(), row.value3(), row.value4(),
					builds.getOrDefault(row.value1(), List.of())));
	}

	private Map<Integer, List<Build>> builds(int namespace) {
		Map<Integer, List<String>> keys = this.db.select(BUILD_ARTIFACT.BUILD_ID, BUILD_ARTIFACT.KEY)
			.from(BUILD_ARTIFACT)
			.where(BUILD_ARTIFACT.ARTIFACT_TYPE.eq(inline(LOCKFILE)),
					BUILD_ARTIFACT.BUILD_ID.in(select(BUILD.ID).from(BUILD).where(live(namespace))))
			.orderBy(BUILD_ARTIFACT.ID)
			.fetchGroups(BUILD_ARTIFACT.BUILD_ID, BUILD_ARTIFACT.KEY);
		return this.db
			.select(BUILD.ENVIRONMENT_ID, BUILD.ID, ENVIRONMENT.CURRENT_BUILD_ID, SPECIFICATION.SHA256, BUILD.STATUS,
					BUILD.SCHEDULED_ON, BUILD.ENDED_ON)
			.from(BUILD)
			.join(ENVIRONMENT)
			.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
			.join(SPECIFICATION)
			.on(SPECIFICATION.ID.eq(BUILD.SPECIFICATION_ID))
			.where(live(namespace))
			.orderBy(BUILD.ID)
			.fetchGroups((row) -> row.value1(),
					(row) -> new Build(row.value2(), row.value2().equals(row.value3()), row.value4(), row.value5(),
							StoredTime.instant(row.value6()), StoredTime.instant(row.value7()),
							keys.getOrDefault(row.value2(), List.of())));
	}

	/** Builds of live environments that are live themselves, or current all the same. */
	private static Condition live(int namespace) {
		return BUILD.ENVIRONMENT_ID
			.in(select(ENVIRONMENT.ID).from(ENVIRONMENT)
				.where(ENVIRONMENT.NAMESPACE_ID.eq(namespace), ENVIRONMENT.DELETED_ON.isNull()))
			.and(BUILD.DELETED_ON.isNull()
				.or(BUILD.ID.in(select(ENVIRONMENT.CURRENT_BUILD_ID).from(ENVIRONMENT)
					.where(ENVIRONMENT.NAMESPACE_ID.eq(namespace)))));
	}

	private static @Nullable String text(@Nullable JSON json) {
		return (json != null) ? json.data() : null;
	}

}
