package org.condastore.shell.connection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.condastore.schema.migration.Revisions;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.condastore.schema.jooq.Tables.ALEMBIC_VERSION;
import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemonstrationTest {

	private final TestDatabase database = TestDatabase.empty(TestServer.newest());

	private final DSLContext sql = this.database.sql();

	@BeforeAll
	void fill() throws Exception {
		new Demonstration().fill(this.database.dataSource());
	}

	@AfterAll
	void close() {
		this.database.close();
	}

	@Test
	void isAtTheNewestRevision() {
		assertThat(this.sql.fetchValue(ALEMBIC_VERSION.VERSION_NUM)).isEqualTo(Revisions.head().id());
	}

	@Test
	void hasBuildsInEveryState() {
		assertThat(this.sql.fetchCount(NAMESPACE)).isEqualTo(3);
		assertThat(this.sql.fetchCount(ENVIRONMENT)).isEqualTo(6);
		assertThat(this.sql.selectDistinct(BUILD.STATUS).from(BUILD).fetchSet(BUILD.STATUS))
			.containsExactlyInAnyOrder("QUEUED", "BUILDING", "COMPLETED", "FAILED", "CANCELED");
		assertThat(this.sql.fetchCount(BUILD, BUILD.DELETED_ON.isNotNull())).isEqualTo(2);
		LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
		assertThat(this.sql.fetchCount(BUILD, BUILD.STATUS.eq("BUILDING").and(BUILD.STARTED_ON.lt(now.minusHours(4)))))
			.as("stuck")
			.isEqualTo(1);
		assertThat(this.sql.fetchCount(BUILD, BUILD.SCHEDULED_ON.gt(now))).as("in the future").isZero();
		assertThat(this.sql.fetchCount(BUILD,
				BUILD.ENDED_ON.lt(BUILD.STARTED_ON).or(BUILD.STARTED_ON.lt(BUILD.SCHEDULED_ON))))
			.isZero();
	}

	@Test
	void specificationsHaveTheirHash() {
		assertThat(this.sql.fetch(SPECIFICATION)).hasSize(12).allSatisfy((specification) -> {
			String spec = specification.get(SPECIFICATION.SPEC).data();
			Object stored = new JsonMapper().readValue(spec, Object.class);
			assertThat(specification.get(SPECIFICATION.SHA256)).as(spec).isEqualTo(sha256(python(canonical(stored))));
		});
	}

	@Test
	void artifactsAreWhereCondaStoreLooksForThem() {
		List<? extends Record> rows = this.sql
			.select(BUILD.ID, BUILD.BUILD_KEY_VERSION, BUILD.SCHEDULED_ON, BUILD.HASH, SPECIFICATION.SHA256,
					SPECIFICATION.NAME, NAMESPACE.NAME.as("namespace"), BUILD_ARTIFACT.ARTIFACT_TYPE,
					BUILD_ARTIFACT.KEY)
			.from(BUILD_ARTIFACT)
			.join(BUILD)
			.on(BUILD.ID.eq(BUILD_ARTIFACT.BUILD_ID))
			.join(SPECIFICATION)
			.on(SPECIFICATION.ID.eq(BUILD.SPECIFICATION_ID))
			.join(ENVIRONMENT)
			.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID))
			.fetch();
		assertThat(rows).hasSizeGreaterThan(30).allSatisfy((row) -> {
			String namespace = row.get("namespace", String.class);
			String key = key(row, namespace);
			assertThat(row.get(BUILD_ARTIFACT.KEY)).isEqualTo(switch (row.get(BUILD_ARTIFACT.ARTIFACT_TYPE)) {
				case "LOGS" -> "logs/" + key + ".log";
				case "LOCKFILE" -> "lockfile/" + key + ".yml";
				case "YAML" -> "yaml/" + key + ".yml";
				case "CONDA_PACK" -> "archive/" + key + ".tar.gz";
				case "DIRECTORY" -> "/opt/conda-store/" + namespace + "/" + key;
				default -> "?";
			});
		});
		assertThat(rows.stream().map((row) -> row.get(BUILD.BUILD_KEY_VERSION)).distinct()).contains(1, 2, 3);
	}

	@Test
	void idsGoOnAfterTheRows() {
		Integer id = this.sql.insertInto(NAMESPACE, NAMESPACE.NAME)
			.values("new")
			.returning(NAMESPACE.ID)
			.fetchSingle(NAMESPACE.ID);
		assertThat(id).isEqualTo(4);
		this.sql.deleteFrom(NAMESPACE).where(NAMESPACE.ID.eq(id)).execute();
	}

	private static String key(Record row, String namespace) {
		LocalDateTime scheduled = row.get(BUILD.SCHEDULED_ON);
		long seconds = scheduled.toEpochSecond(ZoneOffset.UTC);
		String sha = row.get(SPECIFICATION.SHA256);
		return switch (row.get(BUILD.BUILD_KEY_VERSION)) {
			case 1 ->
				"%s-%s-%d-%s".formatted(sha, DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSSSSS").format(scheduled),
						row.get(BUILD.ID), row.get(SPECIFICATION.NAME));
			case 2 ->
				"%s-%d-%d-%s".formatted(sha.substring(0, 8), seconds, row.get(BUILD.ID), row.get(SPECIFICATION.NAME));
			default -> {
				String hash = sha256(namespace + sha + seconds + row.get(BUILD.ID)).substring(0, 32);
				assertThat(row.get(BUILD.HASH)).isEqualTo(hash);
				yield hash;
			}
		};
	}

	/**
	 * conda-store's canonical order, for the kinds of values that the demonstration has.
	 */
	private static @Nullable Object canonical(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
			map.forEach((key, element) -> sorted.put(String.valueOf(key), canonical(element)));
			return sorted;
		}
		if (value instanceof List<?> list) {
			return list.stream()
				.sorted(Comparator
					.comparing((element) -> (element instanceof Map) ? "<class 'dict'>" : "<class 'str'>-" + element))
				.map(DemonstrationTest::canonical)
				.toList();
		}
		return value;
	}

	/** As Python's json.dumps writes it. */
	private static String python(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return "{" + String.join(", ",
					map.entrySet()
						.stream()
						.map((entry) -> python(entry.getKey()) + ": " + python(entry.getValue()))
						.toList())
					+ "}";
		}
		if (value instanceof List<?> list) {
			return "[" + String.join(", ", list.stream().map(DemonstrationTest::python).toList()) + "]";
		}
		return (value instanceof String text) ? "\"" + text + "\"" : String.valueOf(value);
	}

	private static String sha256(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
