package org.condastore.shell.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import org.condastore.schema.catalog.RowTables;
import org.condastore.schema.migration.Revisions;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.Query;
import org.jooq.impl.DSL;

import static org.assertj.core.api.Assertions.assertThat;

/** How the server would run what the doctor asks it, on a database that is not small. */
class DoctorPlansTest {

	/**
	 * As many as it takes for the planner to choose as it does with twenty times more.
	 */
	private static final int BUILDS = 5000;

	/** As before {@code migrate}, which makes them for all references. */
	private static final String WITHOUT_OWN_INDEXES = """
			DO $$ DECLARE name text; BEGIN
				FOR name IN SELECT relname FROM pg_class WHERE relkind = 'i' AND relname LIKE '%\\_id\\_idx' LOOP
					EXECUTE 'DROP INDEX ' || name;
				END LOOP;
			END $$
			""";

	private static final Pattern DEFINITION = Pattern.compile("(?m)^\\\\set (\\w+) (.*)$");

	@OnEachServer
	void noTableIsReadForEachRowOfAnother(TestServer server) throws IOException {
		try (TestDatabase database = TestDatabase.atNewest(server)) {
			database.load(data(BUILDS));
			assertThat(repeatedScans(database, Examination.FEW)).isEmpty();
			assertThat(repeatedScans(database, Integer.MAX_VALUE)).as("--all").isEmpty();
			database.load(WITHOUT_OWN_INDEXES);
			assertThat(repeatedScans(database, Integer.MAX_VALUE)).as("before migrate").isEmpty();
		}
	}

	@OnEachServer
	void whatWouldBeReadForEachRowIsFound(TestServer server) throws IOException {
		try (TestDatabase database = TestDatabase.atNewest(server)) {
			database.load(data(1000));
			DSLContext sql = database.sql();
			assertThat(RepeatedScans.in(sql, "SELECT FROM build_artifact a JOIN build b ON b.size <> a.id"))
				.containsExactly("Seq Scan of build for each row of a join");
			assertThat(RepeatedScans.in(sql, """
					SELECT (SELECT count(*) FROM build b WHERE b.size < a.id),
						(SELECT max(b.id) FROM build b WHERE b.size < a.id AND b.status = a.artifact_type)
					FROM build_artifact a LIMIT 20
					""")).containsExactlyInAnyOrder("Seq Scan of build for each row that is looked at or shown",
					"Index Scan of build for each row that is looked at or shown");
			assertThat(RepeatedScans.in(sql, """
					SELECT FROM build_artifact a JOIN build b ON b.id = a.build_id
					WHERE a.key IS NULL OR a.id NOT IN (SELECT size FROM build)
					""")).as("hashed").isEmpty();
			assertThat(RepeatedScans.in(sql,
					"SELECT (SELECT count(*) FROM build), (SELECT b.size FROM build b WHERE b.id = a.build_id) FROM build_artifact a"))
				.isEmpty();
		}
	}

	/** The invariants with such queries. */
	private static Map<String, List<String>> repeatedScans(TestDatabase database, int limit) {
		List<String> asked = new ArrayList<>();
		DSLContext listened = DSL.using(database.sql().configuration().deriveAppending(new Listener(asked)));
		ExaminedSchema schema = new ExaminedSchema(Revisions.head().version(), new RowTables(database.sql()));
		Examination examination = new Examination(listened, schema, LocalDateTime.now(ZoneOffset.UTC), limit, null);
		Map<String, List<String>> scans = new LinkedHashMap<>();
		int queries = 0;
		for (Invariant invariant : Invariants.all()) {
			if (invariant.appliesTo(schema)) {
				asked.clear();
				invariant.find(examination);
				queries += asked.size();
				for (String query : asked) {
					List<String> found = RepeatedScans.in(database.sql(), query);
					if (!found.isEmpty()) {
						scans.put(invariant.id(), found);
					}
				}
			}
		}
		assertThat(queries).as("queries that were listened to").isGreaterThan(40);
		return scans;
	}

	/** The data of the benchmark, whose variables psql would fill in. */
	private static String data(int builds) throws IOException {
		String script = Files.readString(Path.of("../scripts/bench/doctor.sql"), StandardCharsets.UTF_8);
		Map<String, String> variables = new LinkedHashMap<>(Map.of("builds", String.valueOf(builds)));
		DEFINITION.matcher(script)
			.results()
			.forEach((definition) -> variables.put(definition.group(1), filledIn(definition.group(2), variables)));
		return filledIn(DEFINITION.matcher(script).replaceAll(""), variables).replace("VACUUM (ANALYZE)", "ANALYZE");
	}

	private static String filledIn(String text, Map<String, String> variables) {
		return Pattern.compile("(?<!:):([a-z]+)")
			.matcher(text)
			.replaceAll((variable) -> Objects.requireNonNull(variables.get(variable.group(1)), variable.group()));
	}

	/** Writes down what is asked. */
	private record Listener(List<String> asked) implements ExecuteListener {

		@Override
		public void executeStart(ExecuteContext context) {
			Query query = context.query();
			if (query != null) {
				this.asked.add(context.dsl().renderInlined(query));
			}
		}

	}

}
