package org.condastore.schema.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.condastore.schema.catalog.Catalog.Action;
import org.condastore.schema.catalog.Catalog.Column;
import org.condastore.schema.catalog.Catalog.Constraint;
import org.condastore.schema.catalog.Catalog.Dependency;
import org.condastore.schema.catalog.Catalog.Dependency.Referent;
import org.condastore.schema.catalog.Catalog.Generation;
import org.condastore.schema.catalog.Catalog.Index;
import org.condastore.schema.catalog.Catalog.Owner;
import org.condastore.schema.catalog.Catalog.Reference;
import org.condastore.schema.catalog.Catalog.Table;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CatalogReaderTest {

	/** Each of them changes what a program or a person meets, on a database at head. */
	private static final List<String> DIFFERENCES = List.of("CREATE TABLE extra (id integer)", "DROP TABLE worker",
			"ALTER TABLE worker RENAME TO employee", "ALTER TABLE worker ADD COLUMN extra text",
			"ALTER TABLE worker DROP COLUMN initialized", "ALTER TABLE worker RENAME COLUMN initialized TO ready",
			"ALTER TABLE environment ALTER COLUMN name TYPE varchar(256)",
			"ALTER TABLE keyvaluestore ALTER COLUMN value TYPE jsonb",
			"ALTER TABLE conda_package ALTER COLUMN channel_id SET NOT NULL",
			"ALTER TABLE specification ALTER COLUMN spec DROP NOT NULL",
			"ALTER TABLE build ALTER COLUMN build_key_version SET DEFAULT 2",
			"ALTER TABLE build ALTER COLUMN build_key_version DROP DEFAULT",
			"ALTER TABLE build ALTER COLUMN status TYPE varchar(9) COLLATE \"C\"",
			"ALTER TABLE worker ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY",
			"ALTER TABLE worker DROP CONSTRAINT worker_pkey",
			"ALTER TABLE worker RENAME CONSTRAINT worker_pkey TO worker_key",
			"ALTER TABLE keyvaluestore ADD CONSTRAINT _prefix_key_uc UNIQUE (prefix, key)",
			"ALTER TABLE namespace DROP CONSTRAINT namespace_name_key",
			"ALTER TABLE namespace_role_mapping_v2 DROP CONSTRAINT _uc,"
					+ " ADD CONSTRAINT _uc UNIQUE (other_namespace_id, namespace_id)",
			"ALTER TABLE build DROP CONSTRAINT build_environment_id_fkey",
			"ALTER TABLE build DROP CONSTRAINT build_environment_id_fkey, ADD CONSTRAINT build_environment_id_fkey"
					+ " FOREIGN KEY (environment_id) REFERENCES environment (id) ON DELETE CASCADE",
			"ALTER TABLE build ALTER CONSTRAINT build_environment_id_fkey DEFERRABLE",
			"ALTER TABLE build DROP CONSTRAINT build_environment_id_fkey, ADD CONSTRAINT build_environment_id_fkey"
					+ " FOREIGN KEY (environment_id) REFERENCES environment (id) NOT VALID",
			"ALTER TABLE build ADD CHECK (size >= 0)", "CREATE INDEX ON build (environment_id)",
			"DROP INDEX ix_conda_package_name",
			"DROP INDEX ix_conda_package_name; CREATE INDEX ix_conda_package_name ON conda_package (lower(name))",
			"DROP INDEX ix_conda_package_name; CREATE UNIQUE INDEX ix_conda_package_name ON conda_package (name)",
			"DROP INDEX ix_conda_package_name;"
					+ " CREATE INDEX ix_conda_package_name ON conda_package (name) WHERE channel_id = 1",
			"DROP INDEX ix_conda_package_name;"
					+ " CREATE INDEX ix_conda_package_name ON conda_package (name) INCLUDE (version)",
			"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_conda_package_name'::regclass",
			"ALTER INDEX ix_conda_package_name SET (fillfactor = 50)", "CREATE SEQUENCE extra",
			"ALTER SEQUENCE worker_id_seq RENAME TO employee_id_seq", "ALTER SEQUENCE worker_id_seq OWNED BY NONE",
			"ALTER SEQUENCE worker_id_seq AS bigint", "ALTER SEQUENCE worker_id_seq CYCLE",
			"CREATE TYPE buildstatus AS ENUM ('QUEUED')", "CREATE DOMAIN extra AS text CHECK (VALUE <> '')",
			"CREATE TYPE extra AS (id integer)", "CREATE VIEW extra AS SELECT id FROM worker",
			"CREATE FUNCTION extra() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
			"CREATE RULE extra AS ON DELETE TO worker DO INSTEAD NOTHING",
			"CREATE POLICY extra ON worker USING (initialized)", "ALTER TABLE worker ENABLE ROW LEVEL SECURITY",
			"CREATE STATISTICS extra ON channel_id, name FROM conda_package",
			"CREATE TRIGGER extra BEFORE UPDATE ON worker FOR EACH ROW"
					+ " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
			"ALTER TABLE worker SET UNLOGGED", "ALTER TABLE worker SET (autovacuum_enabled = off)",
			"CREATE TABLE extra () INHERITS (worker)",
			"ALTER TABLE conda_package ALTER COLUMN summary SET STORAGE EXTERNAL", "COMMENT ON TABLE worker IS 'works'",
			"COMMENT ON COLUMN worker.id IS 'its id'", "COMMENT ON CONSTRAINT worker_pkey ON worker IS 'its key'",
			"COMMENT ON INDEX ix_conda_package_name IS 'fast'", "COMMENT ON SEQUENCE worker_id_seq IS 'counts'");

	/** None of them changes anything that a catalog is about. */
	private static final List<String> SAME = List.of("INSERT INTO namespace (name) VALUES ('a'), ('b')",
			"ALTER TABLE worker ADD COLUMN extra text; ALTER TABLE worker DROP COLUMN extra", "ANALYZE",
			"CREATE ROLE other; GRANT SELECT ON worker TO other",
			"CREATE ROLE other; ALTER TABLE worker OWNER TO other", "CREATE EXTENSION pg_trgm",
			"CREATE SCHEMA other; CREATE TABLE other.extra (id serial PRIMARY KEY)",
			"CREATE TEMPORARY TABLE extra (id serial PRIMARY KEY)",
			"SELECT set_config('search_path', '', false); ALTER TABLE public.worker OWNER TO postgres",
			"DROP INDEX ix_conda_package_name; CREATE INDEX ix_conda_package_name ON conda_package (name)");

	@OnEachServer
	void readsEverything(TestServer server) throws IOException {
		try (TestDatabase database = TestDatabase.empty(server);
				InputStream expected = CatalogReaderTest.class.getResourceAsStream("everything.txt")) {
			database.loadResource(CatalogReaderTest.class, "everything.sql");
			String text = CatalogText.of(new CatalogReader(database.sql()).read());
			String recorded = new String(Objects.requireNonNull(expected).readAllBytes(), StandardCharsets.UTF_8);
			if (server == TestServer.POSTGRES_18) {
				assertThat(text).isEqualTo(recorded);
			}
			else {
				assertThat(unqualified(text)).as("all but the columns that a view of one table qualifies")
					.isEqualTo(unqualified(recorded));
			}
		}
	}

	private static String unqualified(String text) {
		return text.replaceAll("\\b(child)\\.(id|note|parent_id|number)\\b", "$2");
	}

	@OnEachServer
	void everyDifferenceIsSeen(TestServer server) {
		onHead(server, (db) -> {
			Catalog head = new CatalogReader(db).read("public");
			for (String difference : DIFFERENCES) {
				db.execute("SAVEPOINT head");
				db.execute(difference);
				Catalog changed = new CatalogReader(db).read("public");
				assertThat(changed).as(difference).isNotEqualTo(head);
				assertThat(CatalogText.of(changed)).as(difference).isNotEqualTo(CatalogText.of(head));
				db.execute("ROLLBACK TO head");
			}
			assertThat(new CatalogReader(db).read("public")).isEqualTo(head);
		});
	}

	@OnEachServer
	void whatIsNoDifferenceIsNotSeen(TestServer server) {
		onHead(server, (db) -> {
			Catalog head = new CatalogReader(db).read("public");
			for (String change : SAME) {
				db.execute("SAVEPOINT head");
				db.execute(change);
				Catalog changed = new CatalogReader(db).read("public");
				assertThat(changed).as(change).isEqualTo(head);
				assertThat(CatalogText.of(changed)).as(change).isEqualTo(CatalogText.of(head));
				db.execute("ROLLBACK TO head");
			}
		});
	}

	@Test
	void namesOfNotNullConstraintsDoNotMatter() {
		onHead(TestServer.POSTGRES_18, (db) -> {
			Catalog head = new CatalogReader(db).read("public");
			db.execute("ALTER TABLE worker RENAME CONSTRAINT worker_id_not_null TO another");
			assertThat(new CatalogReader(db).read("public")).isEqualTo(head);
		});
	}

	@Test
	void newKindsOfColumnsAndConstraintsAreKnown() {
		onHead(TestServer.POSTGRES_18, (db) -> {
			db.execute("CREATE TABLE extra (a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL,"
					+ " CONSTRAINT positive CHECK (a > 0) NOT ENFORCED)");
			Table extra = new CatalogReader(db).read("public").table("extra").orElseThrow();
			assertThat(extra.column("b")).map(Column::generation).contains(Generation.VIRTUAL);
			assertThat(extra.constraints()).extracting(Constraint::definition)
				.containsExactly("CHECK ((a > 0)) NOT ENFORCED");
		});
	}

	@OnEachServer
	void partsCanBeAskedFor(TestServer server) {
		try (TestDatabase database = TestDatabase.empty(server)) {
			database.loadResource(CatalogReaderTest.class, "everything.sql");
			Catalog catalog = new CatalogReader(database.sql()).read();

			assertThat(catalog.isEmpty()).isFalse();
			assertThat(catalog.table("nothing")).isEmpty();
			Table child = catalog.table("child").orElseThrow();
			assertThat(child.column("number")).map(Column::position).contains(10);
			assertThat(child.column("number")).map(Column::generation).contains(Generation.IDENTITY_BY_DEFAULT);
			assertThat(child.column("doubled")).map(Column::generation).contains(Generation.STORED);
			// A dropped column leaves no hole.
			assertThat(catalog.table("Parent").orElseThrow().column("code")).map(Column::position).contains(2);
			assertThat(child.constraints()).filteredOn((key) -> key.name().equals("child_parent_id_fkey"))
				.singleElement()
				.satisfies((key) -> {
					assertThat(key.kind()).isEqualTo(Constraint.Kind.FOREIGN_KEY);
					assertThat(key.columns()).containsExactly("parent_id");
					assertThat(key.reference())
						.isEqualTo(new Reference("\"Parent\"", List.of("id"), Action.SET_NULL, Action.CASCADE));
				});
			assertThat(child.constraints()).filteredOn((key) -> key.name().equals("child_elsewhere_fkey"))
				.extracting((key) -> Objects.requireNonNull(key.reference()).table())
				.containsExactly("other.elsewhere");
			assertThat(child.indexes()).extracting(Index::name).containsExactly("child_partial", "child_trgm");
			assertThat(child.indexes().get(0).unique()).isTrue();
			assertThat(child.indexes().get(0).keys()).containsExactly("lower(note)", "number");
			assertThat(child.indexes().get(0).predicate()).contains("(number > 3)");
			assertThat(catalog.sequences()).filteredOn((sequence) -> sequence.name().equals("child_id_seq"))
				.extracting(Catalog.Sequence::owner)
				.containsExactly(new Owner("child", "id", false));
		}
	}

	@Test
	void theOrderInWhichThingsWereMadeDoesNotMatter() {
		String first = "CREATE TABLE a (id integer, x integer, y integer);";
		String second = "CREATE TYPE e AS ENUM ('v');CREATE TABLE b (id integer PRIMARY KEY, e e);";
		String third = "CREATE INDEX ay ON a (y);";
		String fourth = "ALTER TABLE a ADD CONSTRAINT ab FOREIGN KEY (x) REFERENCES b;";
		try (TestDatabase one = TestDatabase.empty(TestServer.newest());
				TestDatabase other = TestDatabase.empty(TestServer.newest())) {
			one.load(first + second + third + fourth);
			other.load(second + first + fourth + third);
			assertThat(new CatalogReader(one.sql()).read()).isEqualTo(new CatalogReader(other.sql()).read());
		}
	}

	@Test
	void anEmptySchemaIsAnEmptyCatalog() {
		try (TestDatabase database = TestDatabase.empty(TestServer.newest())) {
			Catalog catalog = new CatalogReader(database.sql()).read();
			assertThat(catalog.isEmpty()).isTrue();
			assertThat(CatalogText.of(catalog)).isEmpty();
			assertThat(new CatalogReader(database.sql()).findsNothing()).isTrue();
			database.load("CREATE EXTENSION pg_trgm");
			assertThat(new CatalogReader(database.sql()).findsNothing()).isTrue();
		}
	}

	@Test
	void whatIsSomethingIsFoundWithoutReadingIt() throws SQLException {
		try (TestDatabase database = TestDatabase.empty(TestServer.newest());
				Connection connection = database.dataSource().getConnection()) {
			connection.setAutoCommit(false);
			DSLContext db = DSL.using(connection, SQLDialect.POSTGRES);
			for (String thing : List.of("TABLE x (a integer)", "VIEW x AS SELECT 1", "SEQUENCE x",
					"TYPE x AS ENUM ('a')", "DOMAIN x AS text", "TYPE x AS (a integer)",
					"TYPE x AS RANGE (subtype = integer)", "PROCEDURE x() LANGUAGE sql AS 'SELECT 1'")) {
				db.execute("CREATE " + thing);
				assertThat(new CatalogReader(db).findsNothing()).as(thing).isFalse();
				assertThat(new CatalogReader(db).read().isEmpty()).as(thing).isFalse();
				connection.rollback();
			}
			assertThat(new CatalogReader(db).findsNothing()).isTrue();
			connection.rollback();
		}
	}

	@OnEachServer
	void viewsKnowWhatTheyDependOn(TestServer server) {
		onHead(server, (db) -> {
			db.execute("CREATE TYPE mood AS ENUM ('a')");
			db.execute("CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'");
			db.execute("CREATE VIEW first AS SELECT id, one() AS one FROM worker WHERE initialized");
			db.execute("CREATE VIEW second AS SELECT 'a'::mood AS mood FROM first");
			assertThat(new CatalogReader(db).read("public").views()).extracting(Catalog.View::dependencies)
				.containsExactly(
						List.of(new Dependency(Referent.FUNCTION, "one", null),
								new Dependency(Referent.RELATION, "worker", "id"),
								new Dependency(Referent.RELATION, "worker", "initialized")),
						List.of(new Dependency(Referent.RELATION, "first", null),
								new Dependency(Referent.TYPE, "mood", null)));
		});
	}

	@Test
	void thereMustBeASchema() {
		onHead(TestServer.newest(), (db) -> {
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> new CatalogReader(db).read("nowhere"))
				.withMessageContaining("nowhere");
			db.execute("SET LOCAL search_path = nowhere");
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> new CatalogReader(db).read())
				.withMessageContaining("search_path");
		});
	}

	@Test
	void searchPathIsAsItWas() throws SQLException {
		try (TestDatabase database = TestDatabase.atHead(TestServer.newest());
				Connection connection = database.dataSource().getConnection()) {
			DSLContext db = DSL.using(connection, SQLDialect.POSTGRES);
			for (boolean autoCommit : new boolean[] { true, false }) {
				connection.setAutoCommit(autoCommit);
				db.execute("SET search_path = \"$user\", pg_temp, public");
				new CatalogReader(db).read("conda_store_shell");
				assertThat(db.fetchValue("SHOW search_path")).isEqualTo("\"$user\", pg_temp, public");
			}
		}
	}

	@Test
	void searchPathIsAsItWasAfterAFailure() throws SQLException {
		try (TestDatabase database = TestDatabase.atHead(TestServer.newest());
				Connection connection = database.dataSource().getConnection()) {
			DSLContext db = DSL.using(connection, SQLDialect.POSTGRES);
			database.load("REVOKE ALL ON pg_catalog.pg_enum FROM PUBLIC");
			db.execute("SET ROLE pg_monitor");

			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> new CatalogReader(db).read("public"))
				.withMessageContaining("pg_enum");
			assertThat(db.fetchValue("SHOW search_path")).isEqualTo("\"$user\", public");

			connection.setAutoCommit(false);
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> new CatalogReader(db).read("public"))
				.withMessageContaining("pg_enum");
			connection.rollback();
			assertThat(db.fetchValue("SHOW search_path")).isEqualTo("\"$user\", public");
		}
	}

	@Test
	void readsInAReadOnlyTransaction() throws SQLException {
		try (TestDatabase database = TestDatabase.atHead(TestServer.newest());
				Connection connection = database.dataSource().getConnection()) {
			connection.setReadOnly(true);
			connection.setAutoCommit(false);
			assertThat(new CatalogReader(DSL.using(connection, SQLDialect.POSTGRES)).read().tables()).hasSize(17);
		}
	}

	/** In a transaction that is rolled back. */
	private static void onHead(TestServer server, Consumer<DSLContext> test) {
		try (TestDatabase database = TestDatabase.atHead(server);
				Connection connection = database.dataSource().getConnection()) {
			connection.setAutoCommit(false);
			test.accept(DSL.using(connection, SQLDialect.POSTGRES));
			connection.rollback();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
