package org.condastore.shell.doctor;

import org.condastore.schema.migration.Release;

import static org.condastore.schema.jooq.Tables.NAMESPACE;

/** U10. */
final class NamespacesGetMetadata extends UpgradeCheck {

	NamespacesGetMetadata(Release release) {
		super(release);
	}

	@Override
	public String id() {
		return "U10";
	}

	@Override
	public String sentence() {
		return "no namespace is older than its metadata, which the migration leaves NULL";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Revision 6 gives namespaces a column for metadata, and leaves it NULL in those that are there
				already. Releases 2024.11.2 and 2025.1.1 read an object only; all others take NULL.
				""", """
				Every list that holds such a namespace answers with an error, as soon as the upgrade is done.
				""", """
				Start another release. Or upgrade first, by migrate, and write the metadata before the release starts:
				repair apply N2.
				""", """
				Do not delete the namespaces to be rid of it: their environments go with them.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return runs(MigrationStep.METADATA, schema);
	}

	@Override
	public Findings find(Examination examination) {
		return examination
			.find(ViolationQuery.of(NAMESPACE).namespace(NAMESPACE.NAME).detail("its metadata will be NULL"));
	}

	@Override
	public Repair repair() {
		return new Repair.Request("migrate, then repair apply N2, before the release starts; or start another release");
	}

}
