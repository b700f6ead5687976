package org.condastore.shell.doctor;

import java.util.List;

import org.condastore.schema.lint.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What the doctor has found.
 *
 * @param revision conda-store's revision that the database is at; null if
 * {@code alembic_version} does not hold just one
 * @param held how many invariants hold
 * @param findings those that do not, in the order in which they would be repaired
 * @param notExamined those that nobody knows about
 */
record Diagnosis(@Nullable String revision, int held, List<Finding> findings, List<NotExamined> notExamined) {

	Diagnosis {
		findings = List.copyOf(findings);
		notExamined = List.copyOf(notExamined);
	}

	/**
	 * An invariant that was not looked at.
	 *
	 * @param reason why not
	 */
	record NotExamined(Invariant invariant, String reason) {
	}

	/** The findings about which somebody has to do something. */
	List<Finding> serious() {
		return this.findings.stream()
			.filter((finding) -> finding.invariant().severity() != Severity.INFORMATION)
			.toList();
	}

}
