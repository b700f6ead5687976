package org.condastore.shell.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.condastore.shell.connection.Database;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.ErrorReport;
import org.condastore.shell.output.Outcome;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.OutputClosed;
import org.condastore.shell.output.Streams;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands from files or standard input, without a line editor. All of them are
 * looked at before the first one runs, and the batch ends with success only if all of it
 * was done.
 */
public final class Batch {

	private final Dispatcher dispatcher;

	private final Supplier<Database> database;

	private final Streams streams;

	private final Output out;

	private final ErrorReport errors;

	private final Interrupts interrupts;

	private final SessionState state;

	private final Variables variables;

	private final BatchChanges changes;

	private final Supplier<BatchStates> states;

	private final BatchOptions options;

	private final Clock clock;

	/** Makes a batch; nothing is read yet. */
	public Batch(Dispatcher dispatcher, Supplier<Database> database, Streams streams, Output out, ErrorReport errors,
			Interrupts interrupts, SessionState state, Variables variables, BatchChanges changes,
			Supplier<BatchStates> states, BatchOptions options, Clock clock) {
		this.dispatcher = dispatcher;
		this.database = database;
		this.streams = streams;
		this.out = out;
		this.errors = errors;
		this.interrupts = interrupts;
		this.state = state;
		this.variables = variables;
		this.changes = changes;
		this.states = states;
		this.options = options;
		this.clock = clock;
	}

	/**
	 * Runs files one after the other, as if they were one.
	 * @param files paths, or {@code -} for standard input
	 * @return what it ended with; a failure has been reported
	 */
	public ExitCode run(List<String> files) {
		try (BatchLog log = BatchLog.open(this.options.log(), this.clock)) {
			BatchCheck check = new BatchCheck(this.dispatcher.preparation(), this.options);
			BatchProgram program = BatchProgram.read(files, this.streams.in(), this.variables, check);
			check.check(program, this.variables.copy());
			if (check.writes() && !this.options.check() && this.database.get().target().isReadOnly()) {
				check.readOnly(CommandFailure.refused("the session is read-only",
						"leave out --read-only, or use a profile that is not marked read-only"));
			}
			log.begins(files, this.options, program.size());
			if (check.count() > 0) {
				return refused(check, program, log);
			}
			if (this.options.check()) {
				this.out.note("%,d lines, and nothing is wrong with them".formatted(program.commands()));
				return ExitCode.OK;
			}
			return new Run(program, check, log).run(String.join(" ", files));
		}
		catch (CommandFailure failure) {
			return this.dispatcher.report(failure, null);
		}
	}

	private ExitCode refused(BatchCheck check, BatchProgram program, BatchLog log) {
		check.report(this.errors);
		if (check.unreported() > 0) {
			this.out.note("and %,d more".formatted(check.unreported()));
		}
		summarize(new BatchSummary(program.commands()), "nothing ran", check.exitCode());
		log.ended("refused", check.exitCode(), null);
		return check.exitCode();
	}

	private void summarize(BatchSummary summary, @Nullable String ending, ExitCode code) {
		this.errors.summary(summary.text(ending), (json) -> {
			json.writeNumberProperty("lines", summary.lines());
			json.writeNumberProperty("done", summary.done());
			json.writeNumberProperty("failed", summary.failures());
			json.writeNumberProperty("not_run", summary.left());
			json.writeNumberProperty("changes", summary.changes());
			json.writeNumberProperty("rows", summary.rows());
			json.writeStringProperty("result", (ending != null) ? ending : "done");
			json.writeNumberProperty("exit_code", code.status());
		});
	}

	/** One run of a program. */
	private final class Run implements LineListener {

		private final BatchProgram program;

		private final BatchCheck check;

		private final BatchLog log;

		private final BatchSummary summary;

		private final BatchProgress progress;

		private final BatchLines lines;

		private final boolean atomic = Batch.this.options.mode() == BatchOptions.Mode.ATOMIC;

		/** Lines whose changes wait. */
		private final List<PreparedLine> open = new ArrayList<>();

		/** What they are about. */
		private final Set<@Nullable Object> openArguments = new HashSet<>();

		/** Whether each block goes on after a failure, the innermost last. */
		private final Deque<Boolean> blocks = new ArrayDeque<>();

		private ExitCode worst = ExitCode.OK;

		/** The line with which a transaction of many failed. */
		private @Nullable PreparedLine failed;

		/** The line that was done last. */
		private @Nullable PreparedLine done;

		private int next;

		private @Nullable Resumption resumption;

		Run(BatchProgram program, BatchCheck check, BatchLog log) {
			this.program = program;
			this.check = check;
			this.log = log;
			this.summary = new BatchSummary(program.commands());
			this.progress = new BatchProgress(Batch.this.streams, System::nanoTime, Math.max(1, program.size()),
					this.atomic);
			this.lines = new BatchLines(this::prepared);
			this.blocks.addLast(Batch.this.options.mode() == BatchOptions.Mode.KEEP_GOING);
		}

		ExitCode run(String name) {
			return this.atomic ? atomic(name) : lineByLine();
		}

		/** The next step, with the variables as they are now. */
		private @Nullable PreparedLine prepared() {
			if (this.next == this.program.size()) {
				return null;
			}
			int index = this.next++;
			PreparedLine known = this.check.prepared(index);
			if (known != null) {
				return known;
			}
			BatchStep step = this.program.step(index);
			return (step.kind() == BatchStep.Kind.COMMAND)
					? Batch.this.dispatcher.preparation().prepare(step.words(), step.where()) : PreparedLine.of(step);
		}

		// --- all of it or nothing ---

		private ExitCode atomic(String name) {
			BatchOptions options = Batch.this.options;
			if (options.dryRun()) {
				Batch.this.changes.rehearse(this.check.undoes());
			}
			Batch.this.streams.hold();
			try {
				Batch.this.interrupts
					.during(() -> Batch.this.database.get().together(this.check.writes(), options.dryRun(), () -> {
						allLines();
						// Nothing is committed whose record is lost.
						this.log.force();
						return true;
					}));
			}
			catch (Exception thrown) {
				return rolledBack(thrown);
			}
			this.progress.clear();
			return options.dryRun() ? rehearsed(name) : committed();
		}

		private ExitCode rolledBack(Exception thrown) {
			this.progress.clear();
			Batch.this.out.abandonLine();
			Batch.this.streams.discard();
			PreparedLine line = this.failed;
			CommandFailure failure = Dispatcher.failureIn(thrown);
			if (line != null) {
				logFailure(line, failure);
				Batch.this.dispatcher.report(line, failure);
				this.summary.failed();
			}
			else {
				Batch.this.dispatcher.report(failure, null);
			}
			boolean known = line != null || failure.exitCode() != ExitCode.UNAVAILABLE;
			this.summary.takenBack();
			summarize(this.summary, known ? "nothing was changed" : null, failure.exitCode());
			this.log.ended(known ? "rolled back" : "unknown", failure.exitCode(), failure);
			return failure.exitCode();
		}

		private void logFailure(PreparedLine line, CommandFailure failure) {
			try {
				this.log.line(line, null, failure);
			}
			catch (CommandFailure full) {
				// It may be why the line failed; whatever it is, this is worth a report.
				Batch.this.dispatcher.report(full, null);
			}
		}

		private ExitCode rehearsed(String name) {
			BatchOptions options = Batch.this.options;
			Batch.this.streams.discard();
			int rows = Batch.this.changes.showRehearsed("run %s".formatted(name));
			Batch.this.out.flush();
			if (this.check.unconfirmed() > 0) {
				Batch.this.out.note("%,d %s --yes to run".formatted(this.check.unconfirmed(),
						(this.check.unconfirmed() == 1) ? "line needs" : "lines need"));
			}
			ExitCode code = (this.worst == ExitCode.OK && options.exitCode() && rows > 0) ? ExitCode.FINDING
					: this.worst;
			this.summary.takenBack();
			summarize(this.summary, "nothing was changed", code);
			this.log.ended("rolled back", code, null);
			return code;
		}

		private ExitCode committed() {
			try {
				this.log.ended("committed", this.worst, null);
				Batch.this.streams.release();
			}
			catch (OutputClosed closed) {
				return unprinted("standard output was closed before all results were written", closed);
			}
			catch (CommandFailure full) {
				return unprinted(String.valueOf(full.getMessage()), full);
			}
			if (this.check.writes() || this.worst != ExitCode.OK || Batch.this.errors.json()) {
				summarize(this.summary, this.check.writes() ? "committed" : null, this.worst);
			}
			return this.worst;
		}

		private ExitCode unprinted(String what, RuntimeException cause) {
			return Batch.this.dispatcher.report(CommandFailure.failed(what,
					this.check.writes() ? "the batch was committed; journal list shows its changes"
							: "send it to somebody who reads all of it",
					cause), null);
		}

		private void allLines() {
			PreparedLine line;
			while (!Batch.this.state.ended() && (line = this.lines.next()) != null) {
				if (line.kind() != BatchStep.Kind.COMMAND) {
					carryOut();
					block(line.kind());
					continue;
				}
				if (!this.open.isEmpty() && !joins(line)) {
					carryOut();
				}
				within(line);
			}
			carryOut();
		}

		/** Whether a line may run before the changes that wait are carried out. */
		private boolean joins(PreparedLine line) {
			return this.open.size() < ReadAhead.MOST && line.continues(this.open.get(0).command())
					&& !this.openArguments.contains(line.firstArgument());
		}

		private void within(PreparedLine line) {
			Database database = Batch.this.database.get();
			boolean goesOn = goesOn();
			begins(line);
			if (Batch.this.options.dryRun() && line.where() != null) {
				Batch.this.changes.at(line.where());
			}
			Batch.this.changes.mayWait(!goesOn && mayWait(line));
			try {
				if (goesOn) {
					database.recoverably(() -> {
						Batch.this.dispatcher.runWithin(line, this.lines);
						return true;
					});
				}
				else {
					Batch.this.dispatcher.runWithin(line, this.lines);
				}
			}
			catch (CommandFailure failure) {
				if (!goesOn || endsAll(failure)) {
					this.failed = line;
					throw failure;
				}
				failed(line, failure);
				Batch.this.dispatcher.report(line, failure);
				return;
			}
			if (Batch.this.changes.waiting() > this.open.size()) {
				this.open.add(line);
				this.openArguments.add(line.firstArgument());
			}
			else {
				ended(line);
			}
		}

		/** Whether a line has others after it that its change can wait for. */
		private boolean mayWait(PreparedLine line) {
			if (line.let() != null || !line.writes()) {
				return false;
			}
			PreparedLine following = this.lines.coming(0);
			return !this.open.isEmpty() || (following != null && following.continues(line.command()));
		}

		/** Carries out what waits, and shows what came of it. */
		private void carryOut() {
			if (this.open.isEmpty()) {
				return;
			}
			List<PreparedLine> waited = List.copyOf(this.open);
			this.open.clear();
			this.openArguments.clear();
			List<Runnable> results;
			try {
				results = Batch.this.changes.carryOut();
			}
			catch (BatchChanges.NotCarriedOut not) {
				this.failed = waited.get(not.index());
				throw not.failure();
			}
			for (int i = 0; i < waited.size(); i++) {
				PreparedLine line = waited.get(i);
				begins(line);
				Batch.this.out.withFormat(line.format(), results.get(i));
				Batch.this.state.previous(Batch.this.out.outcome());
				ended(line);
			}
		}

		// --- each line on its own ---

		private ExitCode lineByLine() {
			PreparedLine line = null;
			try {
				if (Batch.this.options.resume() != null && !resume(Batch.this.options.resume())) {
					Batch.this.out.note("the batch %s was done already: nothing is left to do"
						.formatted(Batch.this.options.resume()));
					return ExitCode.OK;
				}
				boolean stopped = false;
				while (!stopped && !Batch.this.state.ended() && (line = this.lines.next()) != null) {
					if (line.kind() == BatchStep.Kind.COMMAND) {
						Dispatcher.Ended ended = alone(line);
						line = ended.line();
						CommandFailure failure = ended.failure();
						stopped = failure != null && (!goesOn() || endsAll(failure));
					}
					else {
						block(line.kind());
					}
					if (!stopped && this.resumption != null) {
						this.resumption.done(line);
					}
				}
				finish();
			}
			catch (OutputClosed closed) {
				this.progress.clear();
				this.worst = Batch.this.dispatcher
					.report(CommandFailure.failed("standard output was closed, and nobody reads the results",
							"what was done so far stays done", closed), (line != null) ? line.where() : null);
			}
			catch (CommandFailure failure) {
				this.progress.clear();
				this.worst = Batch.this.dispatcher.report(failure, (line != null) ? line.where() : null);
			}
			this.progress.clear();
			if (this.check.writes() || this.worst != ExitCode.OK || Batch.this.errors.json()) {
				summarize(this.summary, null, this.worst);
			}
			this.log.ended((this.summary.left() > 0) ? "stopped" : "done", this.worst, null);
			return this.worst;
		}

		/** A line by itself, or with those that read after it. */
		private Dispatcher.Ended alone(PreparedLine line) {
			Resumption resumed = this.resumption;
			if (resumed != null && line.let() != null && line.writes()) {
				return keeping(line, resumed);
			}
			return Batch.this.dispatcher.run(line, (resumed != null || line.writes()) ? BatchLines.NONE : this.lines,
					this);
		}

		/** What is kept of a change is known to the state that is written with it. */
		private Dispatcher.Ended keeping(PreparedLine line, Resumption resumed) {
			begins(line);
			try {
				Batch.this.database.get().together(true, false, () -> {
					Batch.this.dispatcher.runWithin(line, BatchLines.NONE);
					resumed.beforeCommit();
					return true;
				});
			}
			catch (CommandFailure failure) {
				failed(line, failure);
				Batch.this.dispatcher.report(line, failure);
				return new Dispatcher.Ended(line, failure);
			}
			ended(line);
			return new Dispatcher.Ended(line, null);
		}

		private void finish() {
			if (this.resumption != null && this.worst == ExitCode.OK) {
				this.resumption.finish();
			}
		}

		/**
		 * Goes on where a batch has stopped that was begun under this name.
		 * @return false if there is nothing left to do
		 */
		private boolean resume(String name) {
			Database database = Batch.this.database.get();
			Optional<BatchStates.State> found = database.reading(() -> Batch.this.states.get().find(name));
			Resumption resumed = new Resumption(name, found.orElse(null));
			this.resumption = resumed;
			database.beforeCommit(resumed::beforeCommit);
			BatchStates.State state = resumed.state;
			for (int i = 0; i < state.steps(); i++) {
				if (i == this.program.size()) {
					throw another(name);
				}
				resumed.digest(i);
				BatchStep.Kind kind = this.program.step(i).kind();
				if (kind == BatchStep.Kind.COMMAND) {
					this.summary.skip();
				}
				else {
					block(kind);
				}
			}
			if (!resumed.digest().equals(state.digest())) {
				throw another(name);
			}
			this.next = state.steps();
			state.variables().forEach(Batch.this.variables::set);
			if (state.steps() > 0 && state.steps() < this.program.size()) {
				Batch.this.out.note("%s goes on at %s:%d".formatted(name, this.program.where(this.next).file(),
						this.program.where(this.next).line()));
			}
			return state.steps() == 0 || state.steps() < this.program.size();
		}

		private CommandFailure another(String name) {
			return CommandFailure.precondition(
					"the lines that were done under the name %s are not those of this batch".formatted(name),
					"use another name to begin from its first line");
		}

		/** How far a batch has come that can be resumed. */
		private final class Resumption {

			private final String name;

			/** What the database has. */
			private BatchStates.State state;

			private final MessageDigest digest;

			/** The step that runs. */
			private int running;

			Resumption(String name, BatchStates.@Nullable State found) {
				this.name = name;
				try {
					this.digest = MessageDigest.getInstance("SHA-256");
				}
				catch (NoSuchAlgorithmException ex) {
					throw new IllegalStateException("every Java has SHA-256", ex);
				}
				this.state = (found != null) ? found : new BatchStates.State(0, digest(), Map.of());
				this.running = this.state.steps();
			}

			/** Over the text of the steps that were added, so far. */
			String digest() {
				try {
					return HexFormat.of().formatHex(((MessageDigest) this.digest.clone()).digest());
				}
				catch (CloneNotSupportedException ex) {
					throw new IllegalStateException("SHA-256 can be cloned", ex);
				}
			}

			void digest(int step) {
				for (Word word : Run.this.program.step(step).words()) {
					this.digest.update((word.text() + word.references() + "\0").getBytes(StandardCharsets.UTF_8));
				}
				this.digest.update((byte) '\n');
			}

			/** In the transaction of the line that runs. */
			void beforeCommit() {
				if (this.state.steps() <= this.running && this.running < Run.this.program.size()) {
					digest(this.running);
					keep(this.running + 1);
				}
			}

			private void keep(int steps) {
				BatchStates.State now = new BatchStates.State(steps, digest(), Batch.this.variables.all());
				Batch.this.states.get().advance(this.name, this.state, now);
				this.state = now;
			}

			/** A step has been done: also one that changed nothing is not done again. */
			void done(PreparedLine line) {
				if (this.state.steps() <= this.running) {
					if (line.writes()) {
						// What is done before the commit.
						Batch.this.database.get().writing(() -> true);
					}
					else {
						digest(this.running);
					}
				}
				this.running++;
			}

			/** All is done, the lines after the last change too. */
			void finish() {
				if (this.state.steps() < this.running) {
					Batch.this.database.get().writing(() -> {
						keep(this.running);
						return true;
					});
				}
			}

		}

		// --- for both ---

		private boolean goesOn() {
			return this.blocks.getLast();
		}

		private void block(BatchStep.Kind kind) {
			if (kind.begins()) {
				this.blocks.addLast(kind == BatchStep.Kind.ON_ERROR_CONTINUE);
			}
			else {
				this.blocks.removeLast();
			}
		}

		/** Whether nothing after a failure can succeed, or should. */
		private static boolean endsAll(CommandFailure failure) {
			return failure.exitCode() == ExitCode.UNAVAILABLE || failure.exitCode() == ExitCode.INTERRUPTED;
		}

		@Override
		public void begins(PreparedLine line) {
			if (line.where() != null) {
				Batch.this.out.beginLine(line.where(), line::typed);
			}
		}

		@Override
		public void ended(PreparedLine line) {
			@Nullable Outcome outcome = Batch.this.out.outcome();
			Batch.this.out.endLine(null);
			this.summary.done(outcome);
			this.done = line;
			this.log.line(line, outcome, null);
			this.progress.done(this.summary.done() + this.summary.failures());
		}

		@Override
		public void failed(PreparedLine line, CommandFailure failure) {
			this.progress.clear();
			this.worst = worse(failure.exitCode());
			if (line == this.done) {
				// It is done; its results could not be sent.
				return;
			}
			Batch.this.out.endLine(failure);
			this.summary.failed();
			this.log.line(line, null, failure);
		}

		private ExitCode worse(ExitCode code) {
			return (code.status() > this.worst.status()) ? code : this.worst;
		}

	}

}
