package org.condastore.shell.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
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
import org.condastore.shell.output.View;
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
			be done. With --before-upgrade it looks for what would break that release of conda-store: its
			migrations, which its server runs at its start, or the release itself.""")
	@Effect(value = Effect.Kind.READS_ANY_REVISION, alone = true)
	void doctor(
			@Option(longName = "check",
					description = "only these invariants: ids, with commas") List<InvariantId> check,
			@Option(longName = "severity", description = "only what is at least that bad") @Nullable Severity severity,
			@Option(longName = "namespace",
					description = "only what belongs to this one") @Nullable NamespaceName namespace,
			@Option(longName = "all", description = "show every row of a finding, not the first 20") boolean all,
			@Option(longName = "max-seconds",
					description = "leave out what cannot be examined in that time") @Nullable Integer maxSeconds,
			@Option(longName = "before-upgrade",
					description = "only what would break this release of conda-store") @Nullable Upgrade upgrade) {
		if (maxSeconds != null && maxSeconds < 1) {
			throw CommandFailure.usage("--max-seconds cannot be %d".formatted(maxSeconds), "use 1 or more");
		}
		if (upgrade != null && namespace != null) {
			throw CommandFailure.usage("--before-upgrade and --namespace exclude each other",
					"an upgrade takes all of a database");
		}
		List<Invariant> known = invariants(upgrade);
		check.forEach((id) -> requireAmong(known, id, upgrade));
		List<Invariant> wanted = known.stream()
			.filter((invariant) -> check.isEmpty() || check.contains(new InvariantId(invariant.id())))
			.filter((invariant) -> severity == null || invariant.severity().compareTo(severity) <= 0)
			.toList();
		Duration most = (maxSeconds != null) ? Duration.ofSeconds(maxSeconds) : null;
		Diagnosis diagnosis = new Doctor(this.database.get(), this.clock, System::nanoTime).examine(
				new Doctor.Order(wanted, all ? Integer.MAX_VALUE : Examination.FEW, namespace, most, upgrade != null),
				new DoctorProgress(this.streams, System::nanoTime));
		if (upgrade != null) {
			show(new UpgradeDiagnosis(upgrade, diagnosis), DoctorViews.UPGRADE, DoctorViews::text);
		}
		else {
			show(diagnosis, DoctorViews.DIAGNOSIS, DoctorViews::text);
		}
		diagnosis.notExamined()
			.forEach((one) -> this.out.note("%s was not examined: %s".formatted(one.invariant().id(), one.reason())));
		end(diagnosis, upgrade);
	}

	@Command(name = "doctor list", group = GROUP, description = "List what the doctor looks for")
	@Effect(Effect.Kind.SESSION)
	void list(@Option(longName = "before-upgrade",
			description = "what matters to this release of conda-store, and why") @Nullable Upgrade upgrade) {
		this.out.list(Rows.of(invariants(upgrade)), (upgrade != null) ? DoctorViews.UPGRADE_LIST : DoctorViews.LIST);
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

	private static List<Invariant> invariants(@Nullable Upgrade upgrade) {
		return (upgrade != null) ? upgrade.obstacles() : Invariants.all();
	}

	private static void requireAmong(List<Invariant> known, InvariantId id, @Nullable Upgrade upgrade) {
		if (upgrade == null) {
			id.requireAnyTime();
		}
		else if (known.stream().noneMatch((invariant) -> invariant.id().equals(id.value()))) {
			throw CommandFailure.usage("%s does not matter to release %s".formatted(id, upgrade),
					"doctor list --before-upgrade %s shows what does".formatted(upgrade));
		}
	}

	private <T> void show(T diagnosis, View<T> view, Function<T, String> text) {
		if (this.out.format() == Format.TABLE) {
			this.out.text(text.apply(diagnosis));
		}
		else {
			this.out.show(diagnosis, view);
		}
	}

	private static void end(Diagnosis diagnosis, @Nullable Upgrade upgrade) {
		List<Finding> serious = diagnosis.serious();
		if (!serious.isEmpty()) {
			String first = serious.get(0).invariant().id();
			throw CommandFailure.finding(
					"%s: %s".formatted((upgrade != null) ? "in the way of release " + upgrade : "these do not hold",
							serious.stream()
								.map((finding) -> finding.invariant().id())
								.collect(Collectors.joining(", "))),
					"doctor explain %s says what it means%s".formatted(first,
							(upgrade != null) ? " and what to do" : "; repair plan shows what can be done"));
		}
		if (!diagnosis.notExamined().isEmpty()) {
			throw CommandFailure.conflict("%d invariants were not examined".formatted(diagnosis.notExamined().size()),
					"try again when nobody changes tables, or with more --max-seconds", null);
		}
	}

}
