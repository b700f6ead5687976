package org.condastore.shell.doctor;

import java.util.List;
import java.util.Set;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.condastore.shell.setting.SettingKey;
import org.condastore.shell.setting.SettingType;
import org.condastore.shell.setting.SettingValue;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.shell.doctor.ViolationQuery.text;

/** K2. */
final class SettingHasTypeOfItsKey implements Invariant {

	/** What is allowed or demanded: nobody but an operator lets go of it. */
	private static final Set<String> RESTRICTING = Set.of("conda_allowed_channels", "conda_required_packages",
			"pypi_required_packages");

	/** False, too, where the value is NULL. */
	private static final Condition LONE_TEXT = KEYVALUESTORE.KEY.in(keys(SettingType.TEXTS))
		.and(DSL.coalesce(DSL.function("json_typeof", SQLDataType.CLOB, KEYVALUESTORE.VALUE), DSL.inline(""))
			.eq(DSL.inline("string")));

	@Override
	public String id() {
		return "K2";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "the value of a setting is of the type of its key";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Settings are JSON, and the database takes any. A value written by hand, or by a program that knows
				another release, can be a text where a list belongs, or null where there has to be a value.
				""", """
				conda-store reads all settings of a level at once and fails over one of a wrong type: the page of
				settings, and every build of the namespace or environment; at the global level every build there is.
				""", """
				A text where a list of texts belongs becomes a list of that text. Any other such value is deleted,
				so that the level above counts, except those of conda_allowed_channels and of packages that are
				required: without them more would be allowed than somebody wanted, so setting set has to put them
				right. Restart server and workers afterwards: they go on with what they have read.
				""", """
				Do not delete all settings of a level to be rid of one: what is allowed and what is required goes
				too.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(KEYVALUESTORE);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(KEYVALUESTORE)
			.where(KEYVALUESTORE.ID.in(ids(wrong(examination.sql()))))
			.namespace(NamespaceOf.setting(KEYVALUESTORE.PREFIX))
			.detail("%s %s is %s", KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY, DSL.left(text(KEYVALUESTORE.VALUE), 60)));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows(
				"a lone text becomes a list, other wrong values are deleted unless they restrict something",
				KEYVALUESTORE, SettingHasTypeOfItsKey::plan);
	}

	private static void plan(Planning planning) {
		List<Integer> wrong = ids(wrong(planning.sql()));
		Condition broken = KEYVALUESTORE.ID.in(wrong);
		int changed = planning.update(KEYVALUESTORE, broken.and(LONE_TEXT),
				Assignments.set(KEYVALUESTORE.VALUE,
						DSL.concat(DSL.inline("["), text(KEYVALUESTORE.VALUE), DSL.inline("]")).cast(SQLDataType.JSON)),
				KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY);
		changed += planning.delete(KEYVALUESTORE, broken.andNot(LONE_TEXT).and(KEYVALUESTORE.KEY.notIn(RESTRICTING)));
		if (changed > 0) {
			planning
				.followUp("restart conda-store's server and workers: a process keeps the settings that it has read");
		}
		if (changed < wrong.size()) {
			planning.followUp("setting set puts those right that restrict something: doctor --check K2 shows them");
		}
	}

	/** conda-store's own rules decide; there are as many settings as people type. */
	private static List<? extends Record> wrong(DSLContext sql) {
		return sql.select(KEYVALUESTORE.ID, KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY, KEYVALUESTORE.VALUE)
			.from(KEYVALUESTORE)
			.where(KEYVALUESTORE.KEY.notIn(keys(SettingType.ARTIFACT_TYPES)))
			.fetch()
			.stream()
			.filter((row) -> {
				JSON value = row.get(KEYVALUESTORE.VALUE);
				return SettingValue
					.problem(row.get(KEYVALUESTORE.PREFIX), row.get(KEYVALUESTORE.KEY),
							(value != null) ? value.data() : null)
					.isPresent();
			})
			.toList();
	}

	private static List<Integer> ids(List<? extends Record> rows) {
		return rows.stream().map((row) -> row.get(KEYVALUESTORE.ID)).toList();
	}

	/** The keys of a type. */
	private static List<String> keys(SettingType type) {
		return SettingKey.all().stream().filter((key) -> key.type() == type).map(SettingKey::name).toList();
	}

}
