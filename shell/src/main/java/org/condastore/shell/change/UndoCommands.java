package org.condastore.shell.change;

import java.util.List;
import java.util.function.Supplier;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The commands that take changes back, and make them again. */
public final class UndoCommands {

	private static final String GROUP = "Changes";

	private final Changes changes;

	private final Supplier<JournalRepository> journal;

	public UndoCommands(Changes changes, Supplier<DSLContext> sql) {
		this.changes = changes;
		this.journal = () -> new JournalRepository(sql.get());
	}

	@Command(name = "undo", group = GROUP, description = "Take a change back", help = """
			Without an id it is the newest change that is neither undone nor itself an undo. Rows come back as they
			were, with their ids; if somebody has changed one of them since, nothing is done and the row is named.
			The undo is a change of its own in the journal; redo makes the first one again.""")
	@Effect(Effect.Kind.WRITES)
	void undo(@Argument(index = 0, description = "the change's id", defaultValue = "") @Nullable ChangeId id,
			@Option(longName = "to",
					description = "every change after this one, the newest first: all or none") @Nullable ChangeId to,
			@OptionGroup RowOptions options) {
		if (id != null && to != null) {
			throw CommandFailure.usage("an id and --to exclude each other", "use one of them");
		}
		this.changes.runUndo(options, () -> (to != null) ? after(to) : List.of(one(id)));
	}

	@Command(name = "redo", group = GROUP, description = "Make a change again that was undone", help = """
			Without an id it is the change that was undone last. New rows get the ids again that they had.""")
	@Effect(Effect.Kind.WRITES)
	void redo(@Argument(index = 0, description = "the id of the change that was undone",
			defaultValue = "") @Nullable ChangeId id, @OptionGroup RowOptions options) {
		this.changes.runUndo(options, () -> {
			JournalRepository entries = this.journal.get();
			JournalEntry entry = (id != null) ? entries.entry(id.value()) : entries.newestUndone()
				.orElseThrow(
						() -> CommandFailure.precondition("no change is undone", "journal list shows the changes"));
			return List.of(Undo.redoOf(entry, entries.takenBack(List.of(entry.id())).get(entry.id())));
		});
	}

	private Undo one(@Nullable ChangeId id) {
		JournalRepository entries = this.journal.get();
		JournalEntry entry = (id != null) ? entries.entry(id.value()) : entries.newestDone()
			.orElseThrow(
					() -> CommandFailure.precondition("there is no change to undo", "journal list shows the changes"));
		return Undo.of(entry, entries.takenBack(List.of(entry.id())).get(entry.id()));
	}

	private List<Undo> after(ChangeId to) {
		JournalRepository entries = this.journal.get();
		entries.entry(to.value());
		List<Undo> undos = entries.doneAfter(to.value()).stream().map((entry) -> Undo.of(entry, null)).toList();
		if (undos.isEmpty()) {
			throw CommandFailure.precondition("there is no change after %s to undo".formatted(to),
					"journal list shows the changes");
		}
		return undos;
	}

}
