package org.condastore.schema.migration;

/** In what state a database's schema is. */
public enum SchemaState {

	/** There is nothing in it. */
	EMPTY,

	/**
	 * It is as conda-store's own migrations leave it, and the history does not say so
	 * yet.
	 */
	ADOPTABLE,

	/** Every script is applied. */
	CURRENT,

	/** It is as the history says, and there are newer scripts. */
	BEHIND,

	/** It is not what the revision that it claims should look like. */
	DRIFTED,

	/** It is at no revision that is known, at several at once, or not conda-store's. */
	UNKNOWN

}
