package org.condastore.shell.change;

import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import org.condastore.schema.catalog.RowTables;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.StoredTime;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Output;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.ErrorReport;
import org.condastore.shell.output.Outcome;
import org.condastore.shell.output.View;
import org.condastore.shell.session.BatchChanges;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which rows change: planned in a READ ONLY transaction, shown, confirmed,
 * and carried out in another one that first makes sure that nothing has moved, and that
 * writes the journal too.
 */
public final class Changes implements BatchChanges {

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

	private final Bystanders bystanders;

	/** What waits for the changes of the lines after it, in the lines' order. */
	private final List<Waiting> waiting = new ArrayList<>();

	private boolean mayWait;

	/** What a rehearsal has come to; null if this is none. */
	private @Nullable Rehearsal rehearsal;

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
		this.bystanders = new Bystanders(database, out::note, Bystanders.PATIENCE);
	}

	/**
	 * Does what a command asks for, as far as its options say, and shows it.
	 * @throws CommandFailure if it is not done
	 */
	public void run(Request request, RowOptions options, Change change) {
		run(request, options, List.of(planned(request.change(), request.subject(), options.most(), change)), false);
	}

	/**
	 * Like {@link #run}, for a change of few rows that depends on nothing but them and
	 * the first argument of the command: in a batch it may be carried out together with
	 * those of the lines after it.
	 */
	public void runWithOthers(Request request, RowOptions options, Change change) {
		run(request, options, List.of(planned(request.change(), request.subject(), options.most(), change)),
				this.mayWait);
	}

	/**
	 * Like {@link #run}, for a change whose later rows refer to new rows: it is planned
	 * in steps, each after the ones before were carried out, in one transaction and as
	 * one entry of the journal. A dry run does the same and takes it back, and gives new
	 * rows keys below zero.
	 */
	public void runInSteps(Request request, List<Change> steps, RowOptions options) {
		if (options.save() != null) {
			throw CommandFailure.usage("the plan of %s cannot be saved".formatted(request.change()),
					"new rows get their keys when it is carried out: leave out --save");
		}
		Database current = this.database.get();
		if (options.common().dryRun()) {
			Rehearsal attempt = new Rehearsal(false);
			Waiting planned = current.tryOut(() -> current.writing(() -> carryOut(request, steps, options, attempt)));
			showPlan(planned.planned());
			options.common().endDryRun(planned.planned().plan().size());
			return;
		}
		Rehearsal rehearsed = this.rehearsal;
		Result result = current.writing(() -> {
			if (rehearsed != null) {
				Planned planned = carryOut(request, steps, options, rehearsed).planned();
				rehearsed.add(planned.plan(), planned.plan().sets(), planned.tables());
				return Result.nothing(planned);
			}
			prepareJournal(List.of(options));
			Waiting done = carryOut(request, steps, options, Application.SERVER_GIVES_KEYS);
			Plan plan = done.planned().plan();
			return plan.isEmpty() ? Result.nothing(done.planned())
					: new Result(done.planned(), plan.sets(), journal(List.of(done), List.of(plan.sets())).get(0));
		});
		show(result);
	}

	/** What was done is the plan. */
	private Waiting carryOut(Request request, List<Change> steps, RowOptions options, Application.Keys keys) {
		List<RowSet> written = new ArrayList<>();
		Set<String> followUp = new LinkedHashSet<>();
		RowTables tables = new RowTables(sql());
		for (Change step : steps) {
			Planned planned = planned(request.change(), request.subject(), options.most(), step);
			written.addAll(new Application(sql(), tables, keys, PLAN_AGAIN).apply(planned.plan()));
			followUp.addAll(planned.plan().followUp());
		}
		Plan plan = new Plan(request.change(), request.subject(), written, List.of(), List.copyOf(followUp), Set.of());
		requireRows(plan, options.most());
		options.common().requireExpected(plan.subjects(), request.plural());
		return Waiting.of(new Planned(plan, tables, null, PLAN_AGAIN, false, 0), options, this.command.get());
	}

	@Override
	public void rehearse(boolean journal) {
		this.rehearsal = new Rehearsal(journal);
	}

	@Override
	public void at(ErrorReport.Location line) {
		Objects.requireNonNull(this.rehearsal).at(line);
	}

	@Override
	public int showRehearsed(String change) {
		BatchPlan plan = Objects.requireNonNull(this.rehearsal).plan(change);
		this.out.show(plan,
				view(plan.rows().size(), ChangeViews.BATCH, ChangeViews.BATCH_COLUMNS, ChangeViews.BATCH_TOTALS));
		return plan.rows().size();
	}

	/**
	 * One of several changes.
	 *
	 * @param change says which rows become what
	 */
	public record Part(Request request, Change change) {
	}

	/**
	 * Does several things one after another. Each is a change of its own, planned when
	 * those before it are done and committed by itself; they are shown as one, and asked
	 * about once. {@code --expect} counts the rows of all.
	 *
	 * <p>
	 * What asks {@link Planning#some} is done in batches if it is large, each of them a
	 * change of its own too, planned when the one before it is committed: so it takes no
	 * more memory than a batch does, and who is interrupted begins again with what is
	 * left.
	 * @param change what they are together, in words
	 * @param batch about how many things a batch is
	 * @throws CommandFailure if one is not done; those before it are, and are shown
	 */
	public void runInTurn(String change, List<Part> parts, RowOptions options, int batch) {
		ChangeOptions common = options.common();
		BatchLimit first = common.dryRun() ? null : new BatchLimit(batch, true);
		List<Planned> plans = new ArrayList<>();
		parts.forEach((part) -> plans.add(planned(part, part.request().change(), options.most(), first)));
		boolean several = plans.stream().filter((planned) -> !planned.plan().isEmpty()).count() > 1;
		if (several && options.save() != null) {
			List<Planned> inTurn = rehearsed(parts, options);
			plans.clear();
			plans.addAll(inTurn);
		}
		if (parts.size() == 1 && !plans.get(0).more()) {
			run(parts.get(0).request(), options, plans, false);
			return;
		}
		int rows = plans.stream().mapToInt((planned) -> planned.plan().size() + planned.beyond()).sum();
		common.requireExpected(plans.stream().mapToInt((planned) -> planned.plan().subjects() + planned.beyond()).sum(),
				"rows");
		if (common.dryRun()) {
			if (options.save() != null) {
				new PlanFile(options.save()).save(change, saved(plans));
			}
			showTurn(change, plans.stream().map(Result::nothing).map(Result::report).toList());
			common.endDryRun(rows);
			return;
		}
		boolean destroys = parts.stream().anyMatch((part) -> part.request().destroys());
		if (rows > 0 && destroys && this.rehearsal == null) {
			if (this.confirmation.asks(common.yes())) {
				showTurn(change, plans.stream().map(Result::nothing).map(Result::report).toList());
			}
			boolean batches = plans.stream().anyMatch(Planned::more);
			this.confirmation.require(
					batches ? "%s, %,d rows or more in batches of %,d".formatted(change, rows, batch) : change, change,
					rows, common.yes());
		}
		List<ChangeReport> done = new ArrayList<>();
		try {
			boolean asPlanned = true;
			for (int i = 0; i < parts.size(); i++) {
				// What was done meanwhile may have made it more, or less.
				Planned planned = asPlanned ? plans.get(i) : planned(parts.get(i), parts.get(i).request().change(),
						options.most(), new BatchLimit(batch, true));
				asPlanned &= planned.plan().isEmpty();
				inBatches(parts.get(i), planned, options, batch, done);
			}
		}
		catch (CommandFailure failure) {
			if (!done.isEmpty()) {
				showTurn(change, done);
			}
			throw failure;
		}
		showTurn(change, done);
	}

	/**
	 * Carries out one of several changes.
	 * @param planned all of it, or its first batch
	 * @param done gets what has been done
	 */
	private void inBatches(Part part, Planned planned, RowOptions options, int batch, List<ChangeReport> done) {
		String change = part.request().change();
		Set<String> plans = new HashSet<>();
		Planned next = planned;
		int left = options.most();
		for (int number = 2; true; number++) {
			Result result = writing(List.of(Waiting.of(next, options, this.command.get()))).get(0);
			left -= next.plan().size();
			boolean one = number == 2 && !next.more();
			done.add(one ? result.report() : result.report().counted());
			if (!next.more() || next.plan().isEmpty()) {
				return;
			}
			if (!plans.add(RowsHash.of(next.plan().sets()))) {
				throw CommandFailure.conflict(
						"%s does not get on: somebody brings back what it takes away".formatted(change),
						"what was done is in the journal; look at it again with --dry-run", null);
			}
			if (!this.database.get().isTogether()) {
				this.bystanders.waitFor(next.plan().sets().stream().map(RowSet::table).distinct().toList());
			}
			next = planned(part, "%s, batch %d".formatted(change, number), left, new BatchLimit(batch, false));
			if (next.plan().isEmpty()) {
				return;
			}
		}
	}

	private Planned planned(Part part, String change, int most, @Nullable BatchLimit batch) {
		return planned(change, part.request().subject(), most, part.change(), null, batch);
	}

	/**
	 * Plans each when those before it are done, in a transaction that is rolled back. So
	 * a file can hold them all: carried out in this order each finds what it was planned
	 * on.
	 */
	private List<Planned> rehearsed(List<Part> parts, RowOptions options) {
		if (this.database.get().isTogether()) {
			throw CommandFailure.usage("the plans of several changes cannot be saved within a transaction",
					"save them one by one, or outside of the batch");
		}
		return this.database.get().together(true, true, () -> {
			List<Planned> plans = new ArrayList<>();
			Rehearsal keys = new Rehearsal(false);
			Set<String> added = new HashSet<>();
			for (Part part : parts) {
				Planned planned = planned(part, part.request().change(), options.most(), null);
				plans.add(planned);
				requireKeys(planned.plan(), added);
				this.database.get()
					.writing(
							() -> new Application(sql(), new RowTables(sql()), keys, PLAN_AGAIN).apply(planned.plan()));
				planned.plan().sets().stream().filter((set) -> !set.hasKeys()).map(RowSet::table).forEach(added::add);
			}
			return plans;
		});
	}

	/** What was inserted in a rehearsal has another key when it is inserted. */
	private static void requireKeys(Plan plan, Set<String> added) {
		for (RowSet set : plan.sets()) {
			if (added.contains(set.table()) && set.operation() != Operation.INSERT) {
				throw CommandFailure.usage("%s is about rows of %s, of which new ones are made before it"
					.formatted(plan.change(), set.table()), "save what comes first, carry it out, and plan this then");
			}
		}
	}

	/** What does nothing need not be kept, if there is something else. */
	private static List<Plan> saved(List<Planned> plans) {
		List<Plan> some = plans.stream().map(Planned::plan).filter((plan) -> !plan.isEmpty()).toList();
		return some.isEmpty() ? List.of(plans.get(0).plan()) : some;
	}

	private void showTurn(String change, List<ChangeReport> all) {
		TurnReport report = TurnReport.of(change,
				all.stream().filter((one) -> one.size() > 0 || !one.followUp().isEmpty()).toList());
		int rows = report.together().size();
		this.out.did(report,
				report.hasRows() ? view(rows, ChangeViews.TURN_ROWS, ChangeViews.TURN_COLUMNS, ChangeViews.TURN_TOTALS)
						: ChangeViews.TURN_TOTALS,
				new Outcome(rows, rows, null));
	}

	/**
	 * Carries saved plans out: each is a change of its own.
	 * @throws CommandFailure if one is not done; those before it are, and are shown
	 */
	public void runSaved(Path file, RowOptions options) {
		PlanFile.Content content = new PlanFile(file).read();
		List<Planned> plans = content.plans().stream().map((plan) -> ofFile(plan, options)).toList();
		Plan first = content.plans().get(0);
		RowTables tables = plans.get(0).tables();
		// Those after it depend on what it does.
		this.database.get().reading(() -> {
			new Application(sql(), tables, Application.SERVER_GIVES_KEYS, SAVE_AGAIN).compare(first);
			return true;
		});
		if (plans.size() == 1) {
			run(Request.destroy(first.change(), first.subject(), "rows of " + first.subject(), first.change()), options,
					plans, false);
			return;
		}
		int rows = plans.stream().mapToInt((planned) -> planned.plan().size()).sum();
		ChangeOptions common = options.common();
		common.requireExpected(rows, "rows");
		List<ChangeReport> planned = plans.stream().map(Result::nothing).map(Result::report).toList();
		if (common.dryRun()) {
			if (options.save() != null) {
				new PlanFile(options.save()).save(content.change(), content.plans());
			}
			showTurn(content.change(), planned);
			common.endDryRun(rows);
			return;
		}
		if (this.rehearsal == null) {
			if (this.confirmation.asks(common.yes())) {
				showTurn(content.change(), planned);
			}
			this.confirmation.require(content.change(), content.change(), rows, common.yes());
		}
		List<ChangeReport> done = new ArrayList<>();
		try {
			for (Planned plan : plans) {
				done.add(writing(List.of(Waiting.of(plan, options, this.command.get()))).get(0).report());
			}
		}
		catch (CommandFailure failure) {
			if (!done.isEmpty()) {
				showTurn(content.change(), done);
			}
			throw failure;
		}
		showTurn(content.change(), done);
	}

	private Planned ofFile(Plan plan, RowOptions options) {
		requireRows(plan, options.most());
		RowTables tables = this.database.get().reading(() -> {
			RowTables now = new RowTables(sql());
			plan.sets().forEach((set) -> now.find(set.table()));
			plan.required().forEach((set) -> now.find(set.table()));
			return now;
		});
		return new Planned(plan, tables, null, SAVE_AGAIN, false, 0);
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
					(planning) -> undo.plan(planning, new JournalRepository(sql())), undo, null));
		}
		if (plans.size() == 1) {
			requirePossible(plans.get(0));
		}
		String change = (undos.size() == 1) ? undos.get(0).change() : "undo %d changes".formatted(undos.size());
		run(Request.write(change, undos.get(0).entry().subject(), "rows of " + undos.get(0).entry().subject()), options,
				plans, false);
	}

	/** What is not may be changed by an undo before it, where there are several. */
	private void requirePossible(Planned undo) {
		this.database.get().reading(() -> {
			Application application = new Application(sql(), undo.tables(), Application.SERVER_GIVES_KEYS,
					undo.conflictHint());
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
	 * @param more whether it is a batch, and others come after it
	 * @param beyond about how many things those are, where that was counted
	 */
	private record Planned(Plan plan, RowTables tables, @Nullable Undo undo, String conflictHint, boolean more,
			int beyond) {
	}

	private Planned planned(String change, String subject, int most, Change wanted) {
		return planned(change, subject, most, wanted, null, null);
	}

	private Planned planned(String change, String subject, int most, Change wanted, @Nullable Undo undo,
			@Nullable BatchLimit batch) {
		return this.database.get().reading(() -> {
			// Those that wait are about the same table.
			RowTables tables = this.waiting.isEmpty() ? new RowTables(sql()) : this.waiting.get(0).planned().tables();
			Planning planning = new Planning(sql(), tables,
					StoredTime.stored(this.clock.instant().truncatedTo(ChronoUnit.MICROS)), most, batch);
			wanted.plan(planning);
			return new Planned(planning.plan(change, subject), tables, undo,
					(undo != null) ? undo.conflictHint() : PLAN_AGAIN, planning.hasMore(), planning.beyond());
		});
	}

	private void run(Request request, RowOptions options, List<Planned> plans, boolean waits) {
		ChangeOptions common = options.common();
		int subjects = plans.stream().mapToInt((planned) -> planned.plan().subjects()).sum();
		int rows = plans.stream().mapToInt((planned) -> planned.plan().size()).sum();
		common.requireExpected(subjects, request.plural());
		if (common.dryRun()) {
			if (options.save() != null) {
				new PlanFile(options.save()).save(request.change(), List.of(plans.get(0).plan()));
			}
			plans.forEach(this::showPlan);
			common.endDryRun(rows);
			return;
		}
		if (rows > 0 && request.destroys() && this.rehearsal == null) {
			if (this.confirmation.asks(common.yes())) {
				plans.forEach(this::showPlan);
			}
			this.confirmation.require(request.change(), request.name(), rows, common.yes());
		}
		List<Waiting> wanted = plans.stream()
			.map((planned) -> Waiting.of(planned, options, this.command.get()))
			.toList();
		if (waits) {
			this.waiting.addAll(wanted);
			return;
		}
		List<Result> results = (rows > 0) ? this.database.get().writing(() -> write(wanted))
				: plans.stream().map(Result::nothing).toList();
		results.forEach(this::show);
	}

	/**
	 * A change that is to be carried out.
	 *
	 * @param command what was typed
	 * @param keys those of the rows of the only set that it has
	 */
	private record Waiting(Planned planned, RowOptions options, String command, List<List<@Nullable String>> keys) {

		static Waiting of(Planned planned, RowOptions options, String command) {
			List<List<@Nullable String>> keys = new ArrayList<>();
			if (planned.plan().sets().size() == 1) {
				RowSet set = planned.plan().sets().get(0);
				set.rows().forEach((row) -> keys.add(set.keyOf(row)));
			}
			return new Waiting(planned, options, command, keys);
		}

		/** Whether one statement can do this and the other. */
		boolean fits(Waiting other) {
			List<RowSet> sets = this.planned.plan().sets();
			List<RowSet> others = other.planned.plan().sets();
			return sets.size() == 1 && others.size() == 1 && sets.get(0).operation() == Operation.UPDATE
					&& sets.get(0).isLike(others.get(0)) && this.planned.plan().required().isEmpty()
					&& other.planned.plan().required().isEmpty()
					&& this.planned.plan().guards().equals(other.planned.plan().guards());
		}

	}

	/**
	 * What became of a plan.
	 *
	 * @param changeId null if nothing was written, or without a journal
	 */
	private record Result(Planned planned, List<RowSet> written, @Nullable Long changeId) {

		static Result nothing(Planned planned) {
			return new Result(planned, planned.plan().sets(), null);
		}

		ChangeReport report() {
			return ChangeReport.of(this.planned.plan(), this.written, this.changeId, this.planned.tables());
		}

	}

	@Override
	public void mayWait(boolean allowed) {
		this.mayWait = allowed && this.rehearsal == null;
	}

	@Override
	public int waiting() {
		return this.waiting.size();
	}

	@Override
	public List<Runnable> carryOut() {
		List<Waiting> all = List.copyOf(this.waiting);
		this.waiting.clear();
		List<Result> results;
		try {
			results = this.database.get().recoverably(() -> writing(all));
		}
		catch (CommandFailure failure) {
			boolean alone = all.size() == 1 || failure.exitCode() == ExitCode.UNAVAILABLE
					|| failure.exitCode() == ExitCode.INTERRUPTED;
			if (alone) {
				throw new NotCarriedOut(0, failure);
			}
			results = oneByOne(all);
		}
		return results.stream().<Runnable>map((result) -> () -> show(result)).toList();
	}

	/** Finds out whose fault it is. */
	private List<Result> oneByOne(List<Waiting> all) {
		List<Result> results = new ArrayList<>();
		for (int i = 0; i < all.size(); i++) {
			List<Waiting> one = all.subList(i, i + 1);
			try {
				results.addAll(this.database.get().recoverably(() -> writing(one)));
			}
			catch (CommandFailure failure) {
				throw new NotCarriedOut(i, failure);
			}
		}
		return results;
	}

	private List<Result> writing(List<Waiting> all) {
		boolean nothing = all.stream().allMatch((one) -> one.planned().plan().isEmpty());
		return nothing ? all.stream().map((one) -> Result.nothing(one.planned())).toList()
				: this.database.get().writing(() -> write(all));
	}

	/** Writes what is wanted, with the journal, in the transaction that is open. */
	private List<Result> write(List<Waiting> all) {
		Rehearsal rehearsed = this.rehearsal;
		prepareJournal(all.stream().map(Waiting::options).toList());
		List<List<RowSet>> written = apply(all, tables(all),
				(rehearsed != null) ? rehearsed : Application.SERVER_GIVES_KEYS);
		List<@Nullable Long> ids = journal(all, written);
		List<Result> results = new ArrayList<>();
		for (int i = 0; i < all.size(); i++) {
			Result result = new Result(all.get(i).planned(), written.get(i), ids.get(i));
			if (rehearsed != null) {
				rehearsed.add(result.planned().plan(), result.written(), result.planned().tables());
			}
			results.add(result);
		}
		return results;
	}

	/** Before anything is written: the journal may be what a change fails of. */
	private void prepareJournal(List<RowOptions> all) {
		if (all.stream().anyMatch(RowOptions::noJournal)) {
			this.out.note("no journal: this change cannot be undone");
		}
		if (all.stream().allMatch(RowOptions::noJournal)) {
			return;
		}
		Journal journal = new Journal(sql());
		if (journals()) {
			journal.create();
		}
		else {
			journal.requirePossible();
		}
	}

	private boolean journals() {
		return this.rehearsal == null || this.rehearsal.journal();
	}

	/** Several that do the same to different rows are one statement. */
	private List<List<RowSet>> apply(List<Waiting> all, RowTables tables, Application.Keys keysOfRows) {
		List<List<RowSet>> written = new ArrayList<>();
		int next = 0;
		while (next < all.size()) {
			Set<List<@Nullable String>> keys = new HashSet<>(all.get(next).keys());
			int end = next + 1;
			while (end < all.size() && all.get(next).fits(all.get(end))
					&& Collections.disjoint(keys, all.get(end).keys())) {
				keys.addAll(all.get(end).keys());
				end++;
			}
			List<Plan> plans = all.subList(next, end).stream().map((one) -> one.planned().plan()).toList();
			Application application = new Application(sql(), tables, keysOfRows,
					all.get(next).planned().conflictHint());
			if (plans.size() > 1) {
				application.apply(Plan.together(plans));
				plans.forEach((plan) -> written.add(plan.sets()));
			}
			else {
				written.add(application.apply(plans.get(0)));
			}
			next = end;
		}
		return written;
	}

	/**
	 * Writes the journal.
	 * @return the ids of the changes; null for what changes no row, which is no change,
	 * and what is not to be kept
	 */
	private List<@Nullable Long> journal(List<Waiting> all, List<List<RowSet>> written) {
		if (!journals()) {
			return Collections.nCopies(all.size(), null);
		}
		List<Journal.Draft> drafts = new ArrayList<>();
		List<Integer> places = new ArrayList<>();
		for (int i = 0; i < all.size(); i++) {
			Waiting one = all.get(i);
			Undo undo = one.planned().undo();
			if (!written.get(i).isEmpty() && !one.options().noJournal()) {
				places.add(i);
				drafts.add(new Journal.Draft(one.command(), one.planned().plan(), written.get(i),
						one.options().common().reason(), (undo != null) ? undo.undoes() : null,
						(undo != null) ? undo.redoes() : null));
			}
		}
		List<@Nullable Long> ids = new ArrayList<>(Collections.nCopies(all.size(), null));
		if (!drafts.isEmpty()) {
			List<Long> given = new Journal(sql()).append(drafts);
			for (int i = 0; i < given.size(); i++) {
				ids.set(places.get(i), given.get(i));
			}
		}
		return ids;
	}

	/**
	 * A deletion needs all columns as they are now. Updates know their own from the plan,
	 * and the server says if one is gone.
	 */
	private RowTables tables(List<Waiting> all) {
		// Those that wait have planned with the same tables.
		boolean known = all.stream()
			.flatMap((one) -> one.planned().plan().sets().stream())
			.allMatch((set) -> set.operation() == Operation.UPDATE);
		RowTables first = all.get(0).planned().tables();
		return known && all.stream().allMatch((one) -> one.planned().tables().equals(first)) ? first
				: new RowTables(sql());
	}

	private static void requireRows(Plan plan, int most) {
		if (plan.size() > most) {
			throw CommandFailure.refused("this is about more than %,d rows".formatted(most),
					"ask for less, or raise the limit with --max-rows");
		}
	}

	private void showPlan(Planned planned) {
		show(planned, planned.plan().sets(), null, ChangeViews.PLANNED, ChangeViews.PLANNED_COLUMNS,
				ChangeViews.PLANNED_TOTALS);
	}

	private void show(Result result) {
		show(result.planned(), result.written(), result.changeId(), ChangeViews.DONE, ChangeViews.DONE_COLUMNS,
				ChangeViews.DONE_TOTALS);
	}

	private void show(Planned planned, List<RowSet> written, @Nullable Long changeId, View<ChangeReport> rows,
			View<ChangeReport> columns, View<ChangeReport> totals) {
		ChangeReport report = ChangeReport.of(planned.plan(), written, changeId, planned.tables());
		this.out.did(report, view(report.rows().size(), rows, columns, totals),
				new Outcome(planned.plan().subjects(), planned.plan().size(), changeId));
	}

	/** Programs get every row and every value. */
	private <T> View<T> view(int size, View<T> rows, View<T> columns, View<T> totals) {
		if (!this.out.format().forPeople()) {
			return rows;
		}
		return (size > ROWS_FOR_PEOPLE) ? totals : columns;
	}

	private DSLContext sql() {
		return this.database.get().sql();
	}

}
