package org.condastore.shell.doctor;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import org.condastore.schema.lint.Severity;
import org.condastore.schema.migration.Release;

/** U12. */
final class NobodyHoldsTablesOfMigrations extends UpgradeCheck {

	private static final String HOLDERS = """
			SELECT 'session', a.pid::text, concat_ws(' ', 'it holds', string_agg(DISTINCT c.relname, ', '), 'since',
				to_char(a.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), 'UTC, and is', a.state)
			FROM pg_locks l
			JOIN pg_class c ON c.oid = l.relation AND c.relnamespace = %1$s AND c.relname IN (%2$s)
			JOIN pg_stat_activity a ON a.pid = l.pid
			WHERE l.granted AND l.locktype = 'relation'
				AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
				AND l.pid <> pg_backend_pid() AND a.xact_start <= clock_timestamp() - interval '%3$d seconds'
			GROUP BY a.pid, a.xact_start, a.state
			ORDER BY a.pid
			""";

	private final Duration longest;

	/** Longer than a request. */
	NobodyHoldsTablesOfMigrations(Release release) {
		this(release, Duration.ofSeconds(10));
	}

	/**
	 * Another patience.
	 * @param longest how long a transaction may be open
	 */
	NobodyHoldsTablesOfMigrations(Release release, Duration longest) {
		super(release);
		this.longest = longest;
	}

	@Override
	public String id() {
		return "U12";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "no long transaction holds a table that the migrations change";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				A worker keeps a transaction open while it solves and installs, which may take hours, and with it
				the tables that it has read. So does a session in which somebody forgot COMMIT.
				""", """
				The migrations change tables that nobody else may use meanwhile. The server waits for the
				transaction at its start, without a limit, and everybody who comes later waits behind it.
				""", """
				Stop the workers before the upgrade, when their builds are done. pg_stat_activity has the address and
				the last statement of each session. It is seen as far as the login may see others.
				""", """
				Do not end a session that may be a worker's: its build fails.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return !steps(schema).isEmpty();
	}

	@Override
	public Findings find(Examination examination) {
		List<String> tables = MigrationStep.names(steps(examination.schema()), MigrationStep::altered);
		return CatalogFindings.of(examination, HOLDERS.formatted(CatalogFindings.SCHEMA,
				tables.stream().map("'%s'"::formatted).collect(Collectors.joining(", ")), this.longest.toSeconds()));
	}

	@Override
	public Repair repair() {
		return new Repair.None("an operator has to see whose session it is, and stop workers before the upgrade");
	}

}
