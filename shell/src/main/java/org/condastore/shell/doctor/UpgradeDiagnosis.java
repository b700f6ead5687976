package org.condastore.shell.doctor;

import java.util.List;
import java.util.Optional;

import org.condastore.schema.lint.Severity;
import org.condastore.schema.migration.Revision;
import org.condastore.schema.migration.Revisions;

/**
 * What the doctor has found before an upgrade.
 *
 * @param upgrade what is to be started
 * @param diagnosis what is in its way
 */
record UpgradeDiagnosis(Upgrade upgrade, Diagnosis diagnosis) {

	/** The revisions that the server leads to; empty if it does not know where it is. */
	Optional<List<String>> migrations() {
		return Optional.ofNullable(this.diagnosis.revision()).flatMap(this.upgrade.release()::migrationsFrom);
	}

	/** All of it in one sentence, without a full stop. */
	String verdict() {
		List<Finding> serious = this.diagnosis.serious();
		String release = "release " + this.upgrade;
		if (serious.isEmpty()) {
			String nothing = this.diagnosis.notExamined().isEmpty() ? "nothing in it would break"
					: "nothing that was examined would break";
			return "%s %s: it %s".formatted(nothing, release, path("runs"));
		}
		boolean fails = serious.stream().anyMatch((finding) -> finding.invariant().severity() == Severity.ERROR);
		return "%s %s; it %s".formatted(release,
				fails ? "would break on this database" : "would start, but look at what is told here first",
				path("would run"));
	}

	private String path(String runs) {
		return migrations().map((ids) -> {
			if (ids.isEmpty()) {
				return "%s no migration at its start".formatted(runs);
			}
			String first = name(ids.get(0));
			String last = name(ids.get(ids.size() - 1));
			return (ids.size() == 1) ? "%s migration %s at its start".formatted(runs, first)
					: "%s migrations %s to %s at its start".formatted(runs, first, last);
		}).orElse("would not start");
	}

	private static String name(String id) {
		return Revisions.withId(id)
			.map(Revision::version)
			.map((version) -> "%d (%s)".formatted(version, id))
			.orElse(id);
	}

}
