package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.artifact.ArtifactType;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.condastore.shell.connection.PythonJson;
import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.setting.SettingKey;
import org.condastore.shell.setting.SettingType;
import org.condastore.shell.setting.SettingValue;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.shell.doctor.ViolationQuery.text;

/** K4. */
final class ArtifactListHoldsKnownTypes implements Invariant {

	private static final Set<String> TYPES = Arrays.stream(ArtifactType.values())
		.map(Enum::name)
		.collect(Collectors.toUnmodifiableSet());

	private static final List<String> KEYS = SettingKey.all()
		.stream()
		.filter((key) -> key.type() == SettingType.ARTIFACT_TYPES)
		.map(SettingKey::name)
		.toList();

	@Override
	public String id() {
		return "K4";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "a setting that lists artifact types lists those that conda-store knows";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				build_artifacts says what is made of each build, and build_artifacts_kept_on_deletion what stays of
				it. The lists hold names of types, in capitals. They were written by hand, or by a release with
				other types.
				""", """
				conda-store fails over a name that it does not know, as over any setting of a wrong type: every
				build of the level, and every deletion, which reads what is to be kept.
				""", """
				Names that are only spelled wrongly get their right spelling, and names of no type are taken out.
				What is no list of names at all is deleted, so that the level above counts, or the configuration.
				Restart server and workers afterwards.
				""", """
				Do not write an empty list for build_artifacts_kept_on_deletion: logs and lockfiles go with deleted
				builds then.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(KEYVALUESTORE);
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(KEYVALUESTORE)
			.where(KEYVALUESTORE.ID
				.in(wrong(examination.sql()).stream().map((row) -> row.get(KEYVALUESTORE.ID)).toList()))
			.namespace(NamespaceOf.setting(KEYVALUESTORE.PREFIX))
			.detail("%s %s is %s", KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY, DSL.left(text(KEYVALUESTORE.VALUE), 60)));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("types are spelled right, what is no type is taken out, what is no list is deleted",
				KEYVALUESTORE, ArtifactListHoldsKnownTypes::plan);
	}

	private static void plan(Planning planning) {
		List<? extends Record> wrong = wrong(planning.sql());
		for (Record row : wrong) {
			String corrected = corrected(value(row));
			if (corrected != null) {
				planning.update(KEYVALUESTORE, KEYVALUESTORE.ID.eq(row.get(KEYVALUESTORE.ID)),
						Assignments.set(KEYVALUESTORE.VALUE, JSON.json(corrected)), KEYVALUESTORE.PREFIX,
						KEYVALUESTORE.KEY);
			}
			else {
				planning.delete(KEYVALUESTORE, KEYVALUESTORE.ID.eq(row.get(KEYVALUESTORE.ID)));
			}
		}
		if (!wrong.isEmpty()) {
			planning
				.followUp("restart conda-store's server and workers: a process keeps the settings that it has read");
		}
	}

	/** At most a few for each namespace and environment. */
	private static List<? extends Record> wrong(DSLContext sql) {
		return sql.select(KEYVALUESTORE.ID, KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY, KEYVALUESTORE.VALUE)
			.from(KEYVALUESTORE)
			.where(KEYVALUESTORE.KEY.in(KEYS))
			.orderBy(KEYVALUESTORE.ID)
			.fetch()
			.stream()
			.filter((row) -> SettingValue.problem(row.get(KEYVALUESTORE.PREFIX), row.get(KEYVALUESTORE.KEY), value(row))
				.isPresent())
			.toList();
	}

	private static @Nullable String value(Record row) {
		JSON value = row.get(KEYVALUESTORE.VALUE);
		return (value != null) ? value.data() : null;
	}

	/** The types that were meant; null if it is no list of texts, or names none. */
	private static @Nullable String corrected(@Nullable String value) {
		if (value == null || StoredJson.read(value).isEmpty()
				|| !(StoredJson.read(value).get().value() instanceof List<?> names)) {
			return null;
		}
		List<@Nullable Object> types = new ArrayList<>();
		for (Object name : names) {
			if (!(name instanceof String text)) {
				return null;
			}
			String type = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
			if (TYPES.contains(type) && !types.contains(type)) {
				types.add(type);
			}
		}
		return types.isEmpty() ? null : PythonJson.dumps(types);
	}

}
