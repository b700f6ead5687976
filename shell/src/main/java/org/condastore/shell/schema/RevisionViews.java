package org.condastore.shell.schema;

import org.condastore.shell.output.View;

/** How differences between schemas read. */
final class RevisionViews {

	static final View<RevisionReport> REVISION = View.<RevisionReport>of("revisions")
		.texts("found", RevisionReport::found)
		.texts("warnings", RevisionReport::warnings)
		.texts("obstacles", RevisionReport::obstacles)
		.flag("proved", RevisionReport::proved)
		.texts("files", RevisionReport::files);

	static final View<DriftReport> DRIFT = View.<DriftReport>of("differences")
		.text("version", DriftReport::version)
		.texts("differences", DriftReport::differences)
		.text("sql", DriftReport::sql);

	private RevisionViews() {
	}

}
