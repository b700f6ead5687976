package org.condastore.shell.server;

import org.condastore.shell.output.View;
import org.condastore.shell.server.ServerStatus.LockWait;
import org.condastore.shell.server.ServerStatus.Session;
import org.condastore.shell.server.ServerStatus.TableSize;

/** How the state of a server reads. */
final class ServerViews {

	private static final View<TableSize> TABLES = View.<TableSize>of("tables")
		.text("table", TableSize::table)
		.number("rows", TableSize::rows)
		.bytes("size", TableSize::size)
		.bytes("index_size", TableSize::indexSize);

	private static final View<Session> SESSIONS = View.<Session>of("other sessions")
		.number("pid", Session::pid)
		.text("user", Session::user)
		.text("application", Session::application)
		.text("client", Session::client)
		.notInTable()
		.text("state", Session::state)
		.duration("transaction_age", Session::transactionAge)
		.duration("query_age", Session::queryAge)
		.flag("long_idle", Session::longIdle)
		.text("query", Session::query);

	private static final View<LockWait> LOCKS = View.<LockWait>of("waits for locks")
		.number("pid", LockWait::pid)
		.text("user", LockWait::user)
		.notInTable()
		.text("application", LockWait::application)
		.text("table", LockWait::table)
		.text("mode", LockWait::mode)
		.duration("waiting", LockWait::waiting)
		.number("blocked_by", LockWait::blockedBy)
		.text("blocking_user", LockWait::blockingUser)
		.notInTable()
		.text("blocking_application", LockWait::blockingApplication)
		.text("blocking_state", LockWait::blockingState)
		.duration("blocking_transaction_age", LockWait::blockingTransactionAge)
		.notInTable();

	static final View<ServerStatus> STATUS = View.<ServerStatus>of("servers")
		.text("database", ServerStatus::database)
		.text("address", ServerStatus::address)
		.text("user", ServerStatus::user)
		.text("revision", ServerStatus::revision)
		.text("server_version", ServerStatus::serverVersion)
		.time("started_on", ServerStatus::startedOn)
		.flag("standby", ServerStatus::standby)
		.bytes("size", ServerStatus::size)
		.number("connections", ServerStatus::connections)
		.number("max_connections", ServerStatus::maxConnections)
		.rows("tables", ServerStatus::tables, TABLES)
		.rows("sessions", ServerStatus::sessions, SESSIONS)
		.rows("locks", ServerStatus::locks, LOCKS);

	private ServerViews() {
	}

}
