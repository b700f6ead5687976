package org.condastore.shell.setting;

import java.util.ArrayList;
import java.util.List;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SettingRepositoryTest {

	private static final SettingLevel ENVIRONMENT = new SettingLevel("data-science", "legacy");

	private static final SettingLevel NAMESPACE = new SettingLevel("data-science", null);

	@OnEachServer
	void theLowestLevelDecides(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			SettingRepository settings = new SettingRepository(database.sql());
			SettingKey key = SettingKey.of("build_artifacts");
			assertThat(effective(settings.get(key, ENVIRONMENT))).isEqualTo("global 3");
			database.load("INSERT INTO keyvaluestore VALUES (20, 'setting/data-science', 'build_artifacts', '[]')");
			assertThat(effective(settings.get(key, ENVIRONMENT))).isEqualTo("namespace 20");
			database
				.load("INSERT INTO keyvaluestore VALUES (19, 'setting/data-science/legacy', 'build_artifacts', '[]')");
			assertThat(effective(settings.get(key, ENVIRONMENT))).isEqualTo("environment 19");
			assertThat(effective(settings.get(key, NAMESPACE))).isEqualTo("namespace 20");
			assertThat(effective(settings.get(key, SettingLevel.GLOBAL))).isEqualTo("global 3");
			assertThat(settings.get(key, ENVIRONMENT).rows()).extracting(StoredSetting::id).containsExactly(3, 20, 19);
		}
	}

	@OnEachServer
	void whatIsGlobalOnlyIsGlobal(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("INSERT INTO keyvaluestore VALUES (20, 'setting/data-science', 'storage_threshold', '1'),"
					+ " (21, 'setting/data-science', 'conda_command', '\"conda\"')");
			SettingRepository settings = new SettingRepository(database.sql());
			assertThat(effective(settings.get(SettingKey.of("storage_threshold"), ENVIRONMENT))).isEqualTo("global 2");
			assertThat(effective(settings.get(SettingKey.of("conda_command"), ENVIRONMENT))).isEqualTo("default");
		}
	}

	@OnEachServer
	void ofTwoRowsTheLastCounts(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("INSERT INTO keyvaluestore VALUES (30, 'setting', 'build_artifacts', '[\"LOGS\"]')");
			EffectiveSetting setting = new SettingRepository(database.sql()).get(SettingKey.of("build_artifacts"),
					SettingLevel.GLOBAL);
			assertThat(effective(setting)).isEqualTo("global 30");
			assertThat(setting.rows()).hasSize(2)
				.allSatisfy((row) -> assertThat(row.problems()).singleElement().asString().startsWith("set twice"));
		}
	}

	@OnEachServer
	void listsALevelAndThoseBelow(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("INSERT INTO keyvaluestore VALUES (20, 'setting/data-science-2', 'x', '1'),"
					+ " (21, 'setting/data_science', 'x', '1'), (22, 'settings', 'x', '1')");
			SettingRepository settings = new SettingRepository(database.sql());
			assertThat(ids(settings, SettingLevel.GLOBAL, "*")).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 20, 21);
			assertThat(ids(settings, NAMESPACE, "*")).containsExactlyInAnyOrder(4, 5);
			assertThat(ids(settings, NAMESPACE, "*channels")).containsExactly(4);
			assertThat(ids(settings, ENVIRONMENT, "*")).isEmpty();
		}
	}

	@OnEachServer
	void aLevelMayOutliveWhatItIsFor(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			SettingRepository settings = new SettingRepository(database.sql());
			assertThat(settings.remark(SettingLevel.GLOBAL)).isEmpty();
			assertThat(settings.remark(ENVIRONMENT)).isEmpty();
			assertThat(settings.remark(new SettingLevel("retired-team", null))).isEmpty();
			assertThat(settings.remark(new SettingLevel("data-science", "notebooks"))).contains(
					"there is no environment data-science/notebooks; what is set for it counts once there is one");
			assertThatExceptionOfType(CommandFailure.class)
				.isThrownBy(() -> settings.remark(new SettingLevel("data-science", "nothing")))
				.withMessage("there is no environment data-science/nothing");
			assertThatExceptionOfType(CommandFailure.class)
				.isThrownBy(() -> settings.remark(new SettingLevel("nowhere", null)))
				.withMessage("there is no namespace nowhere");
		}
	}

	private static String effective(EffectiveSetting setting) {
		StoredSetting row = setting.effective();
		return (row != null) ? setting.source() + " " + row.id() : setting.source();
	}

	private static List<Integer> ids(SettingRepository settings, SettingLevel level, String key) {
		List<Integer> ids = new ArrayList<>();
		settings.list(level, NamePattern.of(key), Listing.ALL).forEach((setting) -> ids.add(setting.id()));
		return ids;
	}

}
