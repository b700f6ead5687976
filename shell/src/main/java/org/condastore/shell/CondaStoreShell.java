package org.condastore.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.condastore.schema.migration.Scripts;
import org.condastore.shell.artifact.ArtifactCommands;
import org.condastore.shell.artifact.ArtifactRepository;
import org.condastore.shell.build.BuildChangeRepository;
import org.condastore.shell.build.BuildCommands;
import org.condastore.shell.build.BuildId;
import org.condastore.shell.build.BuildRepository;
import org.condastore.shell.build.BuildStatus;
import org.condastore.shell.build.BuildWait;
import org.condastore.shell.build.CurrentBuildCommands;
import org.condastore.shell.change.ChangeId;
import org.condastore.shell.change.Changes;
import org.condastore.shell.change.Confirmation;
import org.condastore.shell.change.JournalCommands;
import org.condastore.shell.change.JournalRepository;
import org.condastore.shell.change.UndoCommands;
import org.condastore.shell.channel.ChannelChangeRepository;
import org.condastore.shell.channel.ChannelCommands;
import org.condastore.shell.channel.ChannelName;
import org.condastore.shell.channel.ChannelRepository;
import org.condastore.shell.condapackage.PackageCommands;
import org.condastore.shell.condapackage.PackageName;
import org.condastore.shell.condapackage.PackageRepository;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.Profile;
import org.condastore.shell.connection.ProfileName;
import org.condastore.shell.connection.Profiles;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.doctor.DoctorCommands;
import org.condastore.shell.doctor.InvariantId;
import org.condastore.shell.doctor.RepairCommands;
import org.condastore.shell.doctor.RepairTarget;
import org.condastore.shell.environment.EnvironmentChangeRepository;
import org.condastore.shell.environment.EnvironmentCommands;
import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.environment.EnvironmentRepository;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.namespace.NamespaceCommands;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.namespace.NamespaceRepository;
import org.condastore.shell.output.ErrorReport;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.OutputClosed;
import org.condastore.shell.output.OutputSettings;
import org.condastore.shell.output.Streams;
import org.condastore.shell.role.Generation;
import org.condastore.shell.role.RoleCommands;
import org.condastore.shell.role.RoleName;
import org.condastore.shell.role.RoleRepository;
import org.condastore.shell.row.RowCommands;
import org.condastore.shell.row.RowRepository;
import org.condastore.shell.row.TableName;
import org.condastore.shell.schema.DiagramCommands;
import org.condastore.shell.schema.LintCommands;
import org.condastore.shell.schema.MigrationCommands;
import org.condastore.shell.schema.RevisionCommands;
import org.condastore.shell.schema.SchemaCommands;
import org.condastore.shell.schema.SchemaRepository;
import org.condastore.shell.server.ServerCommands;
import org.condastore.shell.server.ServerRepository;
import org.condastore.shell.server.SqlRepository;
import org.condastore.shell.session.CommandTable;
import org.condastore.shell.session.Completions;
import org.condastore.shell.session.ConnectionCommands;
import org.condastore.shell.session.Dispatcher;
import org.condastore.shell.session.Interrupts;
import org.condastore.shell.session.Invocation;
import org.condastore.shell.session.Batch;
import org.condastore.shell.session.BatchCommands;
import org.condastore.shell.session.Variables;
import org.condastore.shell.change.BatchStateRepository;
import org.condastore.shell.session.LogFile;
import org.condastore.shell.session.NameSource;
import org.condastore.shell.session.ReadAhead;
import org.condastore.shell.session.Repl;
import org.condastore.shell.session.SessionCommands;
import org.condastore.shell.session.SessionState;
import org.condastore.shell.session.SystemTerminal;
import org.condastore.shell.session.WatchCommands;
import org.condastore.shell.setting.SettingCommands;
import org.condastore.shell.setting.SettingKey;
import org.condastore.shell.setting.SettingRepository;
import org.condastore.shell.solve.SolveCommands;
import org.condastore.shell.solve.SolveRepository;
import org.condastore.shell.specification.SpecificationCommands;
import org.condastore.shell.specification.SpecificationId;
import org.condastore.shell.specification.SpecificationRepository;
import org.condastore.shell.transfer.ExportRepository;
import org.condastore.shell.transfer.TransferCommands;
import org.condastore.shell.usage.UsageCommands;
import org.condastore.shell.usage.UsageRepository;
import org.jline.terminal.Terminal;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.completion.CompletionProposal;

/**
 * Starts the program. Everything is wired here, by hand: a Spring context alone costs a
 * one-shot command 0.13 s, as much as all the rest of it.
 */
public final class CondaStoreShell implements AutoCloseable {

	/** Long enough for a healthy database, too short to be in the way of typing. */
	private static final Duration COMPLETION_TIMEOUT = Duration.ofMillis(300);

	private final Invocation invocation;

	private final Streams streams;

	private final OutputSettings settings = new OutputSettings();

	private final Output out;

	private final ErrorReport errors;

	private final Lazy<Database> database;

	private final SessionState state = new SessionState();

	private final CommandTable commands = new CommandTable();

	private final TargetResolver targets;

	private final Interrupts interrupts;

	private final Lazy<Terminal> terminal;

	private final Lazy<Completions> completions = new Lazy<>(this::completions);

	private final Clock clock;

	private final ReadAhead ahead = new ReadAhead(System::nanoTime);

	private final Variables variables;

	private final Confirmation confirmation;

	private final Changes changes;

	private final Dispatcher dispatcher;

	CondaStoreShell(Invocation invocation, Streams streams, TargetResolver targets, Clock clock) {
		this(invocation, streams, targets, Map.of(), clock);
	}

	/**
	 * Makes a shell; nothing is opened yet.
	 * @param environment where variables of lines may come from
	 */
	CondaStoreShell(Invocation invocation, Streams streams, TargetResolver targets, Map<String, String> environment,
			Clock clock) {
		this.invocation = invocation;
		this.streams = streams;
		this.targets = targets;
		this.clock = clock;
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
			Database opened = new Database(targets.initial(), this.out::note);
			targets.takeNotes().forEach(this.out::note);
			return opened;
		});
		this.interrupts = new Interrupts(() -> this.database.ifMade().ifPresent(Database::cancel));
		this.terminal = new Lazy<>(() -> SystemTerminal.open(streams, this.interrupts));
		this.variables = new Variables(invocation.batch().given(),
				invocation.batch().environment() ? environment : Map.of());
		this.confirmation = new Confirmation(streams, this.out, this.terminal, () -> this.database.get().target());
		this.changes = new Changes(this.database, this.state::line, this.confirmation, clock, this.out);
		this.dispatcher = new Dispatcher(this.commands, this.database, this.out, this.errors, this.interrupts,
				this.ahead, this.state, this.variables);
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

	/** Runs what the arguments ask for. */
	static ExitCode run(List<String> arguments, Streams streams, Map<String, String> environment, Clock clock) {
		try {
			Invocation invocation = Invocation.parse(arguments);
			if (invocation.version()) {
				new Output(streams, new OutputSettings(), clock).text("conda-store-shell " + version());
				streams.flush();
				return ExitCode.OK;
			}
			Directories directories = Directories.of(environment);
			LogFile.open(directories.state());
			try (CondaStoreShell shell = new CondaStoreShell(invocation, streams,
					new TargetResolver(options(invocation), environment, directories), environment, clock)) {
				return shell.run(directories);
			}
		}
		catch (OutputClosed closed) {
			// Lines of a batch did not run.
			return ExitCode.FAILED;
		}
		catch (Throwable thrown) {
			CommandFailure failure = Dispatcher.failureIn(thrown);
			Output out = new Output(streams, new OutputSettings(), clock);
			out.withFormat(Dispatcher.formatIn(arguments), () -> new ErrorReport(streams, out).report(failure, null));
			return failure.exitCode();
		}
	}

	/** Runs one typed line. */
	ExitCode line(String line) {
		return this.dispatcher.run(line, null);
	}

	/** What TAB offers at the end of a text. */
	List<CompletionProposal> tab(String text) {
		return this.completions.get().complete(text, text.length());
	}

	/** Closes what was opened. */
	@Override
	public void close() {
		this.database.ifMade().ifPresent(Database::close);
		this.terminal.ifMade().ifPresent((opened) -> {
			try {
				opened.close();
			}
			catch (IOException ex) {
				throw CommandFailure.failed("the terminal cannot be closed: " + ex.getMessage(),
						"type reset if it behaves strangely", ex);
			}
		});
	}

	private static DatabaseOptions options(Invocation invocation) {
		return new DatabaseOptions(invocation.database(), invocation.profile(), invocation.embeddedDirectory(),
				invocation.readOnly());
	}

	private void register() {
		this.commands.add(NamespaceCommands.class, new Lazy<>(
				() -> new NamespaceCommands(new NamespaceRepository(sql()), this.ahead, this.changes, this.out)),
				"namespace");
		this.commands
			.add(EnvironmentCommands.class,
					new Lazy<>(() -> new EnvironmentCommands(new EnvironmentRepository(sql()),
							new EnvironmentChangeRepository(sql(), this.ahead), this.changes, this.out)),
					"environment");
		this.commands.add(CurrentBuildCommands.class, new Lazy<>(() -> new CurrentBuildCommands(this.changes)),
				"environment");
		this.commands.add(BuildCommands.class, new Lazy<>(() -> {
			BuildRepository builds = new BuildRepository(sql(), this.clock);
			return new BuildCommands(builds, new BuildWait(this.database.get(), builds), this.ahead,
					new BuildChangeRepository(sql(), this.ahead), this.changes, this.out);
		}), "build", "wait");
		this.commands.add(ArtifactCommands.class,
				new Lazy<>(() -> new ArtifactCommands(new ArtifactRepository(sql(), this.clock), this.out)),
				"artifact");
		this.commands
			.add(SpecificationCommands.class,
					new Lazy<>(() -> new SpecificationCommands(specifications(sql()), this.changes, this.out)),
					"specification")
			.add(SolveCommands.class,
					new Lazy<>(() -> new SolveCommands(new SolveRepository(sql(), specifications(sql()), this.clock),
							this.changes, this.out)),
					"solve")
			.add(ChannelCommands.class,
					new Lazy<>(() -> new ChannelCommands(channels(sql()), new ChannelChangeRepository(this.clock),
							this.changes, this.out)),
					"channel")
			.add(PackageCommands.class, new Lazy<>(() -> new PackageCommands(packages(sql()), this.out)), "package")
			.add(RoleCommands.class,
					new Lazy<>(() -> new RoleCommands(new RoleRepository(sql()), this.changes, this.out)), "role")
			.add(SettingCommands.class,
					new Lazy<>(() -> new SettingCommands(new SettingRepository(sql()), this.changes, this.out)),
					"setting")
			.add(DoctorCommands.class,
					new Lazy<>(() -> new DoctorCommands(this.database, this.clock, this.streams, this.out)), "doctor")
			.add(RepairCommands.class, new Lazy<>(() -> new RepairCommands(this.changes, this.streams)), "repair")
			.add(RowCommands.class, new Lazy<>(() -> new RowCommands(this.changes)), "row");
		this.commands
			.add(JournalCommands.class,
					new Lazy<>(() -> new JournalCommands(this.database, this.confirmation, this.clock, this.out)),
					"journal")
			.add(UndoCommands.class, new Lazy<>(() -> new UndoCommands(this.changes, this::sql)), "undo", "redo");
		this.commands
			.add(SchemaCommands.class,
					new Lazy<>(() -> new SchemaCommands(new SchemaRepository(sql()), this.database, this::scripts,
							this.out)),
					"schema")
			.add(RevisionCommands.class,
					new Lazy<>(() -> new RevisionCommands(new SchemaRepository(sql()), this.database,
							() -> this.database.get().scratch(this.targets.cache()), this::scripts,
							this.targets.migrations(), this.clock, this.out)),
					"revision", "schema")
			.add(LintCommands.class, new Lazy<>(() -> new LintCommands(this.out)), "schema")
			.add(DiagramCommands.class, new Lazy<>(() -> new DiagramCommands(new SchemaRepository(sql()), this.out)),
					"schema")
			.add(MigrationCommands.class, new Lazy<>(() -> new MigrationCommands(this.database, this::scripts,
					this.confirmation, this.out, this.streams)), "migrate", "rollback");
		this.commands.add(TransferCommands.class,
				new Lazy<>(() -> new TransferCommands(new ExportRepository(sql(), this.clock), this.changes, this.out)),
				"export", "import");
		this.commands.add(UsageCommands.class,
				new Lazy<>(() -> new UsageCommands(new UsageRepository(sql()), this.out)), "usage");
		this.commands.add(ServerCommands.class, new Lazy<>(() -> new ServerCommands(new ServerRepository(sql()),
				new SqlRepository(sql()), () -> this.database.get().target(), this.out)), "status", "sql");
		Lazy<SessionCommands> session = new Lazy<>(
				() -> new SessionCommands(this.commands, this.state, this.settings, this.out));
		this.commands.add(
				BatchCommands.class, new Lazy<>(() -> new BatchCommands(this.state,
						(condition) -> new SqlRepository(sql()).holds(condition), this.out)),
				"echo", "expect", "assert", "let", "include", "on-error", "end");
		this.commands.add(SessionCommands.class, session, "set", "help", "exit");
		this.commands.add(ConnectionCommands.class,
				new Lazy<>(() -> new ConnectionCommands(this.database, this.targets, this.out)), "connect");
		this.commands.add(WatchCommands.class, new Lazy<>(() -> new WatchCommands(this.dispatcher, this.out,
				this.streams, this.terminal, this.clock.withZone(ZoneId.systemDefault()))), "watch");
		this.commands.alias("ns", "namespace")
			.alias("env", "environment")
			.alias("spec", "specification")
			.alias("quit", "exit");
	}

	private DSLContext sql() {
		return this.database.get().sql();
	}

	/** The built-in scripts, and those of the operator. */
	private Scripts scripts() {
		return Scripts.in(this.targets.migrations());
	}

	private SpecificationRepository specifications(DSLContext sql) {
		return new SpecificationRepository(sql, this.clock);
	}

	private ChannelRepository channels(DSLContext sql) {
		return new ChannelRepository(sql, this.clock);
	}

	private PackageRepository packages(DSLContext sql) {
		return new PackageRepository(sql, channels(sql));
	}

	/** Where TAB finds what is not among the commands themselves. */
	private Completions completions() {
		Completions completions = new Completions(this.commands)
			.source("connect", "database", NameSource.among(this::connectable))
			.source(NamespaceName.class, live((sql) -> new NamespaceRepository(sql)::names))
			.source(EnvironmentName.class, live((sql) -> new EnvironmentRepository(sql)::names))
			.source(BuildId.class, live((sql) -> new BuildRepository(sql, this.clock)::names))
			.source("build fail", "id", builds(BuildStatus.BUILDING, BuildStatus.CANCELED))
			.source("build cancel", "id", builds(BuildStatus.QUEUED, BuildStatus.BUILDING))
			.source("build restore", "id", live((sql) -> new BuildRepository(sql, this.clock).deleted()))
			.source("build purge", "id", live((sql) -> new BuildRepository(sql, this.clock).deleted()))
			.source("build clear-artifact", "artifact", live((sql) -> new ArtifactRepository(sql, this.clock)::names))
			.source(SpecificationId.class, live((sql) -> specifications(sql)::names))
			.source(ChannelName.class, live((sql) -> channels(sql)::names))
			.source(PackageName.class, live((sql) -> packages(sql)::names))
			.source("schema diagram", "focus", live((sql) -> NameSource.among(() -> tables(sql))))
			.source(ChangeId.class, live((sql) -> new JournalRepository(sql)::names))
			.source(SettingKey.class, NameSource.among(SettingKey::names))
			.source(Generation.class, NameSource.among(Generation::names))
			.source(RoleName.class, NameSource.among(RoleName::names))
			.source("role list", "role", NameSource.among(RoleName::names))
			.dependent("role grant", "entity", (typed) -> entities(null))
			.dependent("role set", "entity", (typed) -> entities(typed.get(0)))
			.dependent("role revoke", "entity", (typed) -> entities(typed.get(0)))
			.dependent("setting set", "value", (typed) -> NameSource.among(() -> SettingKey.values(typed.get(0))))
			.source(InvariantId.class, NameSource.among(InvariantId::names))
			.source(RepairTarget.class, NameSource.among(InvariantId::repairable))
			.source(TableName.class, NameSource.among(TableName::names))
			.dependent("row set", "key", (typed) -> keys(typed.get(0)))
			.dependent("row delete", "key", (typed) -> keys(typed.get(0)))
			.dependent("row set", "assignments", (typed) -> RowRepository.cells(typed.get(0)));
		for (String verb : List.of(" restore", " purge")) {
			completions.source("namespace" + verb, "name", live((sql) -> new NamespaceRepository(sql)::deletedNames))
				.source("environment" + verb, "name", live((sql) -> new EnvironmentRepository(sql)::deletedNames));
		}
		completions.source("namespace rename", "old", live((sql) -> new NamespaceRepository(sql)::names))
			.source("namespace rename", "name", NameSource.among(List::of))
			.source("namespace create", "name", NameSource.among(List::of))
			.source("import", "as", NameSource.among(List::of));
		return sortable(completions);
	}

	/** On what roles are granted, to anybody or to one. */
	private NameSource entities(@Nullable String holder) {
		return live((sql) -> (typed, limit) -> new RoleRepository(sql).entities(holder, typed, limit));
	}

	private NameSource keys(String table) {
		return live((sql) -> new RowRepository(sql).keys(table));
	}

	private NameSource builds(BuildStatus... statuses) {
		return live((sql) -> new BuildRepository(sql, this.clock).in(statuses));
	}

	private static List<NameSource.Name> tables(DSLContext sql) {
		return new SchemaRepository(sql).tables().stream().map((table) -> new NameSource.Name(table, "")).toList();
	}

	private static Completions sortable(Completions completions) {
		String sort = "sort";
		return completions
			.source("channel list", sort, (typed, limit) -> ChannelRepository.sortKeys().find(typed, limit))
			.source("environment list", sort, (typed, limit) -> EnvironmentRepository.sortKeys().find(typed, limit))
			.source("setting list", sort, (typed, limit) -> SettingRepository.sortKeys().find(typed, limit))
			.source("usage", sort, (typed, limit) -> UsageRepository.sortKeys().find(typed, limit))
			.source("specification list", sort, (typed, limit) -> SpecificationRepository.sortKeys().find(typed, limit))
			.source("namespace list", sort, (typed, limit) -> NamespaceRepository.sortKeys().find(typed, limit))
			.source("build list", sort, (typed, limit) -> BuildRepository.sortKeys().find(typed, limit))
			.source("role list", sort, (typed, limit) -> RoleRepository.sortKeys().find(typed, limit))
			.source("artifact list", sort, (typed, limit) -> ArtifactRepository.sortKeys().find(typed, limit))
			.source("package list", sort, (typed, limit) -> PackageRepository.sortKeys().find(typed, limit))
			.source("solve list", sort, (typed, limit) -> SolveRepository.sortKeys().find(typed, limit));
	}

	private List<NameSource.Name> connectable() {
		List<NameSource.Name> names = new ArrayList<>();
		Profiles profiles = this.targets.profiles();
		for (ProfileName name : profiles.names()) {
			Profile profile = profiles.get(name);
			names.add(new NameSource.Name(name.value(),
					(profile.production() ? "production" : "profile") + (profile.readOnly() ? ", read-only" : "")));
		}
		names.add(new NameSource.Name("embedded", "the shell's own database"));
		return names;
	}

	/** Names from the database, if it answers before anybody notices. */
	private NameSource live(Function<DSLContext, NameSource> repository) {
		return (typed, limit) -> {
			Database current = this.database.get();
			if (current.target().isEmbedded() && !current.state().connected()) {
				// A key must not start a server.
				return List.of();
			}
			return current.aside(COMPLETION_TIMEOUT, (sql) -> repository.apply(sql).find(typed, limit));
		};
	}

	private static String version() {
		try (InputStream in = Objects.requireNonNull(CondaStoreShell.class.getResourceAsStream("version.txt"))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ExitCode run(Directories directories) {
		this.interrupts.beforeProcessEnds();
		try {
			return run(directories.state());
		}
		finally {
			this.interrupts.done();
		}
	}

	private ExitCode run(Path state) {
		if (this.invocation.help()) {
			return this.dispatcher.runArguments(List.of("help"));
		}
		if (!this.invocation.command().isEmpty()) {
			try {
				return this.dispatcher.runArguments(this.invocation.command());
			}
			catch (OutputClosed closed) {
				// Whoever reads the result has seen enough.
				return ExitCode.OK;
			}
		}
		boolean interactive = this.invocation.files().isEmpty() && this.streams.facts().in()
				&& this.streams.facts().out();
		if (interactive && this.invocation.onlyBatch() != null) {
			throw CommandFailure.usage("%s is for batches".formatted(this.invocation.onlyBatch()),
					"-f FILE runs a file of commands");
		}
		if (interactive) {
			Database first = this.database.get();
			return new Repl(this.terminal.get(), this.dispatcher, this.commands, this.completions.get(), this.state,
					this.out, () -> this.database.get().target(), state)
				.run("conda-store-shell %s on %s; help shows the commands".formatted(version(),
						first.target().location()));
		}
		List<String> files = this.invocation.files().isEmpty() ? List.of("-") : this.invocation.files();
		this.confirmation.unattended();
		this.settings.pager(OutputSettings.Mode.OFF);
		return new Batch(this.dispatcher, this.database, this.streams, this.out, this.errors, this.interrupts,
				this.state, this.variables, this.changes, () -> new BatchStateRepository(sql()),
				this.invocation.batch(), this.clock)
			.run(files);
	}

}
