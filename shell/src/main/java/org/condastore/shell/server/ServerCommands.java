package org.condastore.shell.server;

import java.util.function.Supplier;

import org.condastore.shell.connection.ConnectionTarget;
import org.condastore.shell.output.Output;
import org.condastore.shell.server.ServerStatus.Session;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.SqlText;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;

/** The commands about the server behind the database. */
public final class ServerCommands {

	private static final String GROUP = "Server";

	private final ServerRepository server;

	private final SqlRepository statements;

	private final Supplier<ConnectionTarget> target;

	private final Output out;

	/**
	 * Makes the commands.
	 * @param target the database that the session works on at the time
	 */
	public ServerCommands(ServerRepository server, SqlRepository statements, Supplier<ConnectionTarget> target,
			Output out) {
		this.server = server;
		this.statements = statements;
		this.target = target;
		this.out = out;
	}

	@Command(name = "status", group = GROUP,
			description = "Show the server, sizes of tables, sessions and who waits for locks", help = """
					Numbers of rows are the server's estimates. long_idle marks sessions that have been idle inside of a
					transaction for more than 30 minutes: they hold locks that migrations wait for. A login that may not
					see what others do sees their sessions without state and query; granting it pg_read_all_stats
					changes that.""")
	@Effect(value = Effect.Kind.READS, alone = true)
	void status() {
		ServerStatus status = this.server.status(this.target.get().location());
		this.out.show(status, ServerViews.STATUS);
		if (status.sessions().stream().anyMatch(Session::hidden)) {
			this.out.note("%s may not see what other sessions do; GRANT pg_read_all_stats TO %s would show it"
				.formatted(status.user(), status.user()));
		}
	}

	@Command(name = "sql", group = GROUP, description = "Run one statement that reads", help = """
			SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN, in quotes: sql "SELECT count(*) FROM build". It runs in
			a READ ONLY transaction, and what it does to the session ends with it. A semicolon at the end is
			fine. A second column of the same name gets a number: id, id_2.""")
	@Effect(value = Effect.Kind.READS, alone = true)
	void sql(@Argument(index = 0, description = "the statement, as one word: in quotes") SqlText statement) {
		this.statements.query(statement.text(),
				(result) -> this.out.list(result.rows(), SqlViews.of(result.columns())));
	}

}
