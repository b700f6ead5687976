package org.condastore.shell.environment;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.condastore.shell.change.StoredRow;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.purge.EnvironmentContentRepository;
import org.condastore.shell.purge.PurgeOptions;
import org.condastore.shell.session.ReadAhead;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

/** What changes of environments mean in rows. */
public final class EnvironmentChangeRepository {

	private record Found(int id, @Nullable LocalDateTime deletedOn, @Nullable LocalDateTime namespaceDeletedOn,
			StoredRow row) {
	}

	/** What may change of an environment without its builds, and what that depends on. */
	private static final Field<?>[] COLUMNS = { ENVIRONMENT.ID, ENVIRONMENT.DESCRIPTION, ENVIRONMENT.DELETED_ON };

	private final ReadAhead.Shared<EnvironmentName, Found> environments;

	/**
	 * Reads environments that are to be changed.
	 * @param ahead reads those of the lines that come, too
	 */
	public EnvironmentChangeRepository(DSLContext sql, ReadAhead ahead) {
		this.environments = ahead.of(EnvironmentName.class, (names) -> find(sql, names));
	}

	/**
	 * The environment gets another description.
	 * @param description null for none
	 */
	void setDescription(Planning planning, EnvironmentName name, @Nullable String description) {
		Found environment = this.environments.take(name).orElseThrow(() -> EnvironmentRepository.missing(name));
		requireLive(name, environment);
		planning.update(ENVIRONMENT, environment.row(), Assignments.set(ENVIRONMENT.DESCRIPTION, description),
				ENVIRONMENT.DELETED_ON);
	}

	/**
	 * An environment and its builds are marked as deleted, with one time for all. In an
	 * environment that is marked already it is its own: conda-store goes on to build in
	 * it.
	 */
	void delete(Planning planning, EnvironmentName name) {
		Found environment = find(planning, name);
		LocalDateTime deletedOn = environment.deletedOn();
		Condition itself = ENVIRONMENT.ID.eq(environment.id());
		EnvironmentContentRepository content = new EnvironmentContentRepository(planning);
		content.delete(itself, (deletedOn != null) ? deletedOn : planning.now());
		planning
			.followUp("this frees no disk: DELETE /api/v1/environment/%s/ makes a worker remove the files and the rows"
				.formatted(name));
		planning.followUp(
				"the name %s stays taken until then: what is registered under it meanwhile is built, shown to nobody and removed too"
					.formatted(name));
		planning.followUp("the link to the environment stays on the disk, and leads nowhere once the files are gone");
		content.tellOfDeletion(itself, "--environment " + name);
		tellOfSettings(planning, name);
	}

	/**
	 * An environment is live again, with the builds that were deleted together with it.
	 */
	void restore(Planning planning, EnvironmentName name) {
		Found environment = find(planning, name);
		LocalDateTime deletedOn = environment.deletedOn();
		if (deletedOn == null) {
			return;
		}
		requireLiveNamespace(name, environment);
		planning.require(NAMESPACE, NAMESPACE.NAME.eq(name.namespace().value()), NAMESPACE.DELETED_ON);
		new EnvironmentContentRepository(planning).restore(ENVIRONMENT.ID.eq(environment.id()), deletedOn);
		planning.followUp(
				"if DELETE /api/v1/environment/%s/ was sent, its task removes the environment all the same when a worker gets to it"
					.formatted(name));
	}

	/**
	 * An environment that is marked as deleted goes away, with its builds. Its settings
	 * stay, as conda-store leaves them.
	 * @throws CommandFailure {@code PRECONDITION} if it is live, or as
	 * {@link EnvironmentContentRepository#purge} says
	 */
	void purge(Planning planning, EnvironmentName name, PurgeOptions options) {
		Found environment = find(planning, name);
		if (environment.deletedOn() == null) {
			throw CommandFailure.precondition("the environment %s is not deleted".formatted(name),
					"environment delete %s comes first".formatted(name));
		}
		new EnvironmentContentRepository(planning).purge(ENVIRONMENT.ID.eq(environment.id()), options,
				"DELETE /api/v1/environment/%s/ makes a worker remove them".formatted(name));
		planning.followUp(
				"the link to the environment, lock files and what failed builds have left on the disk are in no table: look into the directory of %s"
					.formatted(name.namespace()));
		tellOfSettings(planning, name);
	}

	/**
	 * The id of an environment that is not marked as deleted, nor its namespace.
	 * @throws CommandFailure {@code PRECONDITION} if there is none
	 */
	public static int live(Planning planning, EnvironmentName name) {
		Found found = find(planning, name);
		requireLive(name, found);
		return found.id();
	}

	private static void requireLive(EnvironmentName name, Found found) {
		requireLiveNamespace(name, found);
		if (found.deletedOn() != null) {
			throw CommandFailure.precondition(
					"the environment %s was deleted on %s".formatted(name, StoredTime.instant(found.deletedOn())),
					"environment restore %s takes that back".formatted(name));
		}
	}

	private static void requireLiveNamespace(EnvironmentName name, Found found) {
		if (found.namespaceDeletedOn() != null) {
			throw CommandFailure.precondition(
					"the namespace of %s was deleted on %s".formatted(name,
							StoredTime.instant(found.namespaceDeletedOn())),
					"namespace restore %s takes that back".formatted(name.namespace()));
		}
	}

	private static Found find(Planning planning, EnvironmentName name) {
		return Optional.ofNullable(find(planning.sql(), Set.of(name)).get(name))
			.orElseThrow(() -> EnvironmentRepository.missing(name));
	}

	private static Map<EnvironmentName, Found> find(DSLContext sql, Set<EnvironmentName> names) {
		Field<String> namespace = field(name("wanted", "namespace"), String.class);
		Field<String> environment = field(name("wanted", "environment"), String.class);
		Table<?> wanted = table("unnest({0}, {1})",
				val(names.stream().map((one) -> one.namespace().value()).toArray(String[]::new)),
				val(names.stream().map(EnvironmentName::name).toArray(String[]::new)))
			.as("wanted", "namespace", "environment");
		Map<String, Found> found = new HashMap<>();
		List<Field<?>> selected = new ArrayList<>(List.of(ENVIRONMENT.ID, NAMESPACE.NAME, ENVIRONMENT.NAME,
				ENVIRONMENT.DELETED_ON, NAMESPACE.DELETED_ON));
		selected.addAll(StoredRow.fields(COLUMNS));
		sql.select(selected)
			.from(wanted)
			.join(NAMESPACE)
			.on(NAMESPACE.NAME.eq(namespace))
			.join(ENVIRONMENT)
			.on(ENVIRONMENT.NAMESPACE_ID.eq(NAMESPACE.ID), ENVIRONMENT.NAME.eq(environment))
			.forEach((row) -> found.put("%s/%s".formatted(row.get(NAMESPACE.NAME), row.get(ENVIRONMENT.NAME)),
					new Found(row.get(ENVIRONMENT.ID), row.get(ENVIRONMENT.DELETED_ON), row.get(NAMESPACE.DELETED_ON),
							StoredRow.of(row, row.size() - COLUMNS.length, COLUMNS))));
		Map<EnvironmentName, Found> byName = new HashMap<>();
		for (EnvironmentName name : names) {
			Found one = found.get(name.toString());
			if (one != null) {
				byName.put(name, one);
			}
		}
		return byName;
	}

	private static void tellOfSettings(Planning planning, EnvironmentName name) {
		int settings = planning.sql().fetchCount(KEYVALUESTORE, KEYVALUESTORE.PREFIX.eq("setting/" + name));
		if (settings > 0) {
			planning.followUp("%s for another environment of that name: setting list --environment %s shows them"
				.formatted((settings == 1) ? "1 setting stays" : "%,d settings stay".formatted(settings), name));
		}
	}

}
