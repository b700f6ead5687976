package org.condastore.shell.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.connection.Database;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Format;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.Rows;
import org.condastore.shell.output.Streams;
import org.condastore.shell.session.Effect;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The commands that look for what is wrong with a database. */
public final class DoctorCommands {

	private static final String GROUP = "Repair";

	private final Supplier<Database> database;

	private final Clock clock;

	private final Streams streams;

	private final Output out;

	public DoctorCommands(Supplier<Database> database, Clock clock, Streams streams, Output out) {
		this.database = database;
		this.clock = clock;
		this.streams = streams;
		this.out = out;
	}

	@Command(name = "doctor", group = GROUP, description = "Look for what is wrong with the database", help = """
			Reads one snapshot, at any of conda-store's revisions, and waits for nobody: it can run beside a
			live service. Ends with code 7 if there are errors or warnings, and with 6 if there are none but
			not everything could be looked at. doctor explain ID says what a finding means, repair plan what can
			be done.""")
	@Effect(value = Effect.Kind.READS_ANY_REVISION, alone = true)
	void doctor(
			@Option(longName = "check",
					description = "only these invariants: ids, with commas") List<InvariantId> check,
			@Option(longName = "severity", description = "only what is at least that bad") @Nullable Severity severity,
			@Option(longName = "namespace",
					description = "only what belongs to this one") @Nullable NamespaceName namespace,
			@Option(longName = "all", description = "show every row of a finding, not the first 20") boolean all,
			@Option(longName = "max-seconds",
					description = "leave out what cannot be examined in that time") @Nullable Integer maxSeconds) {
		if (maxSeconds != null && maxSeconds < 1) {
			throw CommandFailure.usage("--max-seconds cannot be %d".formatted(maxSeconds), "use 1 or more");
		}
		List<Invariant> wanted = Invariants.all()
			.stream()
			.filter((invariant) -> check.isEmpty() || check.contains(new InvariantId(invariant.id())))
			.filter((invariant) -> severity == null || invariant.severity().compareTo(severity) <= 0)
			.toList();
		Duration most = (maxSeconds != null) ? Duration.ofSeconds(maxSeconds) : null;
		Diagnosis diagnosis = new Doctor(this.database.get(), this.clock, System::nanoTime).examine(
				new Doctor.Order(wanted, all ? Integer.MAX_VALUE : Examination.FEW, namespace, most),
				new DoctorProgress(this.streams, System::nanoTime));
		show(diagnosis);
		end(diagnosis);
	}

	@Command(name = "doctor list", group = GROUP, description = "List what the doctor looks for")
	@Effect(Effect.Kind.SESSION)
	void list() {
		this.out.list(Rows.of(Invariants.all()), DoctorViews.LIST);
	}

	@Command(name = "doctor explain", group = GROUP, description = "Say what a finding means, and what to do")
	@Effect(Effect.Kind.SESSION)
	void explain(@Argument(index = 0, description = "the invariant's id") InvariantId id) {
		if (this.out.format() == Format.TABLE) {
			this.out.text(DoctorViews.page(id.invariant()));
		}
		else {
			this.out.show(id.invariant(), DoctorViews.EXPLANATION);
		}
	}

	private void show(Diagnosis diagnosis) {
		if (this.out.format() == Format.TABLE) {
			this.out.text(DoctorViews.text(diagnosis));
		}
		else {
			this.out.show(diagnosis, DoctorViews.DIAGNOSIS);
		}
		diagnosis.notExamined()
			.forEach((one) -> this.out.note("%s was not examined: %s".formatted(one.invariant().id(), one.reason())));
	}

	private static void end(Diagnosis diagnosis) {
		List<Finding> serious = diagnosis.serious();
		if (!serious.isEmpty()) {
			throw CommandFailure.finding("these do not hold: "
					+ serious.stream().map((finding) -> finding.invariant().id()).collect(Collectors.joining(", ")),
					"doctor explain %s says what it means; repair plan shows what can be done"
						.formatted(serious.get(0).invariant().id()));
		}
		if (!diagnosis.notExamined().isEmpty()) {
			throw CommandFailure.conflict("%d invariants were not examined".formatted(diagnosis.notExamined().size()),
					"try again when nobody changes tables, or with more --max-seconds", null);
		}
	}

}
