package org.condastore.shell.build;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.connection.StoredTime;
import org.jooq.Record3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.val;

class BuildKeyTest {

	private static final String SHA256 = "70c971ae8c39a9ea6244fa5ab2623e0ceb019e3a296348288d659f1affc7da31";

	/** What conda-store itself makes of these. */
	private static final BuildKey KEY = new BuildKey("default", SHA256, Instant.parse("2023-11-05T03:54:10.510258Z"),
			12345678, "test");

	@Test
	void isWhatCondaStoreComputes() {
		assertThat(KEY.version1()).isEqualTo(SHA256 + "-20231105-035410-510258-12345678-test");
		assertThat(KEY.version2()).isEqualTo("70c971ae-1699156450-12345678-test");
		assertThat(KEY.version3()).contains("8ab4e764fdb13e77aec154540988cce7");
	}

	@Test
	void isFoundByVersion() {
		assertThat(KEY.version(1)).contains(KEY.version1());
		assertThat(KEY.version(2)).contains(KEY.version2());
		assertThat(KEY.version(3)).isEqualTo(KEY.version3());
		assertThat(KEY.version(0)).isEmpty();
		assertThat(KEY.version(4)).isEmpty();
	}

	@Test
	void hasNoThirdVersionWithoutANamespace() {
		BuildKey nameless = new BuildKey(null, SHA256, KEY.scheduledOn(), 1, "test");
		assertThat(nameless.version3()).isEmpty();
		assertThat(nameless.version2()).isEqualTo("70c971ae-1699156450-1-test");
	}

	@Test
	void tellsItsBuild() {
		assertThat(BuildKey.buildIn(KEY.version1())).contains(12345678);
		assertThat(BuildKey.buildIn(KEY.version2())).contains(12345678);
		assertThat(BuildKey.buildIn(KEY.version3().orElseThrow())).isEqualTo(Optional.empty());
		assertThat(BuildKey.buildIn("70c971ae-1699156450-7-a-name-with-dashes")).contains(7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-", "abc", "1-2-3-4-5", "70c971ae-1699156450-x-test", "70c971ae-1699156450-7",
			"70c971ae-1699156450--1-test", "70c971ae-1699156450-99999999999-test", "a-b-c-d-5-name",
			"geo-tool-12-5-7-x" })
	void whatIsNoKeyHasNoBuild(String text) {
		assertThat(BuildKey.buildIn(text)).isEmpty();
	}

	/** The same thing said in SQL, for keys of every kind. */
	@OnEachServer
	void agreesWithTheDatabase(TestServer server) {
		Random random = new Random(20240921);
		try (TestDatabase database = TestDatabase.empty(server)) {
			for (int i = 0; i < 300; i++) {
				BuildKey key = key(random);
				Record3<String, String, String> computed = database.sql()
					.select(field("{0} || '-' || to_char({1}, 'YYYYMMDD-HH24MISS-US') || '-' || {2} || '-' || {3}",
							String.class, val(key.sha256()), val(StoredTime.stored(key.scheduledOn())),
							val(Integer.toString(key.id())), val(key.specification())),
							field("left({0}, 8) || '-' || floor(extract(epoch FROM {1}))::bigint || '-' || {2} || '-' || {3}",
									String.class, val(key.sha256()), val(StoredTime.stored(key.scheduledOn())),
									val(Integer.toString(key.id())), val(key.specification())),
							field("left(encode(sha256(convert_to({3} || {0} || floor(extract(epoch FROM {1}))::bigint || {2}, 'UTF8')), 'hex'), 32)",
									String.class, val(key.sha256()), val(StoredTime.stored(key.scheduledOn())),
									val(Integer.toString(key.id())), val(key.namespace())))
					.fetchSingle();
				assertThat(key.version1()).isEqualTo(computed.value1());
				assertThat(key.version2()).isEqualTo(computed.value2());
				assertThat(key.version3()).contains(computed.value3());
				assertThat(BuildKey.buildIn(computed.value1())).contains(key.id());
				assertThat(BuildKey.buildIn(computed.value2())).contains(key.id());
			}
		}
	}

	private static BuildKey key(Random random) {
		StringBuilder sha256 = new StringBuilder();
		while (sha256.length() < 64) {
			sha256.append(Character.forDigit(random.nextInt(16), 16));
		}
		// from 1970 to 2069, to the microsecond; some with none
		Instant time = Instant.ofEpochSecond(random.nextLong(3_155_760_000L),
				random.nextInt(4) == 0 ? 0 : 1000L * random.nextInt(1_000_000));
		int id = (1 + random.nextInt(Integer.MAX_VALUE)) >>> random.nextInt(31);
		return new BuildKey(name(random), sha256.toString(), time, Math.max(1, id), name(random));
	}

	private static String name(Random random) {
		String characters = "abcXYZ019-+_@$&?^~.=é雪";
		StringBuilder name = new StringBuilder();
		for (int i = random.nextInt(20); i >= 0; i--) {
			name.append(characters.charAt(random.nextInt(characters.length())));
		}
		return name.toString();
	}

}
