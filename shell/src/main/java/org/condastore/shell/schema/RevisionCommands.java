package org.condastore.shell.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.migration.Inspection;
import org.condastore.schema.migration.Scripts;
import org.condastore.schema.revision.Comparison;
import org.condastore.schema.revision.Draft;
import org.condastore.schema.revision.Exclusions;
import org.condastore.schema.revision.Finding;
import org.condastore.schema.revision.MigrationScript;
import org.condastore.schema.revision.Obstacle;
import org.condastore.schema.revision.Rename;
import org.condastore.schema.revision.SqlFailure;
import org.condastore.schema.revision.Warning;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.Scratch;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Output;
import org.condastore.shell.session.Effect;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The commands that compare schemas. */
public final class RevisionCommands {

	private static final String GROUP = "Schema";

	private static final String MODEL = "/org/condastore/schema/model.sql";

	private final SchemaRepository schema;

	private final Supplier<Database> database;

	private final Supplier<Scratch> scratch;

	private final Supplier<Scripts> scripts;

	private final Path directory;

	private final Clock clock;

	private final Output out;

	/**
	 * Makes the commands; nothing is read yet.
	 * @param scratch empty databases
	 * @param scripts read anew for each command
	 * @param directory where scripts are written unless something else is said
	 */
	public RevisionCommands(SchemaRepository schema, Supplier<Database> database, Supplier<Scratch> scratch,
			Supplier<Scripts> scripts, Path directory, Clock clock, Output out) {
		this.schema = schema;
		this.database = database;
		this.scratch = scratch;
		this.scripts = scripts;
		this.directory = directory;
		this.clock = clock;
		this.out = out;
	}

	/** What a model is compared with. */
	enum Against {

		/** The database of the session. */
		DATABASE,

		/** What the migrations make. */
		MIGRATIONS

	}

	@Command(name = "revision", group = GROUP, description = "Write the migration that leads to the declared model",
			help = """
					The model is loaded into a scratch database and its catalog compared with the database's.
					A V script and its U script are written, tried up and down in a scratch database before.
					Rows of this database in which the script would fail are listed. A rename is only taken for one
					if --rename old:new (a table) or --rename table.old:new (a column) says so. Read the scripts
					before migrate applies them: comments marked WARNING say where to look.""")
	@Effect(value = Effect.Kind.SESSION, apart = true)
	void revision(
			@Option(longName = "message", shortName = 'm', required = true,
					description = "what changes, in a few words") String message,
			@Option(longName = "model",
					description = "the model: SQL that makes the tables (default: the built-in one)") @Nullable Path model,
			@Option(longName = "dir",
					description = "where to write the scripts (default: the configured migrations directory)") @Nullable Path dir,
			@Option(longName = "against",
					description = "what to compare the model with: database or migrations") @Nullable Against against,
			@Option(longName = "rename",
					description = "what has a new name: old:new or table.old:new, separated by commas") @Nullable List<String> rename,
			@Option(longName = "exclude",
					description = "leave out names that match, such as tmp_*, separated by commas") @Nullable List<String> exclude,
			@Option(longName = "empty", description = "write empty scripts, to be filled by hand") boolean empty,
			@Option(longName = "dry-run", description = "write no files") boolean dryRun) {
		Path into = (dir != null) ? dir : this.directory;
		ScriptFiles files = ScriptFiles.of(into, message, this.clock.instant());
		if (empty) {
			List<String> written = dryRun ? List.of()
					: files.write("-- " + message + "\n", "-- Takes back: " + message + "\n");
			this.out.show(new RevisionReport(List.of(), List.of(), List.of(), false, written), RevisionViews.REVISION);
			return;
		}
		String sql = model(model);
		try (Scratch databases = this.scratch.get()) {
			Catalog from = (against == Against.MIGRATIONS) ? migrations(databases) : currentCatalog();
			Comparison comparison = compare(from, modelCatalog(sql, databases), rename, exclude);
			if (comparison.isEmpty()) {
				this.out.note("nothing to do: the schema is as the model says");
				this.out.show(new RevisionReport(List.of(), List.of(), List.of(), true, List.of()),
						RevisionViews.REVISION);
				return;
			}
			Draft draft = proved(message, comparison, databases);
			List<Obstacle> obstacles = (against == Against.MIGRATIONS) ? List.of() : obstacles(comparison);
			List<String> written = dryRun ? List.of()
					: files.write(draft.scripts().upText(), draft.scripts().downText());
			this.out.show(
					new RevisionReport(comparison.findings().stream().map(Finding::description).toList(),
							draft.scripts().up().warnings().stream().map(Warning::toString).toList(),
							obstacles.stream().map(Obstacle::sentence).toList(), true, written),
					RevisionViews.REVISION);
		}
	}

	@Command(name = "schema check", group = GROUP,
			description = "Compare the tables with what their version should look like", help = """
					The version that the database claims is made in a scratch database, and the catalogs are
					compared. Ends with code 7 if they differ, with the statements that would mend it.""")
	@Effect(value = Effect.Kind.SESSION, apart = true)
	void check() {
		Scripts known = SchemaFailures.translated(this.scripts);
		Inspection found = inspect(known);
		MigrationVersion version = found.version()
			.orElseThrow(() -> CommandFailure.precondition("the database claims no version",
					"schema status says what was found"));
		try (Scratch databases = this.scratch.get()) {
			Catalog expected = Draft.migrations(known, version, databases::empty);
			Comparison comparison = Comparison.of(catalog(), expected);
			String sql = comparison.isEmpty() ? null : MigrationScript.of(comparison).sql();
			this.out.show(
					new DriftReport(version.getVersion(),
							comparison.findings().stream().map(Finding::description).toList(), sql),
					RevisionViews.DRIFT);
			if (!comparison.isEmpty()) {
				throw CommandFailure.finding(
						"the tables are not those of version %s: %d differences".formatted(version,
								comparison.findings().size()),
						"read the statements that would mend it, and apply what you agree with by hand");
			}
		}
	}

	private Catalog currentCatalog() {
		Inspection found = inspect(SchemaFailures.translated(this.scripts));
		switch (found.state()) {
			case EMPTY, UNKNOWN -> throw CommandFailure
				.precondition((found.problem() != null) ? found.problem() : "the database is empty", "migrate first");
			default -> {
				if (!found.pending().isEmpty()) {
					throw CommandFailure.precondition(
							"the database is not up to date: version %s is pending"
								.formatted(found.pending().get(0).version()),
							"migrate first, or compare with --against migrations");
				}
			}
		}
		return catalog();
	}

	private Catalog migrations(Scratch databases) {
		Scripts known = SchemaFailures.translated(this.scripts);
		return SchemaFailures.translated(() -> Draft.migrations(known, known.newest(), databases::empty));
	}

	private static Catalog modelCatalog(String sql, Scratch databases) {
		try {
			return Draft.model(sql, databases::empty);
		}
		catch (SqlFailure failure) {
			throw CommandFailure.usage("the model fails at %s".formatted(failure.getMessage()), "correct the model");
		}
	}

	private static Comparison compare(Catalog from, Catalog to, @Nullable List<String> rename,
			@Nullable List<String> exclude) {
		try {
			return Comparison.of(from, to, (rename != null) ? rename.stream().map(Rename::of).toList() : List.of(),
					Exclusions.of((exclude != null) ? exclude : List.of()));
		}
		catch (IllegalArgumentException ex) {
			throw CommandFailure.usage(String.valueOf(ex.getMessage()), "help revision shows how a rename is written");
		}
	}

	private static Draft proved(String message, Comparison comparison, Scratch databases) {
		Draft draft = Draft.of(message, comparison, databases::empty);
		if (!draft.proof().holds()) {
			String why = draft.proof()
				.failure()
				.orElseGet(() -> draft.proof().copy().isEmpty()
						? "%d things differ afterwards"
							.formatted(draft.proof().up().size() + draft.proof().down().size())
						: "the schema cannot be copied");
			throw CommandFailure.precondition("the scripts do not stand the proof: %s".formatted(why),
					"use --empty and write them by hand, or leave the part out with --exclude");
		}
		return draft;
	}

	private List<Obstacle> obstacles(Comparison comparison) {
		return this.database.get().beside((connections) -> SchemaRepository.obstacles(connections, comparison));
	}

	private Inspection inspect(Scripts known) {
		return SchemaFailures
			.translated(() -> this.database.get().readingAnyRevision(() -> this.schema.inspect(known)));
	}

	private Catalog catalog() {
		return this.database.get().readingAnyRevision(this.schema::catalog);
	}

	private static String model(@Nullable Path file) {
		try {
			if (file != null) {
				return Files.readString(file);
			}
			try (InputStream model = RevisionCommands.class.getResourceAsStream(MODEL)) {
				if (model == null) {
					throw new IllegalStateException("there is no resource " + MODEL);
				}
				return new String(model.readAllBytes(), StandardCharsets.UTF_8);
			}
		}
		catch (MalformedInputException ex) {
			throw CommandFailure.usage("%s is not valid UTF-8".formatted(file), "save the file as UTF-8");
		}
		catch (IOException ex) {
			throw CommandFailure.usage("the model %s cannot be read".formatted(file),
					"check that it is a file and that you may read it");
		}
	}

}
