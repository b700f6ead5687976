package org.condastore.shell.session;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Outcome;
import org.condastore.shell.output.Output;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Arguments;
import org.springframework.shell.core.command.annotation.Command;

/**
 * The commands that batches are put together with. Some are read with the batch and never
 * called; they are here for help, completion and whoever types them at the prompt.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class BatchCommands {

	private static final String GROUP = "Batches";

	private final SessionState state;

	private final Function<String, Boolean> condition;

	private final Output out;

	/**
	 * Makes the commands.
	 * @param condition asks the database whether something holds
	 */
	public BatchCommands(SessionState state, Function<String, Boolean> condition, Output out) {
		this.state = state;
		this.condition = condition;
		this.out = out;
	}

	@Command(name = "echo", group = GROUP, description = "Write words into the results")
	@Effect(Effect.Kind.SESSION)
	void echo(@Argument(index = 0, description = "what to write") List<String> words) {
		this.out.text(String.join(" ", words));
	}

	@Command(name = "expect", group = GROUP, description = "Stop unless the line before was about so many rows",
			help = """
					expect rows N counts what the last command listed; of a change, the rows of what it is about,
					as its own --expect does. Ends with exit code 4 if there were more or fewer.""")
	@Effect(Effect.Kind.SESSION)
	void expect(@Argument(index = 0, description = "the word rows") String what,
			@Argument(index = 1, description = "how many") int count) {
		if (!what.toLowerCase(Locale.ROOT).equals("rows")) {
			throw CommandFailure.usage("expect cannot count %s".formatted(what), "expect rows %d".formatted(count));
		}
		Outcome previous = this.state.previous();
		if (previous == null) {
			throw CommandFailure.precondition("no command has had a result yet", "expect goes after one");
		}
		if (previous.rows() != count) {
			throw CommandFailure.refused(
					"%d %s expected, and there %s %d".formatted(count, (count == 1) ? "row was" : "rows were",
							(previous.rows() == 1) ? "is" : "are", previous.rows()),
					"what the line before it lists is not what the batch was written for");
		}
	}

	@Command(name = "assert", group = GROUP, description = "Stop unless a condition holds", help = """
			The condition is SQL: an expression, or a SELECT that gives one truth value:
			assert "NOT EXISTS (SELECT 1 FROM build WHERE status = 'BUILDING')". It is asked in a READ ONLY
			transaction. The value of a variable stands in it as an SQL value already, without quotes around
			it: assert "(SELECT count(*) FROM build) < ${LIMIT}". Ends with exit code 4 if it does not hold.""")
	@Effect(value = Effect.Kind.READS, alone = true)
	void holds(@Argument(index = 0, description = "the condition, as one word: in quotes") SqlText condition) {
		if (!this.condition.apply(condition.text())) {
			throw CommandFailure.refused("it does not hold: %s".formatted(condition.text()),
					"the database is not what the batch was written for");
		}
	}

	@Command(name = "let", group = GROUP, description = "Keep a field of a command's result for later lines", help = """
			let NAME = COMMAND --field FIELD, and then ${NAME} in any word of a later line, in double quotes or in
			none. The result must be one row. FIELD is a key as -o json shows it, with dots between nested ones:
			rows.0.key.id; it can be left out where there is only one.""")
	@Effect(Effect.Kind.SESSION)
	void let(@Arguments List<String> words) {
		throw new IllegalStateException("let is read before its command is");
	}

	@Command(name = "include", group = GROUP, description = "Run the lines of another file in this place",
			help = "A path that is not absolute begins where the file is that includes it.")
	@Effect(Effect.Kind.SESSION)
	void include(@Argument(index = 0, description = "the file") InputFile file) {
		throw onlyInBatches("include");
	}

	@Command(name = "on-error", group = GROUP, description = "Begin a block that stops or goes on after failures",
			help = """
					on-error continue, lines, and end: a line that fails is reported, what it did is taken back, and the
					next one runs. The batch ends with the highest exit code of all. on-error stop is for a part
					of a batch with --keep-going that must not go on.""")
	@Effect(Effect.Kind.SESSION)
	void onError(@Argument(index = 0, description = "stop or continue") String what) {
		throw onlyInBatches("on-error");
	}

	@Command(name = "end", group = GROUP, description = "End a block of on-error")
	@Effect(Effect.Kind.SESSION)
	void end() {
		throw onlyInBatches("end");
	}

	private static CommandFailure onlyInBatches(String command) {
		return CommandFailure.usage("%s is for batches".formatted(command),
				"conda-store-shell -f FILE runs a file of commands");
	}

}
