package org.condastore.shell.schema;

import java.util.List;
import java.util.function.Supplier;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.CatalogText;
import org.condastore.schema.migration.Inspection;
import org.condastore.schema.migration.LockPatience;
import org.condastore.schema.migration.Migration;
import org.condastore.schema.migration.MigrationListener;
import org.condastore.schema.migration.MigrationResult;
import org.condastore.schema.migration.Revision;
import org.condastore.schema.migration.Revisions;
import org.condastore.schema.migration.Script;
import org.condastore.schema.migration.Scripts;
import org.condastore.shell.change.ChangeOptions;
import org.condastore.shell.connection.Database;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;

/** The commands that look at the schema. */
public final class SchemaCommands {

	private static final String GROUP = "Schema";

	private final SchemaRepository schema;

	private final Supplier<Database> database;

	private final Supplier<Scripts> scripts;

	private final Output out;

	/**
	 * Makes the commands; nothing is read yet.
	 * @param scripts read anew for each command
	 */
	public SchemaCommands(SchemaRepository schema, Supplier<Database> database, Supplier<Scripts> scripts, Output out) {
		this.schema = schema;
		this.database = database;
		this.scripts = scripts;
		this.out = out;
	}

	@Command(name = "schema status", group = GROUP, description = "Show which version the schema is at", help = """
			Reads both ledgers, alembic_version and the shell's own history, and compares the tables with what
			the revision should look like. States: empty; adoptable, as conda-store left it; current; behind, there
			are scripts to apply; drifted, the tables are not those of the revision; unknown.""")
	@Effect(Effect.Kind.READS_ANY_REVISION)
	void status() {
		this.out.show(SchemaStatus.of(inspect()), SchemaViews.STATUS);
	}

	@Command(name = "schema history", group = GROUP, description = "List what was applied and rolled back, by whom")
	@Effect(Effect.Kind.READS_ANY_REVISION)
	void history() {
		Scripts known = known();
		this.out.list(Rows.of(inspect().history().stream().map((row) -> SchemaHistoryEntry.of(row, known)).toList()),
				SchemaViews.HISTORY);
	}

	@Command(name = "schema validate", group = GROUP,
			description = "Compare the scripts that were applied with those that there are now", help = """
					Ends with code 7 if a script was changed or removed after it was applied.""")
	@Effect(Effect.Kind.READS_ANY_REVISION)
	void validate() {
		List<ValidationFinding> findings = ValidationFinding.in(inspect(), known());
		this.out.list(Rows.of(findings), SchemaViews.FINDINGS);
		if (!findings.isEmpty()) {
			throw CommandFailure.finding("%d of the applied scripts are not what they were".formatted(findings.size()),
					"put them back as they were; a change belongs into a new script");
		}
	}

	@Command(name = "schema describe", group = GROUP, description = "Show the tables as they are, or one of them",
			help = """
					Columns, keys, indexes, types, sequences and views, as PostgreSQL spells them, in an order
					that does not depend on how the database came to be: two of them can be compared with diff.""")
	@Effect(Effect.Kind.READS_ANY_REVISION)
	void describe(
			@Argument(index = 0, description = "a table or view; all of them without it") @Nullable String table) {
		Catalog catalog = this.schema.catalog();
		if (table == null) {
			this.out.text(CatalogText.of(catalog));
			return;
		}
		Catalog one = new Catalog(catalog.tables().stream().filter((found) -> found.name().equals(table)).toList(),
				catalog.views().stream().filter((found) -> found.name().equals(table)).toList(), List.of(), List.of(),
				List.of());
		if (one.isEmpty()) {
			throw CommandFailure.notFound("there is no table %s".formatted(table), "schema describe shows all of them");
		}
		this.out.text(CatalogText.of(one));
	}

	@Command(name = "schema stamp", group = GROUP, description = "Say which revision the tables are those of",
			help = """
					Writes alembic_version and the history, if the tables are those of the revision, and changes no
					table. For a database whose alembic_version was lost or is wrong.""")
	@Effect(Effect.Kind.WRITES)
	void stamp(@Argument(index = 0, description = "a version or an Alembic revision") SchemaTarget revision,
			@OptionGroup ChangeOptions options) {
		Scripts known = known();
		Revision wanted = known.forward(revision.in(known))
			.flatMap(Script::revision)
			.orElseThrow(
					() -> CommandFailure.precondition("version %s is not conda-store's".formatted(revision.typed()),
							"stamp one of its revisions, up to %s".formatted(Revisions.head().id())));
		String change = "stamp revision %s".formatted(wanted.id());
		MigrationResult result = SchemaFailures.translated(() -> this.database.get().direct((connections) -> {
			Migration migration = new Migration(connections, known, LockPatience.DEFAULT, MigrationListener.SILENT,
					options.reason());
			MigrationResult plan = migration.planStamp(wanted);
			options.requireExpected(plan.steps().size(), "steps");
			return options.dryRun() ? plan : migration.stamp(wanted);
		}));
		this.out.show(MigrationReport.of(change, result), SchemaViews.MIGRATION);
		if (options.dryRun()) {
			options.endDryRun(result.steps().size());
		}
	}

	private Inspection inspect() {
		Scripts known = known();
		return SchemaFailures.translated(() -> this.schema.inspect(known));
	}

	private Scripts known() {
		return SchemaFailures.translated(this.scripts);
	}

}
