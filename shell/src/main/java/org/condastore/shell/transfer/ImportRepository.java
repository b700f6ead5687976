package org.condastore.shell.transfer;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Change;
import org.condastore.shell.change.Guard;
import org.condastore.shell.change.Planning;
import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.setting.SettingLevel;
import org.condastore.shell.transfer.NamespaceDocument.Build;
import org.condastore.shell.transfer.NamespaceDocument.Environment;
import org.condastore.shell.transfer.NamespaceDocument.Role;
import org.condastore.shell.transfer.NamespaceDocument.Setting;
import org.condastore.shell.transfer.NamespaceDocument.Specification;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Record1;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING;
import static org.condastore.schema.jooq.Tables.NAMESPACE_ROLE_MAPPING_V2;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;

/**
 * What it means in rows that a namespace comes from a file. What is there already stays
 * as it is; where the file says something else about it, nothing is done at all.
 */
final class ImportRepository {

	/** How many lock files a hint names. */
	private static final int NAMED = 20;

	/**
	 * Any version but 3 works without a hash, which is computed from what is built; the
	 * build has no files that its key could lead to.
	 */
	private static final int KEY_VERSION = 2;

	private final NamespaceDocument document;

	private final NamespaceName name;

	/**
	 * An import.
	 * @param name of the namespace here
	 */
	ImportRepository(NamespaceDocument document, NamespaceName name) {
		this.document = document;
		this.name = name;
	}

	/**
	 * What is done one after another: each step needs the keys of rows that those before
	 * it have made.
	 */
	List<Change> steps() {
		return List.of(this::namespace, this::insideOfNamespace, this::builds, this::currentBuilds);
	}

	private void namespace(Planning planning) {
		Optional<LocalDateTime> deletedOn = planning.sql()
			.select(NAMESPACE.ID, NAMESPACE.DELETED_ON)
			.from(NAMESPACE)
			.where(NAMESPACE.NAME.eq(this.name.value()))
			.fetchOptional((row) -> Optional.ofNullable(row.value2()))
			.orElseGet(() -> {
				planning.insert(NAMESPACE,
						Assignments.set(NAMESPACE.NAME, this.name.value()).and(NAMESPACE.METADATA_, metadata()));
				return Optional.empty();
			});
		deletedOn.ifPresent((time) -> {
			throw CommandFailure.precondition(
					"the namespace %s was deleted on %s".formatted(this.name, StoredTime.instant(time)),
					"namespace restore %s takes that back; --as NAME imports it under another name"
						.formatted(this.name));
		});
		List<String> hashes = this.document.specifications().stream().map(Specification::sha256).toList();
		Set<String> known = new HashSet<>(planning.sql()
			.select(SPECIFICATION.SHA256)
			.from(SPECIFICATION)
			.where(SPECIFICATION.SHA256.eq(DSL.any(hashes.toArray(String[]::new))))
			.fetch(SPECIFICATION.SHA256));
		for (Specification specification : this.document.specifications()) {
			if (known.add(specification.sha256())) {
				planning.insert(SPECIFICATION,
						Assignments.set(SPECIFICATION.NAME, specification.name())
							.and(SPECIFICATION.SPEC, JSON.json(specification.spec()))
							.and(SPECIFICATION.SHA256, specification.sha256())
							.and(SPECIFICATION.CREATED_ON,
									(specification.createdOn() != null) ? StoredTime.stored(specification.createdOn())
											: planning.now())
							.and(SPECIFICATION.IS_LOCKFILE, specification.isLockfile()));
			}
		}
	}

	private JSON metadata() {
		String metadata = this.document.metadata();
		return JSON.json((metadata != null) ? metadata : "{}");
	}

	private void insideOfNamespace(Planning planning) {
		this.document.roles().forEach((role) -> role(planning, role));
		this.document.settings().forEach((setting) -> setting(planning, setting));
		Map<String, Optional<LocalDateTime>> known = planning.sql()
			.select(ENVIRONMENT.NAME, ENVIRONMENT.DELETED_ON)
			.from(ENVIRONMENT)
			.where(ENVIRONMENT.NAMESPACE_ID.eq(id()))
			.fetchMap((row) -> row.value1(), (row) -> Optional.ofNullable(row.value2()));
		for (Environment environment : this.document.environments()) {
			EnvironmentName full = new EnvironmentName(this.name, environment.name());
			Optional<LocalDateTime> deletedOn = known.get(environment.name());
			if (deletedOn == null && environment.specification() != null) {
				planning.insert(ENVIRONMENT,
						Assignments
							.set(ENVIRONMENT.NAMESPACE_ID, namespaceId(planning, this.name.value()).orElseThrow())
							.and(ENVIRONMENT.NAME, environment.name())
							.and(ENVIRONMENT.DESCRIPTION, environment.description()));
			}
			else if (deletedOn == null) {
				planning.followUp("the environment %s was never built: there is no specification to make it from"
					.formatted(full));
			}
			else if (deletedOn.isEmpty()) {
				planning.followUp("the environment %s was there already and stays as it is".formatted(full));
			}
			else {
				throw CommandFailure.precondition(
						"the environment %s was deleted on %s".formatted(full, StoredTime.instant(deletedOn.get())),
						"environment restore %s takes that back; --as NAME imports the namespace under another name"
							.formatted(full));
			}
		}
	}

	private void role(Planning planning, Role role) {
		String holder = here(role.holder());
		String entity = here(role.entity());
		Optional<Integer> holderId = namespaceId(planning, holder);
		Optional<Integer> targetId = (role.generation() == 1) ? holderId
				: namespaceId(planning, entity.substring(0, Math.max(0, entity.indexOf('/'))));
		if (holderId.isEmpty() || targetId.isEmpty()) {
			planning.followUp("%s is not %s on %s here: one of these namespaces is missing or deleted".formatted(holder,
					role.role(), entity));
			return;
		}
		boolean first = role.generation() == 1;
		Field<String> roles = first ? NAMESPACE_ROLE_MAPPING.ROLE : NAMESPACE_ROLE_MAPPING_V2.ROLE;
		Condition same = first
				? NAMESPACE_ROLE_MAPPING.NAMESPACE_ID.eq(holderId.get()).and(NAMESPACE_ROLE_MAPPING.ENTITY.eq(entity))
				: NAMESPACE_ROLE_MAPPING_V2.OTHER_NAMESPACE_ID.eq(holderId.get())
					.and(NAMESPACE_ROLE_MAPPING_V2.NAMESPACE_ID.eq(targetId.get()));
		List<String> held = planning.sql()
			.selectDistinct(roles)
			.from(first ? NAMESPACE_ROLE_MAPPING : NAMESPACE_ROLE_MAPPING_V2)
			.where(same)
			.fetch(roles);
		if (held.equals(List.of(role.role()))) {
			return;
		}
		if (!held.isEmpty()) {
			throw CommandFailure.precondition(
					"%s is %s on %s here, and %s in the file".formatted(holder, String.join(" and ", held), entity,
							role.role()),
					"role set %s '%s' %s makes them alike".formatted(holder, entity, role.role()));
		}
		if (first) {
			planning.insert(NAMESPACE_ROLE_MAPPING,
					Assignments.set(NAMESPACE_ROLE_MAPPING.NAMESPACE_ID, holderId.get())
						.and(NAMESPACE_ROLE_MAPPING.ENTITY, entity)
						.and(NAMESPACE_ROLE_MAPPING.ROLE, role.role()));
			planning.guard(Guard.ONE_ROW_PER_ENTITY);
		}
		else {
			planning.insert(NAMESPACE_ROLE_MAPPING_V2,
					Assignments.set(NAMESPACE_ROLE_MAPPING_V2.NAMESPACE_ID, targetId.get())
						.and(NAMESPACE_ROLE_MAPPING_V2.OTHER_NAMESPACE_ID, holderId.get())
						.and(NAMESPACE_ROLE_MAPPING_V2.ROLE, role.role()));
		}
	}

	/** A name or a pattern of names, in which the namespace has the name that it gets. */
	private String here(String text) {
		String old = this.document.name();
		if (text.equals(old)) {
			return this.name.value();
		}
		return text.startsWith(old + "/") ? this.name + text.substring(old.length()) : text;
	}

	/** The id of a live namespace. */
	private static Optional<Integer> namespaceId(Planning planning, String name) {
		return planning.sql()
			.select(NAMESPACE.ID)
			.from(NAMESPACE)
			.where(NAMESPACE.NAME.eq(name), NAMESPACE.DELETED_ON.isNull())
			.fetchOptional(NAMESPACE.ID);
	}

	private void setting(Planning planning, Setting setting) {
		String environment = setting.environment();
		SettingLevel level = SettingLevel.of((environment == null) ? this.name : null,
				(environment != null) ? new EnvironmentName(this.name, environment) : null);
		List<JSON> stored = planning.sql()
			.select(KEYVALUESTORE.VALUE)
			.from(KEYVALUESTORE)
			.where(KEYVALUESTORE.PREFIX.eq(level.prefix()), KEYVALUESTORE.KEY.eq(setting.key()))
			.fetch(KEYVALUESTORE.VALUE);
		if (stored.isEmpty()) {
			String value = setting.value();
			planning.insert(KEYVALUESTORE,
					Assignments.set(KEYVALUESTORE.PREFIX, level.prefix())
						.and(KEYVALUESTORE.KEY, setting.key())
						.and(KEYVALUESTORE.VALUE, (value != null) ? JSON.json(value) : null));
			planning.guard(Guard.ONE_ROW_PER_SETTING);
			planning.followUp("restart conda-store's server and workers: they keep the settings that they have read");
			return;
		}
		for (JSON value : stored) {
			if (!same(value, setting.value())) {
				throw CommandFailure.precondition(
						"%s of %s is %s here, and %s in the file".formatted(setting.key(),
								level.prefix().substring("setting/".length()), value, setting.value()),
						"setting set makes them alike; or take it out of the file");
			}
		}
	}

	private static boolean same(@Nullable JSON stored, @Nullable String imported) {
		return StoredJson.read(String.valueOf(stored)).equals(StoredJson.read(String.valueOf(imported)));
	}

	private void builds(Planning planning) {
		int made = 0;
		List<String> lockFiles = new ArrayList<>();
		for (Environment environment : this.document.environments()) {
			Optional<Integer> unbuilt = planning.sql()
				.select(ENVIRONMENT.ID)
				.from(ENVIRONMENT)
				.where(unbuilt(), ENVIRONMENT.NAME.eq(environment.name()))
				.fetchOptional(ENVIRONMENT.ID);
			if (unbuilt.isEmpty() || environment.specification() == null) {
				continue;
			}
			int specification = planning.sql()
				.select(SPECIFICATION.ID)
				.from(SPECIFICATION)
				.where(SPECIFICATION.SHA256.eq(environment.specification()))
				.fetchSingle(SPECIFICATION.ID);
			planning.insert(BUILD,
					Assignments.set(BUILD.SPECIFICATION_ID, specification)
						.and(BUILD.ENVIRONMENT_ID, unbuilt.get())
						.and(BUILD.STATUS, "FAILED")
						.and(BUILD.SIZE, 0L)
						.and(BUILD.SCHEDULED_ON, planning.now())
						.and(BUILD.STARTED_ON, planning.now())
						.and(BUILD.ENDED_ON, planning.now())
						.and(BUILD.STATUS_INFO, "imported by an operator: it has no files until it is built here")
						.and(BUILD.BUILD_KEY_VERSION, KEY_VERSION));
			made++;
			environment.builds()
				.stream()
				.filter(Build::current)
				.flatMap((build) -> build.lockfileKeys().stream())
				.forEach((key) -> lockFiles.add("%s: %s".formatted(environment.name(), key)));
		}
		if (made > 0) {
			planning.followUp(
					"nothing is built yet: PUT /api/v1/build/ID/ makes a worker build an environment's specification; environment list shows the id as current_build_id");
		}
		if (!lockFiles.isEmpty()) {
			planning.followUp(
					"where the same packages are wanted, register the lock file instead: the storage of the old conda-store has %s%s"
						.formatted(String.join(", ", lockFiles.subList(0, Math.min(NAMED, lockFiles.size()))),
								(lockFiles.size() > NAMED) ? ", and %,d more".formatted(lockFiles.size() - NAMED)
										: ""));
		}
	}

	private void currentBuilds(Planning planning) {
		Field<Integer> newest = DSL
			.field(DSL.select(DSL.max(BUILD.ID)).from(BUILD).where(BUILD.ENVIRONMENT_ID.eq(ENVIRONMENT.ID)));
		List<String> names = this.document.environments().stream().map(Environment::name).toList();
		planning.update(ENVIRONMENT,
				ENVIRONMENT.NAMESPACE_ID.eq(id())
					.and(ENVIRONMENT.NAME.eq(DSL.any(names.toArray(String[]::new))))
					.and(ENVIRONMENT.CURRENT_BUILD_ID.isNull())
					.and(newest.isNotNull()),
				Assignments.set(ENVIRONMENT.CURRENT_BUILD_ID, newest));
	}

	/** Environments of the namespace that no build was ever made for. */
	private Condition unbuilt() {
		return ENVIRONMENT.NAMESPACE_ID.eq(id())
			.and(ENVIRONMENT.CURRENT_BUILD_ID.isNull())
			.andNotExists(DSL.selectOne().from(BUILD).where(BUILD.ENVIRONMENT_ID.eq(ENVIRONMENT.ID)));
	}

	private SelectConditionStep<Record1<Integer>> id() {
		return DSL.select(NAMESPACE.ID).from(NAMESPACE).where(NAMESPACE.NAME.eq(this.name.value()));
	}

}
