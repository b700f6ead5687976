package org.condastore.schema.lint;

/** How bad a finding is. */
public enum Severity {

	/**
	 * It breaks conda-store, stops it for as long as a table is large, or cannot work.
	 */
	ERROR,

	/** It does so under circumstances that the script does not show. */
	WARNING,

	/** It is worth knowing. */
	INFORMATION

}
