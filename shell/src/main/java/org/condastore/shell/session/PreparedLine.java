package org.condastore.shell.session;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.condastore.shell.output.ErrorReport;
import org.condastore.shell.output.Format;
import org.jspecify.annotations.Nullable;

/**
 * A line that has been understood but has not run. What is wrong with it is thrown when
 * it runs: lines before it come first.
 */
final class PreparedLine {

	/** What running the line means. */
	interface Body {

		void run() throws Exception;

	}

	private final BatchStep.Kind kind;

	private final ErrorReport.@Nullable Location where;

	private final List<Word> words;

	private final @Nullable LetPrefix let;

	private final @Nullable Format format;

	private final @Nullable MethodCommand command;

	private final @Nullable Object[] arguments;

	private final Body body;

	private PreparedLine(BatchStep.Kind kind, ErrorReport.@Nullable Location where, List<Word> words,
			@Nullable LetPrefix let, @Nullable Format format, @Nullable MethodCommand command,
			@Nullable Object[] arguments, Body body) {
		this.kind = kind;
		this.where = where;
		this.words = words;
		this.let = let;
		this.format = format;
		this.command = command;
		this.arguments = arguments;
		this.body = body;
	}

	/** A line that calls a command. */
	static PreparedLine of(ErrorReport.@Nullable Location where, LinePreparation.Understood line,
			@Nullable Format format, @Nullable Object[] arguments) {
		return new PreparedLine(BatchStep.Kind.COMMAND, where, line.words(), line.let(), format, line.command(),
				arguments, () -> line.command().invoke(arguments));
	}

	/** A line that does something else, such as to fail. */
	static PreparedLine of(ErrorReport.@Nullable Location where, @Nullable Format format, Body body) {
		return new PreparedLine(BatchStep.Kind.COMMAND, where, List.of(), null, format, null, new Object[0], body);
	}

	/** What is no command. */
	static PreparedLine of(BatchStep step) {
		return new PreparedLine(step.kind(), step.where(), List.of(), null, null, null, new Object[0], () -> {
			throw new IllegalStateException("not a command");
		});
	}

	/** Whether it is a command, or what else. */
	BatchStep.Kind kind() {
		return this.kind;
	}

	/** Its place in a batch; null outside of batches. */
	ErrorReport.@Nullable Location where() {
		return this.where;
	}

	/**
	 * The whole line as it could be typed again, with the values of variables.
	 */
	String typed() {
		return (this.let != null) ? this.let.before() + text() + this.let.after() : text();
	}

	/** Its command as it could be typed again, with the values of variables. */
	String text() {
		return this.words.stream()
			.map((word) -> word.looksLikeOption() ? Quoting.quotedRest(word.text()) : Quoting.quoted(word.text()))
			.collect(Collectors.joining(" "));
	}

	/** The format that it asks for itself, for its result or its failure. */
	@Nullable Format format() {
		return this.format;
	}

	/** What keeps a field of its result; null if nothing does. */
	@Nullable LetPrefix let() {
		return this.let;
	}

	/** The command that it calls; null if it calls none. */
	@Nullable MethodCommand command() {
		return this.command;
	}

	/**
	 * Whether the line before it may do things for both: it calls the same command, and
	 * does nothing besides.
	 */
	boolean continues(@Nullable MethodCommand other) {
		return this.command != null && Objects.equals(this.command, other) && this.let == null;
	}

	/** Whether it runs in a READ ONLY transaction. */
	boolean reads() {
		return this.command != null && this.command.effect() == Effect.Kind.READS;
	}

	/** Whether it may write. */
	boolean writes() {
		return this.command != null && this.command.effect().writes();
	}

	/** Whether it reads from a database at any revision, in a transaction of its own. */
	boolean readsAnyRevision() {
		return this.command != null && this.command.effect() == Effect.Kind.READS_ANY_REVISION;
	}

	/** Whether that transaction may be the one of the lines before it. */
	boolean readsWithOthers() {
		return reads() && this.command != null && !this.command.alone();
	}

	/** The first argument of the command's method; null if it was not given. */
	@Nullable Object firstArgument() {
		return (this.arguments.length > 0) ? this.arguments[0] : null;
	}

	void run() throws Exception {
		this.body.run();
	}

}
