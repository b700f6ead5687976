package org.condastore.shell.doctor;

import java.time.Duration;

import org.condastore.schema.lint.Severity;

/** G3. */
final class SessionsAndTablesAreCalm implements Invariant {

	private static final String UNREST = """
			SELECT 'session' AS of, a.pid::text, concat_ws(' ', 'its transaction is open since',
				to_char(a.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), 'UTC, and it is', a.state)
			FROM pg_stat_activity a
			WHERE a.datname = current_database() AND a.xact_start < clock_timestamp() - interval '%1$d seconds'
				AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend'
			UNION ALL
			SELECT 'session', l.pid::text, concat_ws(' ', 'it waits for', l.mode, 'on',
				coalesce(l.relation::regclass::text, l.locktype), 'since',
				to_char(l.waitstart AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), 'UTC')
			FROM pg_locks l
			WHERE NOT l.granted AND l.waitstart < clock_timestamp() - interval '%2$d seconds'
				AND (l.database IS NULL OR l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
			UNION ALL
			SELECT s.relname, 'rows', concat_ws(' ', s.n_dead_tup, 'are dead and', s.n_live_tup, 'live; vacuumed',
				coalesce(to_char(greatest(s.last_vacuum, s.last_autovacuum) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'),
					'never'))
			FROM pg_stat_user_tables s
			JOIN pg_class c ON c.oid = s.relid AND c.relnamespace = %3$s
			WHERE s.n_dead_tup > 10000 AND s.n_dead_tup > s.n_live_tup
			ORDER BY 1, 2
			""";

	private final Duration longest;

	private final Duration waits;

	/** Longer than nearly every build. */
	SessionsAndTablesAreCalm() {
		this(Duration.ofHours(6), Duration.ofMinutes(1));
	}

	/**
	 * Another patience.
	 * @param longest how long a transaction may be open
	 * @param waits how long a session may wait for a lock
	 */
	SessionsAndTablesAreCalm(Duration longest, Duration waits) {
		this.longest = longest;
		this.waits = waits;
	}

	@Override
	public String id() {
		return "G3";
	}

	@Override
	public Severity severity() {
		return Severity.INFORMATION;
	}

	@Override
	public String sentence() {
		return "no transaction is old, nobody waits long for a lock, and no table is full of dead rows";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				A worker keeps a transaction open while it solves and installs, which may take hours. One that
				hangs, or a person who has forgotten COMMIT, keeps one open for days. Rows that were changed or
				deleted since then cannot be cleared away, and whoever wants to change a table of theirs waits.
				""", """
				Tables and indexes grow, and reading them gets slower. Behind one that waits for a lock of the whole
				table everybody waits.
				""", """
				Look who it is: pg_stat_activity has the address and the last statement of each session, and a worker's
				host is its address. Once the transaction is over autovacuum clears the tables away; VACUUM does it at
				once. A session is seen as far as the login may see others.
				""", """
				Do not end a session that may be a worker's: its build fails. Do not set
				idle_in_transaction_session_timeout for conda-store's login: long builds fail by it.
				""");
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		return CatalogFindings.of(examination,
				UNREST.formatted(this.longest.toSeconds(), this.waits.toSeconds(), CatalogFindings.SCHEMA));
	}

	@Override
	public Repair repair() {
		return new Repair.None("an operator has to see whose session it is; dead rows go by VACUUM");
	}

}
