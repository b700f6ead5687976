package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Planning;
import org.condastore.shell.setting.SettingKey;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.shell.doctor.ViolationQuery.clause;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

/** K3. */
final class SettingIsRead implements Invariant {

	private static final String SLASH = "/";

	private static final List<String> GLOBAL_ONLY = SettingKey.all()
		.stream()
		.filter(SettingKey::globalOnly)
		.map(SettingKey::name)
		.toList();

	private static final Condition NOWHERE = part(1).ne(DSL.inline("setting"))
		.or(part(4).ne(DSL.inline("")))
		.or(DSL.concat(KEYVALUESTORE.PREFIX, DSL.inline(SLASH)).contains("//"));

	private static final Condition TOO_LOW = KEYVALUESTORE.KEY.in(GLOBAL_ONLY).and(part(2).ne(DSL.inline("")));

	private static final Condition NO_NAMESPACE = part(2).ne(DSL.inline(""))
		.and(notExists(selectOne().from(NAMESPACE).where(NAMESPACE.NAME.eq(part(2)))));

	private static final Condition NO_ENVIRONMENT = part(3).ne(DSL.inline(""))
		.and(notExists(selectOne().from(ENVIRONMENT)
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.where(NAMESPACE.NAME.eq(part(2)), ENVIRONMENT.NAME.eq(part(3)))));

	private static final Condition UNREAD = NOWHERE.or(TOO_LOW).or(NO_NAMESPACE).or(NO_ENVIRONMENT);

	@Override
	public String id() {
		return "K3";
	}

	@Override
	public Severity severity() {
		return Severity.INFORMATION;
	}

	@Override
	public String sentence() {
		return "a setting is stored where conda-store looks for it";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				A setting has a prefix that names its level: setting, setting/NAMESPACE, or
				setting/NAMESPACE/ENVIRONMENT. conda-store does not remove settings with the namespace or
				environment that they are for, and does not ask whether there is one when they are stored. Some keys
				count at the global level only.
				""", """
				Nothing, as long as nobody makes a namespace or environment of that name: then it has settings that
				nobody remembers.
				""", """
				The row is deleted. A namespace or environment that is only marked as deleted counts as there: it
				may be restored.
				""", """
				Do not delete settings that somebody has stored ahead for an environment that is still to be made:
				repair plan shows them first.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(KEYVALUESTORE);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(
				ViolationQuery.of(KEYVALUESTORE)
					.where(UNREAD)
					.namespace(NamespaceOf.setting(KEYVALUESTORE.PREFIX))
					.detail(DSL
						.when(NOWHERE,
								clause("%s is not where conda-store looks for %s", KEYVALUESTORE.PREFIX,
										KEYVALUESTORE.KEY))
						.when(TOO_LOW,
								clause("%s is read at the global level only, not at %s", KEYVALUESTORE.KEY,
										KEYVALUESTORE.PREFIX))
						.otherwise(clause("there is no %s, for which %s is set", name(), KEYVALUESTORE.KEY))));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("settings that are not read are deleted", KEYVALUESTORE, SettingIsRead::plan);
	}

	private static void plan(Planning planning) {
		if (planning.delete(KEYVALUESTORE, UNREAD) > 0) {
			planning
				.followUp("restart conda-store's server and workers: a process keeps the settings that it has read");
		}
	}

	private static Field<String> part(int number) {
		return DSL.splitPart(KEYVALUESTORE.PREFIX, DSL.inline(SLASH), DSL.inline(number));
	}

	/** NAMESPACE or NAMESPACE/ENVIRONMENT. */
	private static Field<String> name() {
		return DSL.when(part(3).eq(DSL.inline("")), DSL.concat(DSL.inline("namespace "), part(2)))
			.otherwise(DSL.concat(DSL.inline("environment "), part(2), DSL.inline(SLASH), part(3)));
	}

}
