package org.condastore.shell.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.condastore.schema.migration.Revisions;
import org.condastore.shell.change.ChangeOptions;
import org.condastore.shell.change.Changes;
import org.condastore.shell.change.Planning;
import org.condastore.shell.change.Request;
import org.condastore.shell.change.RowOptions;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Streams;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.InputFile;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The commands that repair what the doctor finds. */
public final class RepairCommands {

	private static final String GROUP = "Repair";

	/** As many rows as are written without anybody waiting for long. */
	private static final int BATCH_ROWS = 5000;

	private final Changes changes;

	private final Streams streams;

	public RepairCommands(Changes changes, Streams streams) {
		this.changes = changes;
		this.streams = streams;
	}

	@Command(name = "repair plan", group = GROUP, description = "Show what a repair would do", help = """
			Without ids it is about everything that can be repaired by changing rows. What somebody else has
			to do is told as what is left to do. Ends like every dry run: nothing is written.""")
	@Effect(Effect.Kind.PLANS)
	void plan(@Argument(index = 0, description = "ids of invariants; all without any") @Nullable List<InvariantId> ids,
			@Option(longName = "save",
					description = "keep the plan in this file, for repair apply") @Nullable Path save,
			@Option(longName = "max-rows",
					description = "refuse to write more rows than this (default 1000)") @Nullable Integer maxRows,
			@Option(longName = "exit-code", description = "end with 7 if there is something to do") boolean exitCode,
			@OptionGroup AbandonedOptions abandoned) {
		List<Invariant> wanted = (ids == null || ids.isEmpty()) ? Invariants.all() : inOrder(ids);
		repair(wanted, new RowOptions(new ChangeOptions(true, exitCode, null, null, false), maxRows, save, false),
				BATCH_ROWS, abandoned);
	}

	@Command(name = "repair apply", group = GROUP,
			description = "Repair what the doctor finds, or carry a saved plan out",
			help = """
					Takes ids of invariants: each repair is a change of its own, planned when those before it are
					done, and undo takes it back. Or the file of plans that --save kept: it does exactly what
					they say, one change after another, or says which rows are not as they were then. What is large is done in
					batches, each committed by itself and in the journal as one change; between them it waits
					while replicas lag or others wait for the same tables. Where it was stopped it goes on
					when it is typed again.""")
	@Effect(Effect.Kind.DESTROYS)
	void apply(
			@Argument(index = 0, description = "ids of invariants, or the file of a plan") List<RepairTarget> targets,
			@Option(longName = "batch-rows",
					description = "how many rows a batch is about (default 5000)") @Nullable Integer batchRows,
			@OptionGroup AbandonedOptions abandoned, @OptionGroup RowOptions options) {
		if (batchRows != null && batchRows < 1) {
			throw CommandFailure.usage("--batch-rows cannot be %d".formatted(batchRows), "use 1 or more");
		}
		List<InputFile> files = targets.stream().flatMap((target) -> target.file().stream()).toList();
		if (files.isEmpty()) {
			List<Invariant> wanted = inOrder(
					targets.stream().map((target) -> Objects.requireNonNull(target.id())).toList());
			for (Invariant invariant : wanted) {
				requireRows(invariant);
			}
			repair(wanted, options, (batchRows != null) ? batchRows : BATCH_ROWS, abandoned);
			return;
		}
		if (batchRows != null || abandoned.given()) {
			throw CommandFailure.usage("a saved plan is carried out as it is",
					"leave out --batch-rows, --celery and --stuck-for");
		}
		if (targets.size() > 1) {
			throw CommandFailure.usage("repair apply takes one file, or ids of invariants",
					"doctor list shows the ids; a file whose name looks like one needs ./ before it");
		}
		this.changes.runSaved(files.get(0).path(), options);
	}

	private void repair(List<Invariant> wanted, RowOptions options, int batch, AbandonedOptions abandoned) {
		boolean builds = wanted.stream().anyMatch(BuildingBuildIsWorkedAt.class::isInstance);
		if (abandoned.given() && !builds) {
			throw CommandFailure.usage("--celery and --stuck-for are about B4", "add B4, or leave them out");
		}
		CeleryTasks tasks = (abandoned.celery() != null) ? tasks(abandoned.celery()) : CeleryTasks.UNKNOWN;
		List<Changes.Part> parts = new ArrayList<>();
		for (Invariant invariant : wanted) {
			Repair repair = (invariant instanceof BuildingBuildIsWorkedAt stuck)
					? stuck.repair(abandoned.stuck(), tasks) : invariant.repair();
			parts.add(part(invariant, repair));
		}
		String change = (wanted.size() == Invariants.all().size()) ? "repair"
				: "repair " + String.join(", ", wanted.stream().map(Invariant::id).toList());
		this.changes.runInTurn(change, parts, options, batch);
	}

	private CeleryTasks tasks(CelerySource source) {
		Optional<InputFile> file = source.file();
		if (file.isEmpty() && this.streams.facts().in()) {
			throw CommandFailure.usage("standard input is the terminal", "--celery takes a file, too");
		}
		return CeleryTasks.read(file.map(InputFile::toString).orElse("standard input"),
				new String(file.map(InputFile::bytes).orElseGet(this::piped), StandardCharsets.UTF_8));
	}

	private byte[] piped() {
		try {
			return this.streams.in().readAllBytes();
		}
		catch (IOException ex) {
			throw CommandFailure.usage("standard input cannot be read", "--celery takes a file, too");
		}
	}

	private static Changes.Part part(Invariant invariant, Repair repair) {
		String change = "repair " + invariant.id();
		if (repair instanceof Repair.Rows rows) {
			String subject = rows.subject().getName();
			return new Changes.Part(Request.destroy(change, subject, "rows of " + subject, change), (planning) -> {
				if (invariant.appliesTo(examination(planning).schema())) {
					rows.plan().plan(planning);
				}
			});
		}
		return new Changes.Part(Request.write(change, "build", "rows"), (planning) -> tell(invariant, planning));
	}

	/** What no row can mend is told if there is something to mend. */
	private static void tell(Invariant invariant, Planning planning) {
		Examination examination = examination(planning);
		if (invariant.appliesTo(examination.schema()) && invariant.find(examination).count() > 0) {
			planning.followUp("%s: %s".formatted(invariant.id(), invariant.repair().sentence()));
		}
	}

	/** Rows change at the newest revision only. */
	private static Examination examination(Planning planning) {
		return Examination.of(planning, Revisions.head().version());
	}

	private static void requireRows(Invariant invariant) {
		if (!(invariant.repair() instanceof Repair.Rows)) {
			throw CommandFailure.precondition("%s cannot be repaired by changing rows: %s".formatted(invariant.id(),
					invariant.repair().sentence()), "doctor explain %s says more".formatted(invariant.id()));
		}
	}

	/** One repair may make the next one possible. */
	private static List<Invariant> inOrder(List<InvariantId> ids) {
		ids.forEach(InvariantId::requireAnyTime);
		return Invariants.all().stream().filter((invariant) -> ids.contains(new InvariantId(invariant.id()))).toList();
	}

}
