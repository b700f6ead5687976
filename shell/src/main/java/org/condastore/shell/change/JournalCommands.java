package org.condastore.shell.change;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.condastore.schema.catalog.RowTables;
import org.condastore.shell.connection.Database;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code journal} commands. */
public final class JournalCommands {

	private static final String GROUP = "Changes";

	private final Supplier<Database> database;

	private final Confirmation confirmation;

	private final Clock clock;

	private final Output out;

	public JournalCommands(Supplier<Database> database, Confirmation confirmation, Clock clock, Output out) {
		this.database = database;
		this.confirmation = confirmation;
		this.clock = clock;
		this.out = out;
	}

	@Command(name = "journal list", group = GROUP, description = "List the changes that were made, the newest first")
	void list(
			@Option(longName = "since",
					description = "only from this long ago until now: 7d, 4h") @Nullable Duration since,
			@Option(longName = "limit", shortName = 'n', description = "show at most this many",
					defaultValue = "100") int limit) {
		if (limit < 1) {
			throw CommandFailure.usage("--limit cannot be %d".formatted(limit), "use 1 or more");
		}
		JournalRepository journal = journal();
		List<JournalEntry> entries = journal.newest((since != null) ? this.clock.instant().minus(since) : null, limit);
		Map<Long, JournalEntry> last = journal.takenBack(entries.stream().map(JournalEntry::id).toList());
		this.out.list(Rows.of(entries.stream().map((entry) -> new JournalLine(entry, last.get(entry.id()))).toList()),
				ChangeViews.JOURNAL);
	}

	@Command(name = "journal show", group = GROUP, description = "Show a change with its rows before and after")
	void show(@Argument(index = 0, description = "the change's id") ChangeId id) {
		JournalRepository journal = journal();
		JournalEntry entry = journal.entry(id.value());
		List<RowChange> rows = RowChange.of(journal.rows(entry), new RowTables(this.database.get().sql()));
		this.out.show(
				new JournalDetail(new JournalLine(entry, journal.takenBack(List.of(entry.id())).get(entry.id())), rows),
				this.out.format().forPeople() ? ChangeViews.JOURNAL_ENTRY_COLUMNS : ChangeViews.JOURNAL_ENTRY);
	}

	@Command(name = "journal verify", group = GROUP,
			description = "Check that no change was removed from the journal, or edited", help = """
					Each change has a hash over itself and the hash of the one before it. Whoever can write to the
					tables could cut the end off without a trace: note the hash that is shown, and give it with
					--anchor the next time. Ends with exit code 7 if something is wrong.""")
	void verify(@Option(longName = "anchor", description = "a hash that must be found") @Nullable String anchor) {
		JournalRepository.Verification found = journal().verify(anchor);
		this.out.show(found, ChangeViews.VERIFICATION);
		if (!found.problems().isEmpty()) {
			throw CommandFailure.finding("the journal is not as it was written",
					"somebody has changed the tables in the schema %s".formatted(JournalTables.SCHEMA));
		}
	}

	@Command(name = "journal prune", group = GROUP, description = "Remove old changes from the journal", help = """
			They cannot be undone any more. The hash of the newest one that goes is kept, so that the others can
			still be verified.""")
	@Effect(Effect.Kind.DESTROYS)
	void prune(
			@Option(longName = "older-than", required = true,
					description = "those that were made before this long ago: 90d") Duration olderThan,
			@OptionGroup ChangeOptions options) {
		Instant before = this.clock.instant().minus(olderThan);
		int found = this.database.get().reading(() -> journal().countBefore(before));
		options.requireExpected(found, "changes");
		if (options.dryRun()) {
			this.out.show(new Pruned(true, found), ChangeViews.PRUNED);
			options.endDryRun(found);
			return;
		}
		int pruned = 0;
		if (found > 0) {
			String what = (found == 1) ? "1 change" : "%,d changes".formatted(found);
			this.confirmation.require("remove %s from the journal".formatted(what), "journal", found, options.yes());
			pruned = this.database.get().writing(() -> journal().prune(before));
		}
		this.out.show(new Pruned(false, pruned), ChangeViews.PRUNED);
	}

	/**
	 * What {@code journal prune} did.
	 *
	 * @param dryRun whether it only would
	 * @param changes how many were removed
	 */
	record Pruned(boolean dryRun, int changes) {
	}

	private JournalRepository journal() {
		return new JournalRepository(this.database.get().sql());
	}

}
