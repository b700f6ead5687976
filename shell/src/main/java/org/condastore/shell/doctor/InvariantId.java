package org.condastore.shell.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.session.NameSource;
import org.condastore.shell.session.Suggestions;

/**
 * The id of an invariant that there is.
 *
 * @param value such as {@code B4}
 */
public record InvariantId(String value) {

	/**
	 * Accepts a typed id, in lower case too.
	 * @throws CommandFailure {@code USAGE} if there is no such invariant
	 */
	public static InvariantId of(String typed) {
		String id = typed.toUpperCase(Locale.ROOT);
		if (find(id).isEmpty()) {
			List<String> ids = Stream.concat(Invariants.all().stream(), Upgrade.checks().stream())
				.map(Invariant::id)
				.toList();
			throw CommandFailure.usage("there is no invariant \"%s\"".formatted(typed),
					Suggestions.nearest(id, ids)
						.map((near) -> "did you mean %s? doctor list shows all".formatted(near))
						.orElse("doctor list shows them"));
		}
		return new InvariantId(id);
	}

	/** All of them, for completion. */
	public static List<NameSource.Name> names() {
		return names(Invariants.all());
	}

	/** Those too that are looked at only before an upgrade. */
	public static List<NameSource.Name> explained() {
		return names(Stream.concat(Invariants.all().stream(), Upgrade.checks().stream()).toList());
	}

	/** Those whose repair changes rows. */
	public static List<NameSource.Name> repairable() {
		return names(
				Invariants.all().stream().filter((invariant) -> invariant.repair() instanceof Repair.Rows).toList());
	}

	private static List<NameSource.Name> names(List<Invariant> invariants) {
		return invariants.stream()
			.map((invariant) -> new NameSource.Name(invariant.id(), invariant.sentence()))
			.toList();
	}

	Invariant invariant() {
		return find(this.value).orElseThrow();
	}

	/**
	 * Refuses one that is looked at only before an upgrade.
	 * @throws CommandFailure {@code USAGE} if it is such a one
	 */
	void requireAnyTime() {
		if (Invariants.find(this.value).isEmpty()) {
			throw CommandFailure.usage("%s is looked at only before an upgrade".formatted(this.value),
					"doctor --before-upgrade RELEASE does; doctor explain %s says what to do".formatted(this.value));
		}
	}

	private static Optional<Invariant> find(String id) {
		return Invariants.find(id).or(() -> Upgrade.find(id));
	}

	@Override
	public String toString() {
		return this.value;
	}

}
