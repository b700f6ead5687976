package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.specification.SpecificationHash;
import org.jooq.Cursor;
import org.jooq.Record4;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.SPECIFICATION;
import static org.condastore.shell.doctor.ViolationQuery.text;

/** P3. */
final class SpecificationHashRecomputes implements Invariant {

	private static final int FETCHED_AT_ONCE = 1000;

	@Override
	public String id() {
		return "P3";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "the hash of a specification is that of its content";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store computes the hash when it stores the specification, and looks by it whether it has one
				already. Somebody has changed the document or the hash by hand.
				""", """
				Whoever registers the same text again gets another specification, and the document that is shown is
				not what was built. Builds go on, because their addresses hold the hash as it is.
				""", """
				Put the document back from a backup or the journal: row set specification ID. If it was never built
				it can be deleted and registered anew. Hashes of lockfiles are not looked at, because nobody can
				compute them again: conda-store hashes parts of them in no fixed order. Channels are sorted before
				they are hashed, so two specifications that differ only in the order of their channels are one.
				""", """
				Do not write the computed hash into the row: the addresses of its builds' files change.
				""");
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		List<Violation> rows = new ArrayList<>();
		long count = 0;
		try (Cursor<Record4<Integer, String, String, String>> cursor = examination.sql()
			.select(SPECIFICATION.ID, SPECIFICATION.NAME, SPECIFICATION.SHA256, text(SPECIFICATION.SPEC))
			.from(SPECIFICATION)
			.where(examination.schema().has(SPECIFICATION.IS_LOCKFILE) ? SPECIFICATION.IS_LOCKFILE.isFalse()
					: DSL.noCondition())
			.orderBy(SPECIFICATION.ID)
			.fetchSize(FETCHED_AT_ONCE)
			.fetchLazy()) {
			for (Record4<Integer, String, String, String> row : cursor) {
				Optional<String> computed = SpecificationHash.of(row.value4());
				if (computed.isPresent() && !computed.get().equals(row.value3())) {
					count++;
					if (rows.size() < examination.limit()) {
						rows.add(new Violation(SPECIFICATION.getName(), String.valueOf(row.value1()), null,
								"%s: its content has the hash %s".formatted(row.value2(), computed.get())));
					}
				}
			}
		}
		return new Findings(count, rows);
	}

	@Override
	public Repair repair() {
		return new Repair.None("the hash is part of the addresses of files: put back the content that was there");
	}

}
