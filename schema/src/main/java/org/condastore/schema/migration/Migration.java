package org.condastore.schema.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.condastore.schema.migration.History.Author;
import org.condastore.schema.migration.MigrationStep.Action;
import org.flywaydb.core.api.MigrationVersion;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Brings a database to a version of the schema, or back.
 *
 * <p>
 * The tables are in the schema in which a connection of the data source would make them:
 * the first one of its {@code search_path}, {@code public} by default. The history of
 * what was applied lives in a schema of its own, {@value #HISTORY_SCHEMA}, because
 * conda-store takes a database that has any other table next to its own for one that it
 * has to upgrade from the first revision.
 *
 * <p>
 * A database that conda-store has made is adopted: its tables are compared with what its
 * revision should look like, and the versions that it has are written into the history.
 */
public final class Migration {

	/** The schema that holds everything that is the shell's own. */
	public static final String HISTORY_SCHEMA = "conda_store_shell";

	private final DataSource dataSource;

	private final Scripts scripts;

	private final LockPatience patience;

	private final MigrationListener listener;

	private final Author author;

	/**
	 * A migration by the built-in scripts; nothing is connected to yet.
	 * @param dataSource connections to the database, as a role that may create tables
	 */
	public Migration(DataSource dataSource) {
		this(dataSource, Scripts.builtIn(), LockPatience.DEFAULT, MigrationListener.SILENT, null);
	}

	/**
	 * A migration; nothing is connected to yet.
	 * @param dataSource direct connections to the database, as a role that may create
	 * tables; two at a time are used
	 * @param reason why, for the history; null if nobody says
	 */
	public Migration(DataSource dataSource, Scripts scripts, LockPatience patience, MigrationListener listener,
			@Nullable String reason) {
		this.dataSource = dataSource;
		this.scripts = scripts;
		this.patience = patience;
		this.listener = listener;
		this.author = Author.current(reason);
	}

	/**
	 * Applies every script that the database does not have yet.
	 * @return how many scripts were run
	 * @throws SchemaFailure if that cannot be done
	 * @throws DataAccessException if the database fails
	 */
	public int migrate() {
		return count(migrate(this.scripts.newest()));
	}

	/**
	 * Applies the scripts up to a version.
	 * @return how many scripts were run
	 * @throws SchemaFailure if that cannot be done
	 * @throws DataAccessException if the database fails
	 */
	public int migrate(long version) {
		return count(migrate(MigrationVersion.fromVersion(Long.toString(version))));
	}

	/**
	 * What is in the database, and what there would be to do.
	 * @throws SchemaFailure if there is no schema to look at
	 * @throws DataAccessException if the database fails
	 */
	public Inspection inspect() {
		try (Connection connection = this.dataSource.getConnection()) {
			return SchemaSession.inspect(connection, this.scripts);
		}
		catch (SQLException ex) {
			throw SchemaSession.unchecked(ex);
		}
	}

	/**
	 * What {@link #migrate(MigrationVersion)} would do; changes nothing.
	 * @throws SchemaFailure if it could not be done
	 * @throws DataAccessException if the database fails
	 */
	public MigrationResult plan(MigrationVersion to) {
		Inspection found = inspect();
		List<MigrationStep> steps = new ArrayList<>(ledgerSteps(found));
		toApply(found, to).forEach((script) -> steps.add(new MigrationStep(script, Action.APPLY, null)));
		return result(found, after(found, steps), steps);
	}

	/**
	 * Applies the scripts up to a version, each in its own transaction together with its
	 * row in the history and {@code alembic_version}. What was applied before a failure
	 * stays applied.
	 * @throws SchemaFailure if the database is not in a state in which that can be done,
	 * is at a later version, a script fails, or locks are not obtained
	 * @throws DataAccessException if the database fails
	 */
	public MigrationResult migrate(MigrationVersion to) {
		return inSession((session) -> {
			Inspection found = session.inspect(this.scripts);
			List<Script> pending = toApply(found, to);
			List<MigrationStep> done = new ArrayList<>();
			List<String> revisions = found.revisions();
			if (!ledgerSteps(found).isEmpty()) {
				revisions = agree(session, found, done);
			}
			int number = 0;
			for (Script script : pending) {
				this.listener.running(script, ++number, pending.size());
				revisions = apply(session, script, revisions, done);
			}
			return result(found, after(found, done), done);
		});
	}

	/**
	 * Says which revision a database is at, without changing its tables: writes
	 * {@code alembic_version} and the history.
	 * @param revision the revision
	 * @throws SchemaFailure {@code PRECONDITION} if the tables are not those of the
	 * revision
	 * @throws DataAccessException if the database fails
	 */
	public MigrationResult stamp(Revision revision) {
		return inSession((session) -> {
			Inspection found = session.inspect(this.scripts);
			Stamp stamp = stamp(session, revision, found);
			List<MigrationStep> steps = stamp.steps();
			Script script = this.scripts.forward(revision.migrationVersion()).orElseThrow();
			session.transaction(script, found.revisions(), () -> {
				stamp.writeRevision(session);
				session.createHistory();
				record(session, steps);
			});
			return result(found, script.version(), steps);
		});
	}

	/**
	 * What {@link #stamp} would do; changes nothing.
	 * @throws SchemaFailure if it could not be done
	 * @throws DataAccessException if the database fails
	 */
	public MigrationResult planStamp(Revision revision) {
		return inSession((session) -> {
			Inspection found = session.inspect(this.scripts);
			Stamp stamp = stamp(session, revision, found);
			return result(found, revision.migrationVersion(), stamp.steps());
		});
	}

	private Stamp stamp(SchemaSession session, Revision revision, Inspection found) throws SQLException {
		Stamp stamp = new Stamp(revision, found, this.scripts);
		stamp.requireTables(session);
		return stamp;
	}

	/**
	 * What {@link #rollback} would do; changes nothing.
	 * @throws SchemaFailure if it could not be done
	 * @throws DataAccessException if the database fails
	 */
	public RollbackPlan planRollback(RollbackTarget target) {
		try (Connection connection = this.dataSource.getConnection()) {
			Inspection found = SchemaSession.inspect(connection, this.scripts);
			return RollbackPlan.of(found, target, this.scripts, connection);
		}
		catch (SQLException ex) {
			throw SchemaSession.unchecked(ex);
		}
	}

	/**
	 * Rolls versions back, the one applied last first, all of them in one transaction.
	 * @param acceptLoss whether it may lose data
	 * @throws SchemaFailure if the database is not in a state in which that can be done,
	 * it would lose data and that is not accepted, a script fails, or locks are not
	 * obtained; nothing was changed then
	 * @throws DataAccessException if the database fails
	 */
	public RollbackPlan rollback(RollbackTarget target, boolean acceptLoss) {
		return inSession((session) -> {
			Inspection found = session.inspect(this.scripts);
			RollbackPlan plan;
			try (Connection reader = this.dataSource.getConnection()) {
				plan = RollbackPlan.of(found, target, this.scripts, reader);
			}
			if (plan.steps().isEmpty()) {
				return plan;
			}
			plan.requireAccepted(acceptLoss);
			List<RollbackPlan.Step> done = new ArrayList<>();
			List<Duration> times = new ArrayList<>();
			session.transaction(plan.steps().get(0).script(), found.revisions(), () -> {
				times.clear();
				session.createHistory();
				record(session, ledgerSteps(found));
				int number = 0;
				for (RollbackPlan.Step step : plan.steps()) {
					this.listener.running(step.script(), ++number, plan.steps().size());
					long started = System.nanoTime();
					session.run(step.script());
					Duration took = Duration.ofNanos(System.nanoTime() - started);
					session.requireRevisions(step.revisions(), step.script().file() + " is wrong: ",
							"nothing was rolled back; correct the script");
					session.record(step.script(), HistoryRow.ROLLED_BACK, took);
					times.add(took);
				}
			});
			for (int i = 0; i < times.size(); i++) {
				RollbackPlan.Step step = plan.steps().get(i);
				done.add(step.took(times.get(i)));
				this.listener.done(step.script(), times.get(i));
			}
			return plan.with(done);
		});
	}

	/** Applies one script; returns what {@code alembic_version} holds then. */
	private @Nullable List<String> apply(SchemaSession session, Script script, @Nullable List<String> revisions,
			List<MigrationStep> done) throws SQLException, InterruptedException {
		List<String> expected = script.revision().map((revision) -> List.of(revision.id())).orElse(revisions);
		long[] nanoseconds = { 0 };
		if (!script.transactional()) {
			long started = System.nanoTime();
			session.runConcurrently(script);
			nanoseconds[0] = System.nanoTime() - started;
		}
		session.transaction(script, revisions, () -> {
			if (script.transactional()) {
				long started = System.nanoTime();
				session.run(script);
				nanoseconds[0] = System.nanoTime() - started;
			}
			session.requireRevisions(expected, script.file() + " is wrong: ",
					"nothing of it was kept; correct the script");
			session.createHistory();
			session.record(script, HistoryRow.APPLIED, Duration.ofNanos(nanoseconds[0]));
		});
		Duration took = Duration.ofNanos(nanoseconds[0]);
		done.add(new MigrationStep(script, Action.APPLY, took));
		this.listener.done(script, took);
		return expected;
	}

	/** Makes both ledgers say what the tables are. */
	private List<String> agree(SchemaSession session, Inspection found, List<MigrationStep> done)
			throws SQLException, InterruptedException {
		List<MigrationStep> steps = ledgerSteps(found);
		String[] revision = { found.revision().orElseThrow() };
		session.transaction(steps.get(0).script(), found.revisions(), () -> {
			session.createHistory();
			if (steps.get(0).action() == Action.RESTORE) {
				session.run(steps.get(0).script());
				revision[0] = Revisions.head().id();
				session.requireRevisions(List.of(revision[0]), "", "");
			}
			record(session, steps);
		});
		done.addAll(steps);
		return List.of(revision[0]);
	}

	private void record(SchemaSession session, List<MigrationStep> steps) throws SQLException {
		for (MigrationStep step : steps) {
			switch (step.action()) {
				case ADOPT -> session.record(step.script(), HistoryRow.APPLIED, Duration.ZERO);
				case FORGET -> session.record(step.script(), HistoryRow.ROLLED_BACK, Duration.ZERO);
				case RESTORE -> {
					// A script of no version: the history knows versions only.
				}
				default -> throw new IllegalArgumentException(step.action() + " is no step of the history alone");
			}
		}
	}

	/** What has to be done before the ledgers agree with the tables. */
	private List<MigrationStep> ledgerSteps(Inspection found) {
		List<MigrationStep> steps = new ArrayList<>();
		if (found.revision().filter(Revisions.WITHDRAWN::equals).isPresent()) {
			steps.add(new MigrationStep(Scripts.fromWithdrawn(), Action.RESTORE, null));
		}
		for (int i = found.undone().size() - 1; i >= 0; i--) {
			MigrationVersion version = found.undone().get(i);
			this.scripts.forward(version)
				.ifPresent((script) -> steps.add(new MigrationStep(script, Action.FORGET, null)));
		}
		found.unrecorded().forEach((script) -> steps.add(new MigrationStep(script, Action.ADOPT, null)));
		return steps;
	}

	private static List<Script> toApply(Inspection found, MigrationVersion to) {
		found.requireSound();
		boolean beyond = found.version().filter((at) -> at.compareTo(to) > 0).isPresent();
		List<Script> pending = found.pending()
			.stream()
			.filter((script) -> script.version().compareTo(to) <= 0)
			.toList();
		if (beyond && pending.isEmpty()) {
			throw SchemaFailure.precondition("the database is at version %s, which is later than %s"
				.formatted(found.version().orElseThrow(), to), "rollback --to %s goes back".formatted(to));
		}
		return pending;
	}

	private static @Nullable MigrationVersion after(Inspection found, List<MigrationStep> steps) {
		MigrationVersion after = found.version().orElse(null);
		for (MigrationStep step : steps) {
			if (step.action() == Action.APPLY) {
				after = step.script().version();
			}
		}
		return after;
	}

	private static MigrationResult result(Inspection found, @Nullable MigrationVersion after,
			List<MigrationStep> steps) {
		return new MigrationResult(found.version().map(MigrationVersion::getVersion).orElse(null),
				(after != null) ? after.getVersion() : null, steps);
	}

	private static int count(MigrationResult result) {
		return (int) result.steps().stream().filter((step) -> step.action() == Action.APPLY).count();
	}

	/** What is done while nobody else changes the schema. */
	@FunctionalInterface
	private interface Work<T> {

		T in(SchemaSession session) throws SQLException, InterruptedException;

	}

	private <T> T inSession(Work<T> work) {
		try (SchemaSession session = SchemaSession.open(this.dataSource, this.patience, this.listener, this.author)) {
			return work.in(session);
		}
		catch (SQLException ex) {
			throw SchemaSession.unchecked(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DataAccessException("interrupted", ex);
		}
	}

}
