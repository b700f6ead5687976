package org.condastore.shell.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Format;
import org.condastore.shell.output.OutputSettings.Mode;
import org.jspecify.annotations.Nullable;

/**
 * What the process was started with: {@code [global options] [command …]}.
 *
 * @param database the value of {@code --db}
 * @param profile the value of {@code --profile}
 * @param embeddedDirectory the value of {@code --embedded-dir}
 * @param files the values of {@code -f}, in order; {@code -} is standard input
 * @param format the value of {@code -o}
 * @param colour the value of {@code --colour}
 * @param pager false with {@code --no-pager}
 * @param readOnly whether {@code --read-only} was given
 * @param batch how a batch runs
 * @param onlyBatch the first option that only means something to a batch; null if none
 * was given
 * @param help whether {@code --help} was given
 * @param version whether {@code --version} was given
 * @param command the words of the command, as they were quoted; empty if there is none
 */
public record Invocation(@Nullable String database, @Nullable String profile, @Nullable Path embeddedDirectory,
		List<String> files, @Nullable Format format, @Nullable Mode colour, boolean pager, boolean readOnly,
		BatchOptions batch, @Nullable String onlyBatch, boolean help, boolean version, List<String> command) {

	/** The options, as help shows them. */
	static final List<GlobalOption> OPTIONS = List.of(
			new GlobalOption("--db", "URL", "the database: a URL of SQLAlchemy, libpq or JDBC, or service=NAME"),
			new GlobalOption("--profile", "NAME", "the database of a profile in profiles.yaml"),
			new GlobalOption("--embedded-dir", "DIR", "where the embedded PostgreSQL keeps its data"),
			new GlobalOption("--read-only", "", "refuse to write, here and at the server"),
			new GlobalOption("-f, --file", "FILE", "run the commands in FILE; - is standard input; may be repeated"),
			new GlobalOption("-o, --output", "FORMAT", "table, vertical, json, ndjson, csv or yaml"),
			new GlobalOption("--colour", "WHEN", "auto, on or off"),
			new GlobalOption("--no-pager", "", "never show long results in a pager"),
			new GlobalOption("--atomic", "",
					"a batch is one transaction, all or nothing: so unless something else is said"),
			new GlobalOption("--per-line", "", "each line of a batch is a transaction; the first failure ends it"),
			new GlobalOption("--keep-going", "", "each line is a transaction; go on after failures"),
			new GlobalOption("--dry-run", "", "show what a batch would do, as one plan; change nothing"),
			new GlobalOption("--exit-code", "", "with --dry-run: end with 7 if there is something to do"),
			new GlobalOption("--check", "", "look for mistakes in a batch, run nothing"),
			new GlobalOption("--set", "NAME=VALUE", "the value of ${NAME} in a batch; may be repeated"),
			new GlobalOption("--env", "", "let ${NAME} be a variable of the environment too"),
			new GlobalOption("--resume", "STATE",
					"with --per-line: remember in the database how far the batch is; go on from there"),
			new GlobalOption("--log", "FILE", "add a record of each line of a batch to FILE"),
			new GlobalOption("-h, --help", "", "show this"), new GlobalOption("--version", "", "show the version"));

	/**
	 * One of the options before a command.
	 *
	 * @param value what stands for its value; empty if it takes none
	 */
	record GlobalOption(String names, String value, String description) {

		List<String> spellings() {
			return List.of(this.names.split(", "));
		}

	}

	public Invocation {
		files = List.copyOf(files);
		command = List.copyOf(command);
	}

	/**
	 * Reads the process's arguments.
	 * @throws CommandFailure {@code USAGE} for whatever is not a global option before the
	 * command
	 */
	public static Invocation parse(List<String> arguments) {
		return new Reader(arguments).read();
	}

	private static final class Reader {

		private final List<String> arguments;

		private final Set<String> seen = new HashSet<>();

		private final List<String> files = new ArrayList<>();

		private int next;

		private @Nullable String database;

		private @Nullable String profile;

		private @Nullable Path embeddedDirectory;

		private @Nullable Format format;

		private @Nullable Mode colour;

		private boolean pager = true;

		private boolean readOnly;

		private BatchOptions.@Nullable Mode mode;

		private boolean dryRun;

		private boolean exitCode;

		private boolean check;

		private final Map<String, String> given = new HashMap<>();

		private boolean environment;

		private @Nullable String resume;

		private @Nullable Path log;

		private @Nullable String onlyBatch;

		private boolean help;

		private boolean version;

		Reader(List<String> arguments) {
			this.arguments = arguments;
		}

		Invocation read() {
			while (this.next < this.arguments.size() && this.arguments.get(this.next).startsWith("-")) {
				String argument = this.arguments.get(this.next++);
				if (argument.equals("--")) {
					break;
				}
				option(argument);
			}
			List<String> command = this.arguments.subList(this.next, this.arguments.size());
			if (!command.isEmpty() && !this.files.isEmpty()) {
				throw CommandFailure.usage("a command and -f were given", "use one of them");
			}
			if (!command.isEmpty() && this.onlyBatch != null) {
				throw CommandFailure.usage("%s before a command is for batches".formatted(this.onlyBatch),
						"an option of the command goes after it");
			}
			BatchOptions batch = new BatchOptions((this.mode != null) ? this.mode : BatchOptions.Mode.ATOMIC,
					this.dryRun, this.exitCode, this.check, this.given, this.environment, this.resume, this.log);
			return new Invocation(this.database, this.profile, this.embeddedDirectory, this.files, this.format,
					this.colour, this.pager, this.readOnly, batch, this.onlyBatch, this.help, this.version, command);
		}

		private void option(String argument) {
			int end = nameLength(argument);
			String typed = argument.substring(0, end);
			String attached = (end == argument.length()) ? null
					: argument.substring((argument.charAt(end) == '=') ? end + 1 : end);
			GlobalOption option = OPTIONS.stream()
				.filter((known) -> known.spellings().contains(typed))
				.findFirst()
				.orElseThrow(() -> unknown(typed.startsWith("--") ? typed : argument));
			String name = option.spellings().get(option.spellings().size() - 1);
			if (!this.seen.add(name) && !name.equals("--file") && !name.equals("--set")) {
				throw CommandFailure.usage("%s is given twice".formatted(typed), "give it once");
			}
			if (option.value().isEmpty()) {
				if (attached != null) {
					throw CommandFailure.usage("%s takes no value".formatted(typed), "write %s alone".formatted(typed));
				}
				flag(name);
			}
			else {
				value(name, typed, (attached != null) ? attached : following(typed));
			}
		}

		/** A value can be attached: {@code --output=json}, {@code -ojson}. */
		private static int nameLength(String argument) {
			if (argument.startsWith("--")) {
				return (argument.indexOf('=') < 0) ? argument.length() : argument.indexOf('=');
			}
			return Math.min(2, argument.length());
		}

		private void flag(String name) {
			switch (name) {
				case "--read-only" -> this.readOnly = true;
				case "--atomic" -> mode(name, BatchOptions.Mode.ATOMIC);
				case "--per-line" -> mode(name, BatchOptions.Mode.PER_LINE);
				case "--keep-going" -> mode(name, BatchOptions.Mode.KEEP_GOING);
				case "--dry-run" -> this.dryRun = onlyBatch(name);
				case "--exit-code" -> this.exitCode = onlyBatch(name);
				case "--check" -> this.check = onlyBatch(name);
				case "--env" -> this.environment = true;
				case "--no-pager" -> this.pager = false;
				case "--help" -> this.help = true;
				case "--version" -> this.version = true;
				default -> throw new IllegalStateException(name);
			}
		}

		private void value(String name, String typed, String value) {
			switch (name) {
				case "--db" -> this.database = value;
				case "--profile" -> this.profile = value;
				case "--embedded-dir" -> this.embeddedDirectory = (Path) Values.convert(typed, value, Path.class);
				case "--file" -> this.files.add(value);
				case "--set" -> given(value);
				case "--resume" -> {
					onlyBatch(name);
					this.resume = value;
				}
				case "--log" -> {
					onlyBatch(name);
					this.log = (Path) Values.convert(typed, value, Path.class);
				}
				case "--output" -> this.format = (Format) Values.convert(typed, value, Format.class);
				case "--colour" -> this.colour = (Mode) Values.convert(typed, value, Mode.class);
				default -> throw new IllegalStateException(name);
			}
		}

		private void mode(String name, BatchOptions.Mode wanted) {
			if (this.mode != null) {
				throw CommandFailure.usage("--atomic, --per-line and --keep-going exclude each other",
						"use one of them");
			}
			onlyBatch(name);
			this.mode = wanted;
		}

		private boolean onlyBatch(String name) {
			this.onlyBatch = (this.onlyBatch != null) ? this.onlyBatch : name;
			return true;
		}

		private void given(String value) {
			int equals = value.indexOf('=');
			if (equals < 0) {
				throw CommandFailure.usage("--set takes a name and a value, not \"%s\"".formatted(value),
						"--set NAME=VALUE");
			}
			String name = value.substring(0, equals);
			Variables.requireName(name);
			if (this.given.put(name, value.substring(equals + 1)) != null) {
				throw CommandFailure.usage("--set gives %s two values".formatted(name), "give it one");
			}
		}

		private String following(String typed) {
			if (this.next < this.arguments.size()) {
				String value = this.arguments.get(this.next);
				if (!value.startsWith("-") || value.equals("-")) {
					this.next++;
					return value;
				}
			}
			throw CommandFailure.usage("%s needs a value".formatted(typed),
					"write %s=VALUE; conda-store-shell --help shows which".formatted(typed));
		}

		private static CommandFailure unknown(String typed) {
			List<String> known = OPTIONS.stream().flatMap((option) -> option.spellings().stream()).toList();
			return CommandFailure.usage("there is no global option %s".formatted(typed),
					Suggestions.nearest(typed, known)
						.map("did you mean %s?"::formatted)
						.orElse("conda-store-shell --help shows the global options; a command's own come after it"));
		}

	}

}
