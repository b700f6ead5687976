package org.condastore.shell.doctor;

import java.time.Duration;
import java.time.LocalDateTime;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Planning;
import org.condastore.shell.specification.SpecificationChangeRepository;
import org.jooq.Condition;

import static org.condastore.schema.jooq.Tables.SPECIFICATION;

/** P2. */
final class SpecificationIsUsed implements Invariant {

	/** It is stored before what refers to it. */
	private static final Duration YOUNG = Duration.ofDays(1);

	@Override
	public String id() {
		return "P2";
	}

	@Override
	public Severity severity() {
		return Severity.INFORMATION;
	}

	@Override
	public String sentence() {
		return "a specification is used by a build or a solve";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store never deletes a specification. When the builds of an environment go with it, the
				specifications stay.
				""", """
				A little space. And a list of specifications in which most say nothing.
				""", """
				Specifications that nothing refers to are deleted, a day after they were stored: conda-store stores
				a specification a moment before the build that refers to it. specification purge does the same with
				other ages. Whoever registers one again stores it again.
				""", """
				Do not delete a specification whose builds are only marked as deleted: its hash is part of the
				addresses of their files.
				""");
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(SPECIFICATION)
			.where(unused(examination.now()))
			.detail("%s of %s is used by nothing", SPECIFICATION.NAME, SPECIFICATION.CREATED_ON));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("specifications that nothing refers to are deleted", SPECIFICATION,
				SpecificationIsUsed::plan);
	}

	private static void plan(Planning planning) {
		planning.delete(SPECIFICATION, planning.some(SPECIFICATION, unused(planning.now())));
	}

	private static Condition unused(LocalDateTime now) {
		return SpecificationChangeRepository.orphaned(now.minus(YOUNG));
	}

}
