package org.condastore.shell.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.condastore.schema.catalog.RowTables;
import org.condastore.schema.migration.Revision;
import org.condastore.schema.migration.Revisions;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.namespace.NamespaceRepository;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Examines a database: all invariants on the same snapshot, without waiting for anybody.
 */
final class Doctor {

	/** Nobody locks a table against readers but who changes it. */
	private static final Duration LOCK_TIMEOUT = Duration.ofMillis(200);

	private static final String NO_TIME = "there was no time left";

	private final Database database;

	private final Clock clock;

	private final LongSupplier nanoTime;

	/**
	 * Makes one.
	 * @param clock what ages are relative to
	 * @param nanoTime measures how long it takes
	 */
	Doctor(Database database, Clock clock, LongSupplier nanoTime) {
		this.database = database;
		this.clock = clock;
		this.nanoTime = nanoTime;
	}

	/**
	 * What to look for.
	 *
	 * @param invariants which ones
	 * @param limit how many rows of each finding are wanted
	 * @param namespace only findings of this one; null for all
	 * @param most how long it may take; null as long as it takes
	 * @param upgrade whether the database may be without {@code alembic_version}, which
	 * is a finding then
	 */
	record Order(List<Invariant> invariants, int limit, @Nullable NamespaceName namespace, @Nullable Duration most,
			boolean upgrade) {
	}

	/**
	 * Examines.
	 * @param progress told what is looked at
	 * @throws CommandFailure precondition, if the database is not conda-store's, or has
	 * no such namespace
	 */
	Diagnosis examine(Order order, DoctorProgress progress) {
		long began = this.nanoTime.getAsLong();
		return this.database.snapshot(LOCK_TIMEOUT, () -> {
			List<String> revisions = order.upgrade() ? this.database.revisionsIfAny() : this.database.revisions();
			ExaminedSchema schema = new ExaminedSchema(version(revisions), new RowTables(this.database.sql()));
			if (order.namespace() != null) {
				// Nothing would be wrong with one that there is not.
				new NamespaceRepository(this.database.sql()).id(order.namespace());
			}
			Examination examination = new Examination(this.database.sql(), schema,
					StoredTime.stored(this.clock.instant()), order.limit(), order.namespace());
			try {
				return examined(examination, (revisions.size() == 1) ? revisions.get(0) : null, order, progress, began);
			}
			finally {
				progress.clear();
			}
		});
	}

	private Diagnosis examined(Examination examination, @Nullable String revision, Order order, DoctorProgress progress,
			long began) {
		List<Finding> findings = new ArrayList<>();
		List<Diagnosis.NotExamined> notExamined = new ArrayList<>();
		int held = 0;
		for (int i = 0; i < order.invariants().size(); i++) {
			Invariant invariant = order.invariants().get(i);
			if (!invariant.appliesTo(examination.schema())
					|| (order.namespace() != null && !invariant.hasNamespaces())) {
				continue;
			}
			progress.examining(i, order.invariants().size(), invariant.sentence());
			long left = (order.most() != null) ? order.most().toNanos() - (this.nanoTime.getAsLong() - began)
					: Long.MAX_VALUE;
			if (left <= 0) {
				notExamined.add(new Diagnosis.NotExamined(invariant, NO_TIME));
				continue;
			}
			try {
				Findings found = this.database.recoverably(() -> find(invariant, examination, order, left));
				if (found.count() > 0) {
					findings.add(new Finding(invariant, found));
				}
				else {
					held++;
				}
			}
			catch (CommandFailure failure) {
				notExamined.add(new Diagnosis.NotExamined(invariant, reason(failure, order, began)));
			}
		}
		return new Diagnosis(revision, held, findings, notExamined);
	}

	/** The version of the one revision; the newest if it is not known. */
	static int version(List<String> revisions) {
		Optional<Revision> known = (revisions.size() == 1) ? Revisions.withId(revisions.get(0)) : Optional.empty();
		return known.orElseGet(Revisions::head).version();
	}

	private Findings find(Invariant invariant, Examination examination, Order order, long left) {
		if (order.most() != null) {
			long milliseconds = Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
			this.database.sql()
				.fetch("SELECT set_config('statement_timeout', {0}, true)", DSL.inline(milliseconds + "ms"));
		}
		return invariant.find(examination);
	}

	/** What is locked or takes too long is left out; anything else is a failure. */
	private String reason(CommandFailure failure, Order order, long began) {
		if (failure.exitCode() != ExitCode.CONFLICT) {
			throw failure;
		}
		boolean late = order.most() != null && this.nanoTime.getAsLong() - began >= order.most().toNanos();
		return late ? NO_TIME : String.valueOf(failure.getMessage());
	}

}
