package org.condastore.schema.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.CatalogReader;
import org.condastore.schema.catalog.CatalogText;
import org.condastore.schema.catalog.TaskQueue;
import org.flywaydb.core.api.MigrationVersion;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a database: both ledgers, and whether its tables are what they say.
 *
 * @param schema the schema of conda-store's tables, quoted where it has to be
 * @param state all of it in one word
 * @param revisions what {@code alembic_version} holds; null if there is no such table
 * @param history the rows of the history
 * @param applied the versions that are applied, in that order, with their rows
 * @param pending the scripts that are not, the lowest version first
 * @param unrecorded the scripts that are applied as {@code alembic_version} and the
 * tables say, and the history does not
 * @param undone the versions that the history has as applied and {@code alembic_version}
 * and the tables do not
 * @param problem what is wrong; null unless the state is {@code DRIFTED} or
 * {@code UNKNOWN}
 * @param hint the way out; null if there is no problem
 * @param differences where the tables are not what the revision should look like
 * @param notes what is unusual and disturbs nobody
 */
public record Inspection(String schema, SchemaState state, @Nullable List<String> revisions, List<HistoryRow> history,
		Map<MigrationVersion, HistoryRow> applied, List<Script> pending, List<Script> unrecorded,
		List<MigrationVersion> undone, @Nullable String problem, @Nullable String hint, List<String> differences,
		List<String> notes) {

	/** conda-store has had these tables at every revision. */
	private static final Set<String> MAIN_TABLES = Set.of("namespace", "environment", "build", "specification");

	private static final String UNLIKE = "its tables are not those of revision %s: %s";

	private static final String MEND = "schema check lists all of it; mend it by hand, or move what is not conda-store's"
			+ " out of its schema: ALTER TABLE … SET SCHEMA …";

	/**
	 * Looks at a database; changes nothing.
	 * @param connection at any transaction isolation; one snapshot makes the answer exact
	 * @param scripts the scripts that there are
	 * @throws SchemaFailure {@code PRECONDITION} if the login has no schema to look at
	 */
	public static Inspection of(Connection connection, Scripts scripts) throws SQLException {
		return new Reader(connection, scripts).read();
	}

	/** The one revision in {@code alembic_version}. */
	public Optional<String> revision() {
		return (this.revisions != null && this.revisions.size() == 1) ? Optional.of(this.revisions.get(0))
				: Optional.empty();
	}

	/**
	 * The version that the database is at: of what is applied, whatever was applied last.
	 */
	public Optional<MigrationVersion> version() {
		if (!this.unrecorded.isEmpty()) {
			return Optional.of(this.unrecorded.get(this.unrecorded.size() - 1).version());
		}
		MigrationVersion last = null;
		for (MigrationVersion version : this.applied.keySet()) {
			if (!this.undone.contains(version)) {
				last = version;
			}
		}
		return Optional.ofNullable(last);
	}

	/**
	 * Refuses a database on which no script can be run.
	 * @throws SchemaFailure {@code PRECONDITION} with what is wrong and the way out
	 */
	void requireSound() {
		if (this.problem != null && this.hint != null) {
			throw SchemaFailure.precondition(this.problem, this.hint);
		}
	}

	/** Reads one database. */
	private static final class Reader {

		private final Connection connection;

		private final Scripts scripts;

		private String schema = "";

		private @Nullable List<String> revisions;

		private List<HistoryRow> history = List.of();

		private Map<MigrationVersion, HistoryRow> applied = Map.of();

		private List<Script> pending = List.of();

		private List<Script> unrecorded = List.of();

		private List<MigrationVersion> undone = List.of();

		private List<String> differences = List.of();

		private final List<String> notes = new ArrayList<>();

		Reader(Connection connection, Scripts scripts) {
			this.connection = connection;
			this.scripts = scripts;
		}

		Inspection read() throws SQLException {
			String name = name();
			this.revisions = alembicVersion();
			this.history = new History(this.connection).rows();
			this.applied = History.applied(this.history);
			this.pending = this.scripts.forward()
				.stream()
				.filter((script) -> !this.applied.containsKey(script.version()))
				.toList();
			Catalog catalog = TaskQueue
				.without(new CatalogReader(DSL.using(this.connection, SQLDialect.POSTGRES)).read(name));
			List<String> found = this.revisions;
			if (found == null || found.isEmpty()) {
				return withoutRevision(catalog);
			}
			if (found.size() > 1) {
				return problem(SchemaState.UNKNOWN,
						"alembic_version holds several revisions at once: " + String.join(", ", found),
						"leave in it the one row that fits the tables; schema stamp does that");
			}
			return withRevision(found.get(0), CatalogText.of(catalog));
		}

		private Inspection withoutRevision(Catalog catalog) {
			Set<String> tables = catalog.tables().stream().map(Catalog.Table::name).collect(Collectors.toSet());
			boolean nothing = catalog.views().isEmpty() && catalog.definitions().isEmpty()
					&& tables.stream().allMatch("alembic_version"::equals);
			if (nothing && this.revisions == null && catalog.enums().isEmpty() && catalog.sequences().isEmpty()) {
				if (this.applied.isEmpty()) {
					return state(SchemaState.EMPTY);
				}
				return problem(SchemaState.DRIFTED,
						"the history has %d versions as applied, and the tables are gone"
							.formatted(this.applied.size()),
						"restore the tables; or, to begin anew: DROP SCHEMA %s CASCADE"
							.formatted(Migration.HISTORY_SCHEMA));
			}
			if (nothing) {
				return problem(SchemaState.UNKNOWN,
						"there are no tables, but remains of an Alembic downgrade to nothing",
						"remove them: " + remains(catalog));
			}
			if (!tables.containsAll(MAIN_TABLES)) {
				return problem(SchemaState.UNKNOWN,
						"the database is not conda-store's: it has %s and no alembic_version".formatted(examples(
								tables.isEmpty() ? List.of("views or types") : tables.stream().sorted().toList())),
						"connect to another database, or create an empty one");
			}
			String text = CatalogText.of(catalog);
			Optional<Revision> like = Revisions.all()
				.stream()
				.filter((revision) -> CatalogDifferences.apartFromRevision(RecordedCatalogs.of(revision), text).none())
				.findFirst();
			return problem(SchemaState.UNKNOWN, "conda-store's tables are there, but no revision in alembic_version",
					like.map((revision) -> "the tables are those of revision %s: schema stamp %s"
						.formatted(revision.id(), revision.id()))
						.orElse("the tables fit no revision; put alembic_version back as it was"));
		}

		private Inspection withRevision(String id, String found) {
			boolean withdrawn = id.equals(Revisions.WITHDRAWN);
			Optional<Revision> known = Revisions.withId(id);
			if (known.isEmpty() && !withdrawn) {
				return problem(SchemaState.UNKNOWN, "revision %s is not one of conda-store's fourteen".formatted(id),
						"a newer conda-store has made it, or something else did: use a newer conda-store-shell");
			}
			CatalogDifferences compared = CatalogDifferences
				.between(known.map(RecordedCatalogs::of).orElseGet(RecordedCatalogs::ofWithdrawn), found);
			if (ownScriptsApplied()) {
				// What they added is theirs to know.
				compared = new CatalogDifferences(compared.missing(), List.of(), List.of());
			}
			this.differences = compared.sentences();
			if (!compared.none()) {
				return problem(SchemaState.DRIFTED, UNLIKE.formatted(id, examples(this.differences)), MEND);
			}
			if (!compared.indexes().isEmpty() && this.applied.keySet().stream().noneMatch(this::isBeyond)) {
				this.notes.add("there are indexes that are not conda-store's: " + examples(compared.indexes()));
			}
			return compareLedgers(known.orElse(Revisions.head()).migrationVersion(), withdrawn);
		}

		private Inspection compareLedgers(MigrationVersion at, boolean withdrawn) {
			this.unrecorded = this.pending.stream()
				.filter((script) -> script.revision().isPresent() && script.version().compareTo(at) <= 0)
				.toList();
			this.undone = this.applied.keySet()
				.stream()
				.filter((candidate) -> !isBeyond(candidate) && candidate.compareTo(at) > 0)
				.toList();
			this.pending = this.scripts.forward()
				.stream()
				.filter((script) -> !this.unrecorded.contains(script)
						&& (!this.applied.containsKey(script.version()) || this.undone.contains(script.version())))
				.toList();
			if (withdrawn || !this.unrecorded.isEmpty() || !this.undone.isEmpty()) {
				return state(SchemaState.ADOPTABLE);
			}
			return state(this.pending.isEmpty() ? SchemaState.CURRENT : SchemaState.BEHIND);
		}

		/** Whether a version comes after all of conda-store's own. */
		private boolean isBeyond(MigrationVersion version) {
			return Revisions.withVersion(version).isEmpty();
		}

		/** Whether scripts were applied that are not built in. */
		private boolean ownScriptsApplied() {
			Scripts builtIn = Scripts.builtIn();
			return this.applied.keySet().stream().anyMatch((version) -> builtIn.forward(version).isEmpty());
		}

		private String name() throws SQLException {
			try (Statement statement = this.connection.createStatement();
					ResultSet row = statement.executeQuery("SELECT current_schema(), quote_ident(current_schema())")) {
				row.next();
				String name = row.getString(1);
				if (name == null) {
					throw SchemaFailure.precondition(
							"no schema of the search_path exists, so there is none to make tables in",
							"create one, or set search_path for this login");
				}
				this.schema = row.getString(2);
				return name;
			}
		}

		private @Nullable List<String> alembicVersion() throws SQLException {
			try (Statement statement = this.connection.createStatement()) {
				try (ResultSet row = statement.executeQuery("SELECT to_regclass('%s.alembic_version') IS NOT NULL"
					.formatted(this.schema.replace("'", "''")))) {
					row.next();
					if (!row.getBoolean(1)) {
						return null;
					}
				}
				List<String> found = new ArrayList<>();
				try (ResultSet row = statement.executeQuery(
						"SELECT version_num FROM %s.alembic_version ORDER BY version_num".formatted(this.schema))) {
					while (row.next()) {
						found.add(row.getString(1));
					}
				}
				return found;
			}
		}

		private Inspection state(SchemaState state) {
			return new Inspection(this.schema, state, this.revisions, this.history, this.applied, this.pending,
					this.unrecorded, this.undone, null, null, this.differences, this.notes);
		}

		private Inspection problem(SchemaState state, String problem, String hint) {
			return new Inspection(this.schema, state, this.revisions, this.history, this.applied, this.pending,
					this.unrecorded, this.undone, problem, hint, this.differences, this.notes);
		}

		private static String remains(Catalog catalog) {
			List<String> statements = new ArrayList<>();
			catalog.tables().forEach((table) -> statements.add("DROP TABLE " + table.name()));
			catalog.sequences().forEach((sequence) -> statements.add("DROP SEQUENCE " + sequence.name()));
			catalog.enums().forEach((type) -> statements.add("DROP TYPE " + type.name()));
			return String.join("; ", statements);
		}

		private static String examples(List<String> all) {
			int shown = 3;
			String some = String.join("; ", all.subList(0, Math.min(shown, all.size())));
			return (all.size() > shown) ? "%s; and %d more".formatted(some, all.size() - shown) : some;
		}

	}

}
