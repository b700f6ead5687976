package org.condastore.shell.change;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.condastore.schema.catalog.RowTables;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.View;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which rows change: planned in a READ ONLY transaction, shown, confirmed,
 * and carried out in another one that first makes sure that nothing has moved, and that
 * writes the journal too.
 */
public final class Changes {

	/** Whoever works beside us must not wait long behind us. */
	static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

	/** After a conflict with a command's own plan. */
	private static final String PLAN_AGAIN = "nothing was changed; look at it again with --dry-run";

	/** After a conflict with a saved plan. */
	private static final String SAVE_AGAIN = "nothing was changed; make the plan again with --dry-run --save";

	/** What people read row by row. */
	private static final int ROWS_FOR_PEOPLE = 50;

	private final Supplier<Database> database;

	private final Supplier<String> command;

	private final Confirmation confirmation;

	private final Clock clock;

	private final Output out;

	/**
	 * Makes it; nothing is opened yet.
	 * @param command what was typed, for the journal
	 */
	public Changes(Supplier<Database> database, Supplier<String> command, Confirmation confirmation, Clock clock,
			Output out) {
		this.database = database;
		this.command = command;
		this.confirmation = confirmation;
		this.clock = clock;
		this.out = out;
	}

	/**
	 * Does what a command asks for, as far as its options say, and shows it.
	 * @throws CommandFailure if it is not done
	 */
	public void run(Request request, RowOptions options, Change change) {
		run(request, options, List.of(planned(request.change(), request.subject(), options.most(), change)));
	}

	/** Carries a saved plan out. */
	void runSaved(Path file, RowOptions options) {
		Plan plan = new PlanFile(file).read();
		requireRows(plan, options.most());
		RowTables tables = this.database.get().reading(() -> {
			RowTables now = new RowTables(sql());
			plan.sets().forEach((set) -> now.find(set.table()));
			plan.required().forEach((set) -> now.find(set.table()));
			new Application(sql(), now, SAVE_AGAIN).compare(plan);
			return now;
		});
		run(Request.destroy(plan.change(), plan.subject(), "rows of " + plan.subject(), plan.change()), options,
				List.of(new Planned(plan, tables, null, SAVE_AGAIN)));
	}

	/**
	 * Takes changes back, or makes them again: all of them or none.
	 * @param found reads which ones, in the order in which it is done
	 */
	void runUndo(RowOptions options, Supplier<List<Undo>> found) {
		List<Planned> plans = new ArrayList<>();
		List<Undo> undos = this.database.get().reading(found);
		for (Undo undo : undos) {
			plans.add(planned(undo.change(), undo.entry().subject(), options.most(),
					(planning) -> undo.plan(planning, new JournalRepository(sql())), undo));
		}
		if (plans.size() == 1) {
			requirePossible(plans.get(0));
		}
		String change = (undos.size() == 1) ? undos.get(0).change() : "undo %d changes".formatted(undos.size());
		run(Request.write(change, undos.get(0).entry().subject(), "rows of " + undos.get(0).entry().subject()), options,
				plans);
	}

	/** What is not may be changed by an undo before it, where there are several. */
	private void requirePossible(Planned undo) {
		this.database.get().reading(() -> {
			Application application = new Application(sql(), undo.tables(), undo.conflictHint());
			application.compare(undo.plan());
			application.requireUnreferred(undo.plan());
			return true;
		});
	}

	/**
	 * A plan and what it was made from.
	 *
	 * @param undo what it takes back or makes again; null for anything else
	 * @param conflictHint what helps if somebody has changed its rows since
	 */
	private record Planned(Plan plan, RowTables tables, @Nullable Undo undo, String conflictHint) {
	}

	private Planned planned(String change, String subject, int most, Change wanted) {
		return planned(change, subject, most, wanted, null);
	}

	private Planned planned(String change, String subject, int most, Change wanted, @Nullable Undo undo) {
		return this.database.get().reading(() -> {
			RowTables tables = new RowTables(sql());
			Planning planning = new Planning(sql(), tables,
					StoredTime.stored(this.clock.instant().truncatedTo(ChronoUnit.MICROS)), most);
			wanted.plan(planning);
			return new Planned(planning.plan(change, subject), tables, undo,
					(undo != null) ? undo.conflictHint() : PLAN_AGAIN);
		});
	}

	private void run(Request request, RowOptions options, List<Planned> plans) {
		ChangeOptions common = options.common();
		int subjects = plans.stream().mapToInt((planned) -> planned.plan().subjects()).sum();
		int rows = plans.stream().mapToInt((planned) -> planned.plan().size()).sum();
		common.requireExpected(subjects, request.plural());
		if (common.dryRun()) {
			if (options.save() != null) {
				new PlanFile(options.save()).save(plans.get(0).plan());
			}
			plans.forEach(this::showPlan);
			common.endDryRun(rows);
			return;
		}
		if (rows > 0 && request.destroys()) {
			if (this.confirmation.asks(common.yes())) {
				plans.forEach(this::showPlan);
			}
			this.confirmation.require(request.change(), request.name(), rows, common.yes());
		}
		List<Result> results = (rows > 0) ? carryOut(plans, options)
				: plans.stream().map((planned) -> new Result(planned.plan().sets(), null)).toList();
		for (int i = 0; i < plans.size(); i++) {
			Planned planned = plans.get(i);
			Result result = results.get(i);
			show(ChangeReport.of(planned.plan(), result.written(), result.changeId(), planned.tables()),
					ChangeViews.DONE, ChangeViews.DONE_COLUMNS, ChangeViews.DONE_TOTALS);
		}
	}

	/**
	 * What became of a plan.
	 *
	 * @param changeId null if nothing was written, or without a journal
	 */
	private record Result(List<RowSet> written, @Nullable Long changeId) {
	}

	private List<Result> carryOut(List<Planned> plans, RowOptions options) {
		return this.database.get().writing(LOCK_TIMEOUT, () -> {
			Journal journal = new Journal(sql());
			if (options.noJournal()) {
				this.out.note("no journal: this change cannot be undone");
			}
			else {
				journal.create();
			}
			RowTables tables = tables(plans);
			List<List<RowSet>> written = new ArrayList<>();
			List<Journal.Draft> drafts = new ArrayList<>();
			for (Planned planned : plans) {
				Plan plan = planned.plan();
				Undo undo = planned.undo();
				List<RowSet> done = new Application(sql(), tables, planned.conflictHint()).apply(plan);
				written.add(done);
				drafts.add(new Journal.Draft(this.command.get(), plan, done, options.common().reason(),
						(undo != null) ? undo.undoes() : null, (undo != null) ? undo.redoes() : null));
			}
			List<Long> ids = options.noJournal() ? List.of() : journal.append(drafts);
			List<Result> results = new ArrayList<>();
			for (int i = 0; i < plans.size(); i++) {
				results.add(new Result(written.get(i), ids.isEmpty() ? null : ids.get(i)));
			}
			return results;
		});
	}

	/**
	 * A deletion needs all columns as they are now. A single update knows its own from
	 * the plan, and the server says if one is gone.
	 */
	private RowTables tables(List<Planned> plans) {
		boolean known = plans.size() == 1
				&& plans.get(0).plan().sets().stream().allMatch((set) -> set.operation() == Operation.UPDATE);
		return known ? plans.get(0).tables() : new RowTables(sql());
	}

	private static void requireRows(Plan plan, int most) {
		if (plan.size() > most) {
			throw CommandFailure.refused("this is about more than %,d rows".formatted(most),
					"ask for less, or raise the limit with --max-rows");
		}
	}

	private void showPlan(Planned planned) {
		show(ChangeReport.of(planned.plan(), planned.plan().sets(), null, planned.tables()), ChangeViews.PLANNED,
				ChangeViews.PLANNED_COLUMNS, ChangeViews.PLANNED_TOTALS);
	}

	/** Programs get every row and every value. */
	private void show(ChangeReport report, View<ChangeReport> rows, View<ChangeReport> columns,
			View<ChangeReport> totals) {
		if (!this.out.format().forPeople()) {
			this.out.show(report, rows);
		}
		else {
			this.out.show(report, (report.rows().size() > ROWS_FOR_PEOPLE) ? totals : columns);
		}
	}

	private DSLContext sql() {
		return this.database.get().sql();
	}

}
