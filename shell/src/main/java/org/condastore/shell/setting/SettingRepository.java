package org.condastore.shell.setting;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.condastore.schema.jooq.tables.Keyvaluestore;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.listing.Pages;
import org.condastore.shell.listing.SortKeys;
import org.condastore.shell.output.Rows;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Record5;
import org.jooq.SelectConditionStep;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

/** All SQL about settings. */
public final class SettingRepository {

	private static final Keyvaluestore OTHER = KEYVALUESTORE.as("other");

	private static final Field<Boolean> DUPLICATE = field(exists(selectOne().from(OTHER)
		.where(OTHER.PREFIX.eq(KEYVALUESTORE.PREFIX), OTHER.KEY.eq(KEYVALUESTORE.KEY), OTHER.ID.ne(KEYVALUESTORE.ID))));

	private static final SortKeys SORT_KEYS = SortKeys
		.by("level", List.of(KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY), KEYVALUESTORE.ID)
		.or("key", KEYVALUESTORE.KEY, KEYVALUESTORE.PREFIX);

	private final DSLContext db;

	public SettingRepository(DSLContext db) {
		this.db = db;
	}

	/**
	 * Settings as they are stored.
	 * @param level of this one and those below it
	 * @param key which ones; null for all
	 */
	Rows<StoredSetting> list(SettingLevel level, @Nullable NamePattern key, Listing listing) {
		Condition filter = within(level).and((key != null) ? key.matches(KEYVALUESTORE.KEY) : noCondition());
		return Pages.of((after) -> settings(filter).and(after), SORT_KEYS, listing, SettingRepository::setting);
	}

	/**
	 * What has to be said about a level itself. conda-store neither demands that a
	 * namespace or environment exists before something is set for it, nor removes what is
	 * set when it goes.
	 * @throws CommandFailure {@code PRECONDITION} if there is no such namespace or
	 * environment, live or deleted, and nothing is set for it
	 */
	Optional<String> remark(SettingLevel level) {
		if (level.isGlobal() || isThere(level)) {
			return Optional.empty();
		}
		String missing = "there is no %s %s".formatted(level.kind(), level.name());
		if (this.db.fetchExists(KEYVALUESTORE, within(level))) {
			return Optional.of(missing + "; what is set for it counts once there is one");
		}
		throw CommandFailure.notFound(missing,
				"%s list shows the names; with --deleted the deleted ones too".formatted(level.kind()));
	}

	/** What a setting is at a level. */
	EffectiveSetting get(SettingKey key, SettingLevel level) {
		Stream<StoredSetting> rows = level.path()
			.stream()
			.flatMap((step) -> settings(KEYVALUESTORE.PREFIX.eq(step.prefix()).and(KEYVALUESTORE.KEY.eq(key.name())))
				.orderBy(KEYVALUESTORE.ID)
				.fetch(SettingRepository::setting)
				.stream());
		return EffectiveSetting.of(key, level, rows.toList());
	}

	private SelectConditionStep<Record5<Integer, String, String, JSON, Boolean>> settings(Condition which) {
		return this.db.select(KEYVALUESTORE.ID, KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY, KEYVALUESTORE.VALUE, DUPLICATE)
			.from(KEYVALUESTORE)
			.where(which);
	}

	private boolean isThere(SettingLevel level) {
		Condition named = NAMESPACE.NAME.eq(level.namespace());
		return (level.environment() == null) ? this.db.fetchExists(NAMESPACE, named)
				: this.db.fetchExists(select(ENVIRONMENT.ID).from(ENVIRONMENT)
					.join(NAMESPACE)
					.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
					.where(named, ENVIRONMENT.NAME.eq(level.environment())));
	}

	private static Condition within(SettingLevel level) {
		return KEYVALUESTORE.PREFIX.eq(level.prefix()).or(KEYVALUESTORE.PREFIX.startsWith(level.prefix() + "/"));
	}

	private static StoredSetting setting(Record5<Integer, String, String, JSON, Boolean> row) {
		JSON value = row.value4();
		return new StoredSetting(row.value1(), row.value2(), row.value3(), (value != null) ? value.data() : null,
				row.value5());
	}

}
