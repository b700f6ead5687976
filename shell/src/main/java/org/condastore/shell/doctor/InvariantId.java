package org.condastore.shell.doctor;

import java.util.List;
import java.util.Locale;

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
		if (Invariants.find(id).isEmpty()) {
			List<String> ids = Invariants.all().stream().map(Invariant::id).toList();
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
		return Invariants.find(this.value).orElseThrow();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
