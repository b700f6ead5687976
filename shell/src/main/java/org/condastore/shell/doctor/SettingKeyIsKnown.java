package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.setting.SettingKey;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.shell.doctor.ViolationQuery.text;

/** K5. */
final class SettingKeyIsKnown implements Invariant {

	@Override
	public String id() {
		return "K5";
	}

	@Override
	public Severity severity() {
		return Severity.INFORMATION;
	}

	@Override
	public String sentence() {
		return "the key of a setting is one that conda-store knows";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				A key was typed wrongly in a program or by hand, or a newer release wrote it that was taken back.
				""", """
				conda-store does not look at it. Who wrote it believes that something is set, and it is not.
				""", """
				setting list shows it with what else is set. A key that was typed wrongly is stored again under its
				right name, and row delete keyvaluestore ID removes the wrong row.
				""", """
				Do not delete what a newer release has written if you mean to go back to it.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(KEYVALUESTORE);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(KEYVALUESTORE)
			.where(KEYVALUESTORE.KEY.notIn(SettingKey.all().stream().map(SettingKey::name).toList()))
			.namespace(NamespaceOf.setting(KEYVALUESTORE.PREFIX))
			.detail("%s %s is %s", KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY, DSL.left(text(KEYVALUESTORE.VALUE), 60)));
	}

	@Override
	public Repair repair() {
		return new Repair.None("a newer conda-store may know the key; row delete keyvaluestore ID removes the row");
	}

}
