package org.condastore.shell.setting;

import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SettingTypeTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			TEXT | "a" | true
			TEXT | null | false
			TEXT | 1 | false
			INTEGER | 5368709120 | true
			INTEGER | 300.0 | true
			INTEGER | "300" | true
			INTEGER | true | true
			INTEGER | 1.5 | false
			INTEGER | "x" | false
			INTEGER | 1e999 | false
			INTEGER | null | false
			INTEGER_OR_NULL | null | true
			INTEGER_OR_NULL | [1] | false
			PERMISSIONS_OR_NULL | "775" | true
			PERMISSIONS_OR_NULL | null | true
			PERMISSIONS_OR_NULL | "778" | false
			PERMISSIONS_OR_NULL | 775 | false
			TEXTS | [] | true
			TEXTS | ["a", "b"] | true
			TEXTS | ["a", null] | false
			TEXTS | "a" | false
			TEXTS | {"a": "b"} | false
			ARTIFACT_TYPES | ["LOGS", "DOCKER_BLOB"] | true
			ARTIFACT_TYPES | ["logs"] | false
			""")
	void acceptsWhatCondaStoreCanUse(SettingType type, String json, boolean accepted) {
		assertThat(type.accepts(json)).isEqualTo(accepted);
	}

	@Test
	void sqlNullIsNull() {
		assertThat(SettingType.INTEGER_OR_NULL.accepts(null)).isTrue();
		assertThat(SettingType.TEXTS.accepts(null)).isFalse();
	}

	@Test
	void keysAreThoseOfCondaStore() {
		assertThat(SettingKey.all()).hasSize(22)
			.filteredOn(SettingKey::globalOnly)
			.extracting(SettingKey::name)
			.containsExactly("default_namespace", "filesystem_namespace", "default_uid", "default_gid",
					"default_permissions", "storage_threshold", "conda_command", "conda_platforms",
					"conda_max_solve_time", "conda_indexed_channels", "build_artifacts_kept_on_deletion");
		assertThat(SettingKey.of("Build-Artifacts").name()).isEqualTo("build_artifacts");
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> SettingKey.of("build_artefacts"))
			.satisfies((failure) -> assertThat(failure.hint()).isEqualTo("did you mean build_artifacts?"));
	}

	@Test
	void prefixesAreLevelsOrNothing() {
		assertThat(SettingLevel.stored("setting")).contains(SettingLevel.GLOBAL);
		assertThat(SettingLevel.stored("setting/a")).contains(new SettingLevel("a", null));
		assertThat(SettingLevel.stored("setting/a/b")).contains(new SettingLevel("a", "b"));
		for (String prefix : List.of("", "settings", "setting/", "setting//b", "setting/a/", "setting/a/b/c")) {
			assertThat(SettingLevel.stored(prefix)).as(prefix).isEmpty();
		}
	}

}
