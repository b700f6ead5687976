package org.condastore.shell.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.condastore.schema.migration.HistoryRow;
import org.condastore.schema.migration.Inspection;
import org.condastore.schema.migration.Script;
import org.condastore.schema.migration.Scripts;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * A script that is not what was applied.
 *
 * @param version its version
 * @param script the file that was applied
 * @param finding what is wrong with it
 */
record ValidationFinding(@Nullable String version, String script, String finding) {

	/** Compares what was applied with the scripts that there are now. */
	static List<ValidationFinding> in(Inspection found, Scripts scripts) {
		List<ValidationFinding> findings = new ArrayList<>();
		found.applied().forEach((version, row) -> finding(version, row, scripts).ifPresent(findings::add));
		return findings;
	}

	private static Optional<ValidationFinding> finding(MigrationVersion version, HistoryRow row, Scripts scripts) {
		Optional<Script> script = scripts.forward(version);
		if (script.isEmpty()) {
			return Optional.of(of(row, "was applied, and there is no such script here"));
		}
		Integer checksum = row.checksum();
		if (checksum != null && checksum != script.get().checksum()) {
			return Optional.of(of(row, "was changed after it was applied: its checksum was %d and is %d"
				.formatted(checksum, script.get().checksum())));
		}
		if (!script.get().description().equals(row.description())) {
			return Optional.of(of(row, "is now called " + script.get().file()));
		}
		if (scripts.back(version).isEmpty()) {
			return Optional.of(of(row, "has no U script, so it cannot be rolled back"));
		}
		return Optional.empty();
	}

	private static ValidationFinding of(HistoryRow row, String finding) {
		return new ValidationFinding(row.version(), row.script(), finding);
	}

}
