package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;

import static org.condastore.schema.jooq.Tables.SPECIFICATION;
import static org.condastore.shell.doctor.ViolationQuery.text;

/** P4. */
final class SpecificationHasDescription implements Invariant {

	@Override
	public String id() {
		return "P4";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "a specification has a description, if only an empty one";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				conda-store writes a description into every specification, empty if there is none. Those of the
				first releases, before revision 2, and those that were inserted by other programs may lack it.
				""", """
				conda-store takes the description out of the document when it registers the specification, and fails
				if there is none: it cannot be built again by its id.
				""", """
				Register it anew from its text, as specification show --as yaml writes it: that makes another
				specification, with a description. The old one stays with its builds.
				""", """
				Do not add the description to the stored document: its hash would not be that of its content any
				more, and with the hash rewritten the addresses of its builds change.
				""");
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(SPECIFICATION)
			.where(text(SPECIFICATION.SPEC).notContains("\"description\""))
			.detail("%s has no description", SPECIFICATION.NAME));
	}

	@Override
	public Repair repair() {
		return new Repair.Request("POST /api/v1/specification/ with its text, to which a description is added");
	}

}
