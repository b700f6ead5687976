package org.condastore.shell.session;

import java.util.function.Supplier;

import org.condastore.shell.connection.ConnectionTarget;
import org.condastore.shell.connection.Database;
import org.condastore.shell.connection.DatabaseState;
import org.condastore.shell.connection.ProfileName;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.View;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;

/** The command that tells and changes which database the session works on. */
public final class ConnectionCommands {

	private static final View<DatabaseState> STATE = View.<DatabaseState>of("connections")
		.text("name", (state) -> state.target().name())
		.text("location", (state) -> state.target().location())
		.text("user", (state) -> state.target().user())
		.text("profile", (state) -> state.target().profile().map(ProfileName::value).orElse(null))
		.flag("embedded", (state) -> state.target().isEmbedded())
		.flag("production", (state) -> state.target().isProduction())
		.flag("read_only", (state) -> state.target().isReadOnly())
		.flag("connected", DatabaseState::connected)
		.text("server_version", (state) -> state.serverVersion().orElse(null))
		.text("revision", (state) -> state.revision().orElse(null));

	private final Supplier<Database> database;

	private final TargetResolver targets;

	private final Output out;

	public ConnectionCommands(Supplier<Database> database, TargetResolver targets, Output out) {
		this.database = database;
		this.targets = targets;
		this.out = out;
	}

	@Command(name = "connect", group = "Session", description = "Work on another database, or show which one this is",
			help = """
					Takes a database URL as --db does, the name of a profile, or embedded. The session stays
					where it is when the other database cannot be reached. A line with a password is not kept
					in the history.""")
	@Effect(value = Effect.Kind.SESSION, apart = true)
	void connect(@Argument(index = 0,
			description = "a URL, a profile, or embedded; without it nothing changes") @Nullable String database) {
		if (database == null) {
			this.out.show(this.database.get().state(), STATE);
			return;
		}
		ConnectionTarget target = this.targets.named(database);
		this.targets.takeNotes().forEach(this.out::note);
		this.database.get().connect(target);
		this.out.note("connected to %s as %s".formatted(target.location(), target.user()));
	}

}
