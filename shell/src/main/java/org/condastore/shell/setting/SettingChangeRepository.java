package org.condastore.shell.setting;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Guard;
import org.condastore.shell.change.Planning;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.failure.CommandFailure;
import org.jooq.Condition;
import org.jooq.JSON;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.schema.jooq.Tables.NAMESPACE;

/** What changes of settings mean in rows. */
public final class SettingChangeRepository {

	/**
	 * conda-store's {@code get_settings} writes what it reads into the defaults of its
	 * process.
	 *
	 * @see <a href=
	 * "https://github.com/conda-incubator/conda-store/blob/9177dc66/conda-store-server/conda_store_server/_internal/settings.py#L109">
	 * settings.py</a>
	 */
	private static final String RESTART = "restart conda-store's server and workers: a process keeps what it has read"
			+ " once, and uses it for other namespaces and environments too";

	/**
	 * A setting gets a value at a level.
	 * @param level live
	 */
	void set(Planning planning, SettingKey key, SettingLevel level, SettingValue value) {
		requireLive(planning, level);
		JSON json = JSON.json(value.json());
		if (rows(planning, key, level) == 0) {
			planning.insert(KEYVALUESTORE,
					Assignments.set(KEYVALUESTORE.PREFIX, level.prefix())
						.and(KEYVALUESTORE.KEY, key.name())
						.and(KEYVALUESTORE.VALUE, json));
			planning.guard(Guard.ONE_ROW_PER_SETTING);
		}
		else if (planning.update(KEYVALUESTORE, at(key, level), Assignments.set(KEYVALUESTORE.VALUE, json),
				KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY) == 0) {
			return;
		}
		planning.followUp(RESTART);
	}

	/**
	 * A setting has no value at a level any more: that of the level above applies.
	 * @param level may be deleted or gone: what is set for it stays, and counts again for
	 * the next one of that name
	 */
	void unset(Planning planning, SettingKey key, SettingLevel level) {
		if (rows(planning, key, level) == 0) {
			throw CommandFailure.notFound("%s is not set %s".formatted(key, where(level)),
					"setting get %s%s shows where it is".formatted(key, option(level)));
		}
		planning.delete(KEYVALUESTORE, at(key, level));
		planning.followUp(RESTART);
	}

	/**
	 * How many rows set it: none or one.
	 * @throws CommandFailure {@code PRECONDITION} if there are several, which no
	 * constraint forbids
	 */
	private static int rows(Planning planning, SettingKey key, SettingLevel level) {
		List<Record2<Integer, JSON>> found = planning.sql()
			.select(KEYVALUESTORE.ID, KEYVALUESTORE.VALUE)
			.from(KEYVALUESTORE)
			.where(at(key, level))
			.orderBy(KEYVALUESTORE.ID)
			.fetch();
		if (found.size() > 1) {
			throw CommandFailure.precondition(
					"%s is set %d times %s: %s".formatted(key, found.size(), where(level),
							found.stream()
								.map((row) -> "row %d is %s".formatted(row.value1(), shown(row.value2())))
								.collect(Collectors.joining(", "))),
					"row delete keyvaluestore %d takes one of them away".formatted(found.get(0).value1()));
		}
		return found.size();
	}

	private static String shown(@Nullable JSON value) {
		return (value != null) ? value.data() : "NULL";
	}

	private static Condition at(SettingKey key, SettingLevel level) {
		return KEYVALUESTORE.PREFIX.eq(level.prefix()).and(KEYVALUESTORE.KEY.eq(key.name()));
	}

	private static String where(SettingLevel level) {
		return level.isGlobal() ? "globally" : "for the %s %s".formatted(level.kind(), level.name());
	}

	private static String option(SettingLevel level) {
		return level.isGlobal() ? "" : " --%s %s".formatted(level.kind(), level.name());
	}

	private static void requireLive(Planning planning, SettingLevel level) {
		if (level.isGlobal()) {
			return;
		}
		Condition named = NAMESPACE.NAME.eq(level.namespace());
		List<LocalDateTime> namespace = planning.sql()
			.select(NAMESPACE.DELETED_ON)
			.from(NAMESPACE)
			.where(named)
			.fetch(NAMESPACE.DELETED_ON);
		requireLive(namespace, "namespace", String.valueOf(level.namespace()));
		planning.require(NAMESPACE, named, NAMESPACE.NAME, NAMESPACE.DELETED_ON);
		if (level.environment() != null) {
			requireLive(planning.sql()
				.select(ENVIRONMENT.DELETED_ON)
				.from(ENVIRONMENT)
				.join(NAMESPACE)
				.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
				.where(named, ENVIRONMENT.NAME.eq(level.environment()))
				.fetch(ENVIRONMENT.DELETED_ON), "environment", level.name());
			planning.require(ENVIRONMENT,
					ENVIRONMENT.NAME.eq(level.environment())
						.and(ENVIRONMENT.NAMESPACE_ID.in(DSL.select(NAMESPACE.ID).from(NAMESPACE).where(named))),
					ENVIRONMENT.NAMESPACE_ID, ENVIRONMENT.NAME, ENVIRONMENT.DELETED_ON);
		}
	}

	private static void requireLive(List<@Nullable LocalDateTime> deletedOn, String kind, String name) {
		if (deletedOn.isEmpty()) {
			throw CommandFailure.notFound("there is no %s %s".formatted(kind, name),
					"%s list shows the names; with --deleted the deleted ones too".formatted(kind));
		}
		if (deletedOn.get(0) != null) {
			throw CommandFailure.precondition(
					"the %s %s was deleted on %s".formatted(kind, name,
							StoredTime.instant(Objects.requireNonNull(deletedOn.get(0)))),
					"%s restore %s takes that back".formatted(kind, name));
		}
	}

}
