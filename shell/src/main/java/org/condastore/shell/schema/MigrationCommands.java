package org.condastore.shell.schema;

import java.util.function.Function;
import java.util.function.Supplier;

import org.condastore.schema.migration.Migration;
import org.condastore.schema.migration.MigrationResult;
import org.condastore.schema.migration.MigrationStep;
import org.condastore.schema.migration.RollbackPlan;
import org.condastore.schema.migration.RollbackTarget;
import org.condastore.schema.migration.Scripts;
import org.condastore.shell.change.ChangeOptions;
import org.condastore.shell.change.Confirmation;
import org.condastore.shell.connection.Database;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.Streams;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The commands that change the schema. */
public final class MigrationCommands {

	private static final String GROUP = "Schema";

	private final Supplier<Database> database;

	private final Supplier<Scripts> scripts;

	private final Confirmation confirmation;

	private final Output out;

	private final Streams streams;

	/**
	 * Makes the commands; nothing is read yet.
	 * @param scripts read anew for each command
	 */
	public MigrationCommands(Supplier<Database> database, Supplier<Scripts> scripts, Confirmation confirmation,
			Output out, Streams streams) {
		this.database = database;
		this.scripts = scripts;
		this.confirmation = confirmation;
		this.out = out;
		this.streams = streams;
	}

	@Command(name = "migrate", group = GROUP, description = "Bring the schema to the newest version, or to another one",
			help = """
					An empty database gets conda-store's tables. One that conda-store has made, at any of its
					revisions, is adopted: its tables are compared with what the revision should look like, and
					the history is told. Each script commits together with its row in the history and
					alembic_version. Statements wait for locks no longer than --lock-timeout; a script that
					does not get its locks is rolled back, which lets everybody else go on, and begun again
					after a pause. Indexes are made concurrently: the service goes on meanwhile.""")
	@Effect(value = Effect.Kind.WRITES, apart = true)
	void migrate(
			@Option(longName = "to", description = "a version, an Alembic revision, or head") @Nullable SchemaTarget to,
			@Option(longName = "sql", description = "with --dry-run: show the statements") boolean sql,
			@OptionGroup PatienceOptions patience, @OptionGroup ChangeOptions options) {
		if (sql && !options.dryRun()) {
			throw CommandFailure.usage("--sql goes with --dry-run only", "add --dry-run, or leave it out");
		}
		Scripts known = SchemaFailures.translated(this.scripts);
		MigrationVersion version = (to != null) ? to.in(known) : known.newest();
		String change = "migrate to version %s".formatted(version);
		MigrationResult plan = (options.dryRun() || options.expect() != null)
				? run(known, patience, options, (migration) -> migration.plan(version)) : null;
		if (plan != null) {
			options.requireExpected(plan.steps().size(), "steps");
		}
		if (plan != null && options.dryRun()) {
			show(change, plan, sql);
			options.endDryRun(plan.steps().size());
			return;
		}
		MigrationResult result = run(known, patience, options, (migration) -> migration.migrate(version));
		this.out.show(MigrationReport.of(change, result), SchemaViews.MIGRATION);
	}

	@Command(name = "rollback", group = GROUP, description = "Take the newest version back, or several", help = """
			The versions are taken back in one transaction, the one applied last first: all of them or none.
			What would be lost is counted on this database before anything runs; a rollback that loses
			something needs --accept-loss. Without options one version is taken back; --to 0 takes all.""")
	@Effect(value = Effect.Kind.DESTROYS, apart = true)
	void rollback(@Option(longName = "steps", description = "how many versions (default 1)") @Nullable Integer steps,
			@Option(longName = "to",
					description = "the version or Alembic revision that is kept") @Nullable SchemaTarget to,
			@Option(longName = "accept-loss", description = "roll back even if data is lost") boolean acceptLoss,
			@OptionGroup PatienceOptions patience, @OptionGroup ChangeOptions options) {
		Scripts known = SchemaFailures.translated(this.scripts);
		RollbackTarget target = target(steps, to, known);
		RollbackPlan plan = run(known, patience, options, (migration) -> migration.planRollback(target));
		String change = "roll back to version %s".formatted((plan.to() != null) ? plan.to() : "0");
		MigrationReport planned = MigrationReport.of(change, plan);
		options.requireExpected(plan.steps().size(), "versions");
		if (options.dryRun()) {
			this.out.show(planned, SchemaViews.ROLLBACK);
			options.endDryRun(plan.steps().size());
			return;
		}
		SchemaFailures.translated(() -> {
			plan.requireAccepted(acceptLoss);
			return plan;
		});
		if (!plan.steps().isEmpty()) {
			if (this.confirmation.asks(options.yes())) {
				this.out.show(planned, SchemaViews.ROLLBACK);
			}
			this.confirmation.require(change, this.database.get().target().database(), 0, options.yes());
		}
		RollbackPlan done = run(known, patience, options, (migration) -> migration.rollback(target, acceptLoss));
		this.out.show(MigrationReport.of(change, done), SchemaViews.ROLLBACK);
	}

	private static RollbackTarget target(@Nullable Integer steps, @Nullable SchemaTarget to, Scripts known) {
		if (steps != null && to != null) {
			throw CommandFailure.usage("--steps and --to exclude each other", "use one of them");
		}
		if (steps != null && steps < 1) {
			throw CommandFailure.usage("--steps cannot be %d".formatted(steps), "use 1 or more");
		}
		if (to == null) {
			return RollbackTarget.steps((steps != null) ? steps : 1);
		}
		return to.isBase() ? RollbackTarget.NOTHING : RollbackTarget.to(to.in(known));
	}

	private void show(String change, MigrationResult plan, boolean sql) {
		if (!sql) {
			this.out.show(MigrationReport.of(change, plan), SchemaViews.MIGRATION);
			return;
		}
		for (MigrationStep step : plan.steps()) {
			if (step.action() == MigrationStep.Action.APPLY || step.action() == MigrationStep.Action.RESTORE) {
				this.out.text("-- %s\n\n%s\n".formatted(step.script().file(), step.script().text().strip()));
			}
		}
	}

	private <T> T run(Scripts known, PatienceOptions patience, ChangeOptions options, Function<Migration, T> work) {
		return SchemaFailures.translated(() -> this.database.get()
			.direct((connections) -> work.apply(new Migration(connections, known, patience.patience(),
					new MigrationProgress(this.streams), options.reason()))));
	}

}
