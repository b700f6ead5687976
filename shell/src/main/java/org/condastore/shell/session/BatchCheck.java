package org.condastore.shell.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.output.ErrorReport;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.CommandArgument;
import org.springframework.shell.core.command.CommandOption;
import org.springframework.shell.core.command.ParsedInput;

/**
 * Looks at a batch before its first line runs, and finds all that cannot run: no batch
 * fails in its middle for what could be known before.
 */
final class BatchCheck implements BatchProgram.Problems {

	/** Nobody reads more. */
	private static final int MOST_REPORTED = 50;

	/** A file that is no batch may have a million. */
	private static final int MOST_KEPT = 10_000;

	private final LinePreparation preparation;

	private final BatchOptions options;

	private final List<Problem> problems = new ArrayList<>();

	/** Lines that need not be read again are kept, but not a million of them. */
	private static final int MOST_PREPARED = 20_000;

	/** More were found, and are not kept. */
	private int dropped;

	/** The texts in which something is wrong, in the order in which they were read. */
	private final List<BatchText> texts = new ArrayList<>();

	private boolean onlyRefused = true;

	private boolean writes;

	private boolean undoes;

	private int unconfirmed;

	private @Nullable Place firstWrite;

	/** By step. */
	private final Map<Integer, PreparedLine> prepared = new HashMap<>();

	/** Files that lines will have written when later ones read them. */
	private final Set<Path> written = new HashSet<>();

	/** A line that is wrong. */
	private record Problem(CommandFailure failure, int text, ErrorReport.Location where,
			ErrorReport.@Nullable Excerpt excerpt) {
	}

	/** Where a command is. */
	private record Place(BatchText text, int start, int line, Word word) {
	}

	BatchCheck(LinePreparation preparation, BatchOptions options) {
		this.preparation = preparation;
		this.options = options;
	}

	@Override
	public void add(CommandFailure failure, BatchText text, int start, int line, @Nullable Word word) {
		if (this.problems.size() == MOST_KEPT) {
			this.dropped++;
			return;
		}
		this.onlyRefused &= failure.exitCode() == ExitCode.REFUSED;
		if (!this.texts.contains(text)) {
			this.texts.add(text);
		}
		int number = this.texts.indexOf(text);
		ErrorReport.Location where = new ErrorReport.Location(text.name(), line);
		if (word == null) {
			this.problems.add(new Problem(failure, number, where, null));
			return;
		}
		// The word may be on a later line of the command.
		int from = start;
		int at = line;
		int offset = word.start();
		String shown = text.line(from);
		while (offset > shown.length()) {
			offset -= shown.length() + 1;
			from = text.next(from);
			at++;
			shown = text.line(from);
		}
		this.problems.add(new Problem(failure, number, new ErrorReport.Location(text.name(), at),
				new ErrorReport.Excerpt(shown, offset + 1)));
	}

	/**
	 * Looks at every line.
	 * @param variables those that are given; the batch's own are added to it
	 */
	void check(BatchProgram program, Variables variables) {
		for (int i = 0; i < program.size(); i++) {
			BatchStep step = program.step(i);
			if (step.kind() == BatchStep.Kind.COMMAND) {
				command(program, i, step, variables);
			}
		}
	}

	private void command(BatchProgram program, int index, BatchStep step, Variables variables) {
		WordTrace trace = new WordTrace();
		try {
			LinePreparation.Understood line = this.preparation.check(step.words(), variables::get, trace);
			if (line.let() != null) {
				variables.promise(line.let().name());
			}
			if (isGiven(Parameter.HELP.name(), line.input())) {
				return;
			}
			trace.at(line.words().get(0));
			requireAllowed(line.command(), index == program.size() - 1, index == 0);
			files(line, trace);
			Effect.Kind effect = line.command().effect();
			if (effect.writes() && effect != Effect.Kind.PLANS && !isGiven("dry-run", line.input())) {
				requireConfirmed(line);
				if (this.firstWrite == null) {
					this.firstWrite = new Place(program.text(index), program.start(index), step.where().line(),
							step.words().get(0));
				}
				this.writes = true;
			}
			// What a dry run of a line shows must not know of lines that nobody keeps.
			this.undoes |= Set.of("undo", "redo").contains(line.command().getName());
			if (index < MOST_PREPARED && line.isLiteral()) {
				this.prepared.put(index, LinePreparation.bound(line, step.where()));
			}
		}
		catch (CommandFailure failure) {
			promise(step.words(), variables);
			add(failure, program.text(index), program.start(index), step.where().line(), trace.current());
		}
	}

	/** What a wrong line would have assigned is not missing in later ones. */
	private static void promise(List<Word> words, Variables variables) {
		if (LetPrefix.isIn(words) && words.size() > 1 && words.get(1).isLiteral()) {
			variables.promise(words.get(1).text());
		}
	}

	private void requireAllowed(MethodCommand command, boolean last, boolean first) {
		boolean atomic = this.options.mode() == BatchOptions.Mode.ATOMIC;
		if (command.apart() && atomic) {
			throw CommandFailure.usage(
					"%s cannot be part of a transaction together with other lines".formatted(command.getName()),
					"run it alone, or the batch with --per-line");
		}
		if (command.apart() && this.options.resume() != null) {
			throw CommandFailure.usage("%s cannot be part of a batch that is resumed".formatted(command.getName()),
					"run it alone: nothing could tell whether it was done");
		}
		if ((atomic || this.options.resume() != null) && !last && command.getName().equals("exit")) {
			throw CommandFailure.usage("exit would leave lines undone", "it can only be the last line");
		}
		if (first && command.getName().equals("expect")) {
			throw CommandFailure.usage("there is no line before expect", "put it after the line that it is about");
		}
	}

	private void requireConfirmed(LinePreparation.Understood line) {
		boolean open = line.command().effect() == Effect.Kind.DESTROYS && line.command().option("yes").isPresent()
				&& !isGiven("yes", line.input());
		if (open && !this.options.dryRun()) {
			throw CommandFailure.refused(
					"%s takes something away, and nobody can be asked in a batch".formatted(line.command().getName()),
					"add --yes to the line");
		}
		this.unconfirmed += open ? 1 : 0;
	}

	private void files(LinePreparation.Understood line, WordTrace trace) {
		for (Parameter parameter : line.command().parameters()) {
			boolean among = MayNameFile.class.isAssignableFrom(parameter.type());
			boolean read = among || parameter.type() == InputFile.class;
			if (!read && parameter.type() != Path.class) {
				continue;
			}
			for (String typed : typed(parameter, line.input())) {
				if (Variables.isUnknown(typed)) {
					continue;
				}
				trace.at(trace.of(parameter));
				Optional<InputFile> named = among
						? ((MayNameFile) Values.convert(parameter.name(), typed, parameter.type())).file()
						: Optional.of(InputFile.of(typed));
				if (named.isEmpty()) {
					continue;
				}
				InputFile file = named.get();
				Path path = file.path().toAbsolutePath().normalize();
				if (read && !this.written.contains(path)) {
					file.require();
				}
				else if (!read) {
					this.written.add(path);
				}
			}
		}
	}

	private static List<String> typed(Parameter parameter, ParsedInput input) {
		if (parameter.isOption()) {
			return input.options()
				.stream()
				.filter((option) -> parameter.name().equals(option.longName()))
				.map(CommandOption::value)
				.toList();
		}
		return input.arguments()
			.stream()
			.filter((argument) -> parameter.many() ? argument.index() >= parameter.position()
					: argument.index() == parameter.position())
			.map(CommandArgument::value)
			.toList();
	}

	/**
	 * A line as it can run, if it was kept when it was looked at.
	 * @param index its step, which is asked for once
	 */
	@Nullable PreparedLine prepared(int index) {
		return this.prepared.remove(index);
	}

	private static boolean isGiven(String option, ParsedInput input) {
		return input.options().stream().anyMatch((given) -> option.equals(given.longName()));
	}

	/**
	 * Nothing may be written.
	 */
	void readOnly(CommandFailure failure) {
		Place place = this.firstWrite;
		if (place != null) {
			add(failure, place.text(), place.start(), place.line(), place.word());
		}
	}

	/** How many things are wrong. */
	int count() {
		return this.problems.size() + this.dropped;
	}

	/** Whether any line may write. */
	boolean writes() {
		return this.writes;
	}

	/** Whether any line takes changes back. */
	boolean undoes() {
		return this.undoes;
	}

	/** How many lines need {@code --yes} to run. */
	int unconfirmed() {
		return this.unconfirmed;
	}

	/** What the batch ends with if something is wrong. */
	ExitCode exitCode() {
		return this.onlyRefused ? ExitCode.REFUSED : ExitCode.USAGE;
	}

	/** Reports what is wrong, in the order of the lines. */
	void report(ErrorReport errors) {
		this.problems.stream()
			.sorted(Comparator.comparingInt(Problem::text).thenComparingInt((problem) -> problem.where().line()))
			.limit(MOST_REPORTED)
			.forEach((problem) -> errors.report(problem.failure(), problem.where(), problem.excerpt()));
	}

	/** How many were found that are not reported. */
	int unreported() {
		return Math.max(0, count() - MOST_REPORTED);
	}

}
