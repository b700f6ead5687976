package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.jooq.tables.Keyvaluestore;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.shell.doctor.ViolationQuery.text;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

/** K1. */
final class SettingIsStoredOnce implements Invariant {

	private static final Keyvaluestore OTHER = KEYVALUESTORE.as("other");

	private static final Condition SAME_SETTING = OTHER.PREFIX.eq(KEYVALUESTORE.PREFIX)
		.and(OTHER.KEY.eq(KEYVALUESTORE.KEY));

	private static final Condition REPEATED = exists(
			selectOne().from(OTHER).where(SAME_SETTING, OTHER.ID.ne(KEYVALUESTORE.ID)));

	private static final Condition CONTRADICTED = exists(
			selectOne().from(OTHER).where(SAME_SETTING, text(OTHER.VALUE).isDistinctFrom(text(KEYVALUESTORE.VALUE))));

	private static final Condition FIRST = notExists(
			selectOne().from(OTHER).where(SAME_SETTING, OTHER.ID.lt(KEYVALUESTORE.ID)));

	@Override
	public String id() {
		return "K1";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "a setting has one row at each level";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store looks whether there is a row and then inserts one. Its model declares prefix and
				key unique, but the migration that should have made the constraint names another table, so the
				database does not have it: two administrators who save the same setting at the same time
				leave two rows.
				""", """
				Some of conda-store reads the first of the rows and some the last. While the values are the
				same nobody notices; when one of them is changed the setting has two values, and which one
				counts depends on who asks.
				""", """
				Where all rows of a setting hold the same value the first one stays and the others are
				deleted. Where they differ nobody but an operator knows which value is meant: the finding
				shows both, row delete keyvaluestore ID removes the wrong one. Restart server and workers
				afterwards: they go on with settings that they have read.
				""", """
				Do not keep the newest row by habit: it need not be the one that conda-store went by. A
				unique constraint cannot be made before the rows are unique.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(KEYVALUESTORE);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(KEYVALUESTORE)
			.where(REPEATED)
			.namespace(NamespaceOf.setting(KEYVALUESTORE.PREFIX))
			.detail("%s %s is %s, and there is another row", KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY,
					DSL.left(text(KEYVALUESTORE.VALUE), 60)));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("rows that repeat the value of the first one are deleted", KEYVALUESTORE,
				SettingIsStoredOnce::plan);
	}

	private static void plan(Planning planning) {
		planning.require(KEYVALUESTORE, REPEATED.andNot(CONTRADICTED).and(FIRST), KEYVALUESTORE.VALUE);
		planning.delete(KEYVALUESTORE, REPEATED.andNot(CONTRADICTED).andNot(FIRST));
		List<String> contradicted = planning.sql()
			.selectDistinct(DSL.concat(KEYVALUESTORE.PREFIX, DSL.inline(" "), KEYVALUESTORE.KEY))
			.from(KEYVALUESTORE)
			.where(CONTRADICTED)
			.orderBy(1)
			.limit(Examination.FEW)
			.fetch(0, String.class);
		if (!contradicted.isEmpty()) {
			planning.followUp(
					"doctor --check K1 shows settings with several values, and row delete keyvaluestore ID removes the wrong one: %s"
						.formatted(String.join(", ", contradicted)));
		}
	}

}
