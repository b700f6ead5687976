package org.condastore.shell;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.namespace.NamespaceCommands;
import org.condastore.shell.namespace.NamespaceRepository;
import org.condastore.shell.output.ErrorReport;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.OutputClosed;
import org.condastore.shell.output.OutputSettings;
import org.condastore.shell.output.Streams;
import org.condastore.shell.server.ServerCommands;
import org.condastore.shell.server.ServerRepository;
import org.condastore.shell.server.SqlRepository;
import org.condastore.shell.session.CommandTable;
import org.condastore.shell.session.Dispatcher;
import org.condastore.shell.session.Interrupts;
import org.condastore.shell.session.Invocation;
import org.condastore.shell.session.LineRunner;
import org.condastore.shell.session.LogFile;
import org.condastore.shell.session.SessionCommands;
import org.condastore.shell.session.SessionState;
import org.condastore.shell.usage.UsageCommands;
import org.condastore.shell.usage.UsageRepository;
import org.jooq.DSLContext;

/**
 * Starts the program. Everything is wired here, by hand: a Spring context alone costs a
 * one-shot command 0.13 s, as much as all the rest of it.
 */
public final class CondaStoreShell implements AutoCloseable {

	private final Invocation invocation;

	private final Streams streams;

	private final OutputSettings settings = new OutputSettings();

	private final Output out;

	private final ErrorReport errors;

	private final Lazy<Database> database;

	private final SessionState state = new SessionState();

	private final CommandTable commands = new CommandTable();

	private final Dispatcher dispatcher;

	CondaStoreShell(Invocation invocation, Streams streams, TargetResolver targets, Clock clock) {
		this.invocation = invocation;
		this.streams = streams;
		if (invocation.format() != null) {
			this.settings.format(invocation.format());
		}
		if (invocation.colour() != null) {
			this.settings.colour(invocation.colour());
		}
		if (!invocation.pager()) {
			this.settings.pager(OutputSettings.Mode.OFF);
		}
		this.out = new Output(streams, this.settings, clock);
		this.errors = new ErrorReport(streams, this.out);
		this.database = new Lazy<>(() -> {
			Database opened = new Database(targets.initial());
			targets.takeNotes().forEach(this.out::note);
			return opened;
		});
		Interrupts interrupts = new Interrupts(() -> this.database.ifMade().ifPresent(Database::cancel));
		this.dispatcher = new Dispatcher(this.commands, this.database, this.out, this.errors, interrupts);
		register();
	}

	/**
	 * Runs what the arguments ask for and ends the process with its exit code.
	 */
	public static void main(String[] arguments) {
		Locale.setDefault(Locale.ROOT);
		Streams streams = Streams.standard();
		System.exit(run(List.of(arguments), streams, System.getenv(), Clock.systemUTC()).status());
	}

	private static ExitCode run(List<String> arguments, Streams streams, Map<String, String> environment, Clock clock) {
		try {
			Invocation invocation = Invocation.parse(arguments);
			Directories directories = Directories.of(environment);
			LogFile.open(directories.state());
			try (CondaStoreShell shell = new CondaStoreShell(invocation, streams,
					new TargetResolver(options(invocation), environment, directories), clock)) {
				return shell.run();
			}
		}
		catch (CommandFailure failure) {
			new ErrorReport(streams, new Output(streams, new OutputSettings(), clock)).report(failure, null);
			return failure.exitCode();
		}
		catch (OutputClosed closed) {
			return ExitCode.FAILED;
		}
	}

	/** Runs one typed line. */
	ExitCode line(String line) {
		return this.dispatcher.run(line, null);
	}

	/** Closes what was opened. */
	@Override
	public void close() {
		this.database.ifMade().ifPresent(Database::close);
	}

	private static DatabaseOptions options(Invocation invocation) {
		return new DatabaseOptions(invocation.database(), invocation.profile(), invocation.embeddedDirectory(),
				invocation.readOnly());
	}

	private void register() {
		Lazy<SessionCommands> session = new Lazy<>(
				() -> new SessionCommands(this.commands, this.state, this.settings, this.out));
		this.commands.add(SessionCommands.class, session, "set", "help", "exit");
		this.commands.add(NamespaceCommands.class,
				new Lazy<>(() -> new NamespaceCommands(new NamespaceRepository(sql()), this.out)), "namespace");
		this.commands.add(UsageCommands.class,
				new Lazy<>(() -> new UsageCommands(new UsageRepository(sql()), this.out)), "usage");
		this.commands.add(ServerCommands.class,
				new Lazy<>(() -> new ServerCommands(new ServerRepository(sql()), new SqlRepository(sql()),
						() -> this.database.get().target(), this.out)),
				"status", "sql");
		this.commands.alias("ns", "namespace")
			.alias("env", "environment")
			.alias("spec", "specification")
			.alias("quit", "exit");
	}

	private DSLContext sql() {
		return this.database.get().sql();
	}

	private ExitCode run() {
		if (this.invocation.help()) {
			return this.dispatcher.runArguments(List.of("help"));
		}
		if (!this.invocation.command().isEmpty()) {
			return this.dispatcher.runArguments(this.invocation.command());
		}
		List<String> files = this.invocation.files().isEmpty() ? List.of("-") : this.invocation.files();
		return new LineRunner(this.dispatcher, this.streams, this.state).run(files);
	}

}
