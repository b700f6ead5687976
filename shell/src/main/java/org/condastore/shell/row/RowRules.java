package org.condastore.shell.row;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.condastore.shell.artifact.ArtifactType;
import org.condastore.shell.build.BuildStatus;
import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.role.RoleEntity;
import org.condastore.shell.role.RoleName;
import org.condastore.shell.setting.SettingValue;
import org.jspecify.annotations.Nullable;

/**
 * What conda-store needs of its rows besides what the database enforces. A single row
 * that breaks one of these rules makes requests fail that have nothing to do with it,
 * often whole lists, because conda-store reads all of a list or nothing.
 *
 * <p>
 * Values are texts as the server writes them.
 */
final class RowRules {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9\\-+_@$&?^~.=]{1,255}");

	private static final String NAME_RULE = "1 to 255 of A-Z a-z 0-9 - + _ @ $ & ? ^ ~ . =";

	private static final List<String> STATUSES = Arrays.stream(BuildStatus.values()).map(BuildStatus::name).toList();

	private static final List<String> ARTIFACT_TYPES = Arrays.stream(ArtifactType.values())
		.map(ArtifactType::name)
		.toList();

	/**
	 * What the values of a column must be.
	 *
	 * @param must in words
	 * @param choices all that there are; empty if there are too many
	 */
	private record ColumnRule(String table, String column, String must, List<String> choices,
			Predicate<String> accepts) {

		static ColumnRule of(String table, String column, String must, Predicate<String> accepts) {
			return new ColumnRule(table, column, must, List.of(), accepts);
		}

		static ColumnRule oneOf(String table, String column, List<String> choices) {
			return new ColumnRule(table, column, "one of " + String.join(", ", choices), choices, choices::contains);
		}

	}

	private static final List<ColumnRule> COLUMNS = List
		.of(ColumnRule.of("namespace", "name", NAME_RULE, NAME.asMatchPredicate()),
				ColumnRule.of("namespace", "metadata_", "a JSON object", RowRules::isObject),
				ColumnRule.of("environment", "name", NAME_RULE, NAME.asMatchPredicate()),
				ColumnRule.of("specification", "name", NAME_RULE, NAME.asMatchPredicate()),
				ColumnRule.of("specification", "sha256", "64 hexadecimal digits in lower case",
						Pattern.compile("[0-9a-f]{64}").asMatchPredicate()),
				ColumnRule.of("specification", "spec", "a JSON object with a name and a description",
						(spec) -> text(spec, "name") != null && text(spec, "description") != null),
				ColumnRule.oneOf("build", "status", STATUSES),
				ColumnRule.of("build", "size", "0 or more", RowRules::isNotNegative),
				ColumnRule.oneOf("build", "build_key_version", List.of("1", "2", "3")),
				ColumnRule.of("build", "hash", "32 hexadecimal digits in lower case",
						Pattern.compile("[0-9a-f]{32}").asMatchPredicate()),
				ColumnRule.oneOf("build_artifact", "artifact_type", ARTIFACT_TYPES),
				ColumnRule.oneOf("namespace_role_mapping", "role", RoleName.all()),
				ColumnRule.of("namespace_role_mapping", "entity", "a pattern NAMESPACE/ENVIRONMENT",
						RoleEntity::isStored),
				ColumnRule.oneOf("namespace_role_mapping_v2", "role", RoleName.all()),
				ColumnRule.of("conda_package_build", "depends", "a JSON array of texts", RowRules::isTexts),
				ColumnRule.of("conda_package_build", "constrains", "a JSON array of texts", RowRules::isTexts),
				ColumnRule.of("conda_store_configuration", "disk_usage", "0 or more", RowRules::isNotNegative),
				ColumnRule.of("conda_store_configuration", "free_storage", "0 or more", RowRules::isNotNegative),
				ColumnRule.of("conda_store_configuration", "total_storage", "0 or more", RowRules::isNotNegative));

	/** Columns that can be NULL in the database, and not in conda-store. */
	private static final Map<String, Set<String>> NEVER_NULL = Map.of("namespace", Set.of("name", "metadata_"),
			"environment", Set.of("current_build_id"), "build", Set.of("status", "size", "scheduled_on"),
			"build_artifact", Set.of("build_id", "key"), "conda_package", Set.of("channel_id"), "conda_package_build",
			Set.of("package_id"), "conda_store_configuration", Set.of("disk_usage", "free_storage", "total_storage"));

	/**
	 * What must hold between columns of a row.
	 *
	 * @param problem why the row does not do; takes the values by column
	 */
	private record RowRule(String table, List<String> columns,
			Function<Map<String, @Nullable String>, Optional<String>> problem) {
	}

	private static final List<RowRule> ROWS = List.of(
			new RowRule("build", List.of("status", "started_on"), RowRules::startedWhenBuilding),
			new RowRule("specification", List.of("name", "spec"), RowRules::sameName),
			new RowRule("namespace_role_mapping_v2", List.of("namespace_id", "other_namespace_id"),
					RowRules::twoNamespaces),
			new RowRule("keyvaluestore", List.of("prefix", "key", "value"), (row) -> SettingValue
				.problem(String.valueOf(row.get("prefix")), String.valueOf(row.get("key")), row.get("value"))));

	/**
	 * Columns of which the places of files are made: the paths of environments, and the
	 * keys of objects in the storage. conda-store makes them anew each time.
	 *
	 * @see <a href=
	 * "https://github.com/conda-incubator/conda-store/blob/9177dc66/conda-store-server/conda_store_server/_internal/orm.py">
	 * Build.build_path, Build.build_key and what follows them</a>
	 */
	private static final Map<String, Set<String>> ADDRESSES = Map.of("namespace", Set.of("name"), "environment",
			Set.of("namespace_id", "name"), "specification", Set.of("name", "spec", "sha256"), "build",
			Set.of("specification_id", "environment_id", "scheduled_on", "build_key_version", "hash"), "build_artifact",
			Set.of("build_id", "artifact_type", "key"));

	private RowRules() {
	}

	/** Whether conda-store fails on NULL in a column. */
	static boolean neverNull(String table, String column) {
		return NEVER_NULL.getOrDefault(table, Set.of()).contains(column);
	}

	/**
	 * What the values of a column must be, in words.
	 * @return empty if the value does, or there is no rule
	 */
	static Optional<String> mustBe(String table, String column, String value) {
		return rule(table, column).filter((rule) -> !rule.accepts().test(value)).map(ColumnRule::must);
	}

	/** All values that a column can have; empty if there are too many. */
	static List<String> choices(String table, String column) {
		return rule(table, column).map(ColumnRule::choices).orElse(List.of());
	}

	/**
	 * Why conda-store could not live with a row.
	 * @param changed the columns that change: only what is about them counts
	 */
	static Optional<String> problem(String table, Set<String> changed, Map<String, @Nullable String> row) {
		return rules(table, changed).stream().flatMap((rule) -> rule.problem().apply(row).stream()).findFirst();
	}

	/** The columns on which it depends whether others may change. */
	static Set<String> related(String table, Set<String> changed) {
		Set<String> related = new LinkedHashSet<>();
		rules(table, changed).forEach((rule) -> related.addAll(rule.columns()));
		related.removeAll(changed);
		return related;
	}

	/** Those of some columns of which the places of files are made. */
	static List<String> addresses(String table, Set<String> changed) {
		Set<String> addresses = ADDRESSES.getOrDefault(table, Set.of());
		return changed.stream().filter(addresses::contains).toList();
	}

	private static Optional<ColumnRule> rule(String table, String column) {
		return COLUMNS.stream()
			.filter((rule) -> rule.table().equals(table) && rule.column().equals(column))
			.findFirst();
	}

	private static List<RowRule> rules(String table, Set<String> changed) {
		return ROWS.stream()
			.filter((rule) -> rule.table().equals(table) && rule.columns().stream().anyMatch(changed::contains))
			.toList();
	}

	/** A worker that starts compares started_on of all that are building. */
	private static Optional<String> startedWhenBuilding(Map<String, @Nullable String> build) {
		return (BuildStatus.BUILDING.name().equals(build.get("status")) && build.get("started_on") == null)
				? Optional.of("a build that is BUILDING must have started_on") : Optional.empty();
	}

	private static Optional<String> sameName(Map<String, @Nullable String> specification) {
		String name = text(String.valueOf(specification.get("spec")), "name");
		return Objects.equals(name, specification.get("name")) ? Optional.empty()
				: Optional.of("name and the name in spec must be the same");
	}

	private static Optional<String> twoNamespaces(Map<String, @Nullable String> mapping) {
		return Objects.equals(mapping.get("namespace_id"), mapping.get("other_namespace_id"))
				? Optional.of("a namespace cannot hold a role on itself") : Optional.empty();
	}

	private static boolean isNotNegative(String number) {
		return !number.startsWith("-");
	}

	private static boolean isObject(String json) {
		return StoredJson.read(json).filter((document) -> document.value() instanceof Map).isPresent();
	}

	private static boolean isTexts(String json) {
		return StoredJson.read(json)
			.filter((document) -> document.value() instanceof List<?> list
					&& list.stream().allMatch(String.class::isInstance))
			.isPresent();
	}

	/** A member of a JSON object that is a text; null if there is none. */
	private static @Nullable String text(String json, String member) {
		return StoredJson.read(json)
			.map(StoredJson::value)
			.map((value) -> (value instanceof Map<?, ?> object) ? object.get(member) : null)
			.map((value) -> (value instanceof String text) ? text : null)
			.orElse(null);
	}

}
