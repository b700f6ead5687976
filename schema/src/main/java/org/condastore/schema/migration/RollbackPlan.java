package org.condastore.schema.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.condastore.schema.migration.RollbackStep.Effect;
import org.flywaydb.core.api.MigrationVersion;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback does, or did.
 *
 * @param from the version before; null for an empty database
 * @param to the version after; null if nothing is left
 * @param steps the versions that are taken back, in that order
 */
public record RollbackPlan(@Nullable String from, @Nullable String to, List<Step> steps) {

	public RollbackPlan {
		steps = List.copyOf(steps);
	}

	/**
	 * One version that is taken back.
	 *
	 * @param script its U script
	 * @param revisions what {@code alembic_version} holds afterwards; null if it is gone
	 * @param effect whether data is lost
	 * @param losses what is lost, counted on this database before anything is rolled back
	 * @param took how long it ran; null in a plan
	 */
	public record Step(Script script, @Nullable List<String> revisions, Effect effect, List<String> losses,
			@Nullable Duration took) {

		public Step {
			losses = List.copyOf(losses);
		}

		Step took(Duration time) {
			return new Step(this.script, this.revisions, this.effect, this.losses, time);
		}

	}

	/** Everything that would be lost, in the order in which it is. */
	public List<String> losses() {
		return this.steps.stream().flatMap((step) -> step.losses().stream()).toList();
	}

	RollbackPlan with(List<Step> done) {
		return new RollbackPlan(this.from, this.to, done);
	}

	/**
	 * Refuses to lose what nobody has said may be lost.
	 * @throws SchemaFailure {@code REFUSED}, with what would be lost
	 */
	public void requireAccepted(boolean acceptLoss) {
		if (!acceptLoss && this.steps.stream().anyMatch((step) -> step.effect() != Effect.LOSSLESS)) {
			throw SchemaFailure.refused("the rollback would lose data: " + String.join("; ", losses()),
					"--accept-loss rolls back all the same; --dry-run shows it step by step");
		}
	}

	/**
	 * Makes the plan for a database.
	 * @param connection to count with
	 * @throws SchemaFailure {@code PRECONDITION} if the database is in no state to be
	 * rolled back, or not beyond the version; {@code SCRIPT} if a U script is missing, or
	 * cannot run in a transaction
	 */
	static RollbackPlan of(Inspection found, RollbackTarget target, Scripts scripts, Connection connection)
			throws SQLException {
		found.requireSound();
		if (found.revision().filter(Revisions.WITHDRAWN::equals).isPresent()) {
			throw SchemaFailure.precondition(
					"the database is at revision %s, which conda-store withdrew".formatted(Revisions.WITHDRAWN),
					"migrate brings it back to %s, without losing a row".formatted(Revisions.head().id()));
		}
		List<MigrationVersion> applied = applied(found);
		List<MigrationVersion> undone = chosen(applied, target);
		List<Step> steps = new ArrayList<>();
		Map<MigrationVersion, RollbackStep> counted = counted(undone, applied, connection);
		List<String> revisions = found.revisions();
		for (MigrationVersion version : undone) {
			Script script = scripts.back(version)
				.orElseThrow(() -> SchemaFailure.script("there is no U script of version %s".formatted(version),
						"put U%s__….sql into the directory %s beside its V script".formatted(version,
								Scripts.ROLLBACKS)));
			if (!script.transactional()) {
				throw SchemaFailure.script("%s cannot run in a transaction".formatted(script.file()),
						"write it without CONCURRENTLY: all steps of a rollback happen together or not at all");
			}
			Revision own = script.revision().orElse(null);
			if (own != null) {
				revisions = Revisions.withVersion(own.version() - 1).map((before) -> List.of(before.id())).orElse(null);
			}
			RollbackStep known = counted.get(version);
			steps.add((known != null)
					? new Step(script, revisions, known.effect(),
							known.losses().stream().map(RollbackStep.Loss::sentence).toList(), null)
					: ownStep(script, revisions, connection));
		}
		int left = applied.size() - undone.size();
		return new RollbackPlan(applied.isEmpty() ? null : applied.get(applied.size() - 1).getVersion(),
				(left > 0) ? applied.get(left - 1).getVersion() : null, steps);
	}

	/** The versions that the tables have, in the order in which they came. */
	private static List<MigrationVersion> applied(Inspection found) {
		Set<MigrationVersion> applied = new LinkedHashSet<>(found.applied().keySet());
		found.undone().forEach(applied::remove);
		found.unrecorded().forEach((script) -> applied.add(script.version()));
		return List.copyOf(applied);
	}

	private static List<MigrationVersion> chosen(List<MigrationVersion> applied, RollbackTarget target) {
		int kept = Math.max(0, applied.size() - target.steps());
		if (target.version() != null) {
			kept = applied.indexOf(target.version()) + 1;
			if (kept == 0) {
				throw SchemaFailure.precondition(
						"version %s is not applied, so nothing can be rolled back to it".formatted(target.version()),
						"schema history shows the versions that are");
			}
		}
		List<MigrationVersion> undone = new ArrayList<>(applied.subList(kept, applied.size()));
		Collections.reverse(undone);
		return undone;
	}

	/** What conda-store's versions and our own lose. */
	private static Map<MigrationVersion, RollbackStep> counted(List<MigrationVersion> undone,
			List<MigrationVersion> applied, Connection connection) {
		int current = applied.stream().mapToInt(RollbackPlan::builtIn).max().orElse(0);
		int lowest = undone.stream().mapToInt(RollbackPlan::builtIn).filter((version) -> version > 0).min().orElse(0);
		Map<MigrationVersion, RollbackStep> counted = new HashMap<>();
		if (lowest > 0) {
			for (RollbackStep step : new Losses(DSL.using(connection, SQLDialect.POSTGRES)).between(current,
					lowest - 1)) {
				counted.put(MigrationVersion.fromVersion(String.valueOf(step.version())), step);
			}
		}
		return counted;
	}

	/** The number of a built-in version; 0 for any other. */
	private static int builtIn(MigrationVersion version) {
		for (int number = 1; number <= Revisions.NEWEST_VERSION; number++) {
			if (version.equals(MigrationVersion.fromVersion(String.valueOf(number)))) {
				return number;
			}
		}
		return 0;
	}

	private static Step ownStep(Script script, @Nullable List<String> revisions, Connection connection)
			throws SQLException {
		List<String> losses = ScriptLosses.of(script, connection);
		return new Step(script, revisions, losses.isEmpty() ? Effect.LOSSLESS : Effect.LOSSY, losses, null);
	}

}
