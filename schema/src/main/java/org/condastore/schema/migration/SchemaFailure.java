package org.condastore.schema.migration;

import org.jspecify.annotations.Nullable;

/**
 * The schema cannot be brought to where it was asked to be, and whoever asked can act on
 * the reason. Nothing was changed, unless the message says so.
 */
public final class SchemaFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The kinds of failure. */
	public enum Kind {

		/** The database is not in a state in which this can be done. */
		PRECONDITION,

		/** It would lose data, and nobody accepted that. */
		REFUSED,

		/** Somebody else holds a lock, or changed the schema meanwhile. */
		CONFLICT,

		/** A script is wrong, or fails on this database. */
		SCRIPT

	}

	private final Kind kind;

	private final String hint;

	private SchemaFailure(Kind kind, String message, String hint, @Nullable Throwable cause) {
		super(message, cause);
		this.kind = kind;
		this.hint = hint;
	}

	static SchemaFailure precondition(String message, String hint) {
		return new SchemaFailure(Kind.PRECONDITION, message, hint, null);
	}

	static SchemaFailure refused(String message, String hint) {
		return new SchemaFailure(Kind.REFUSED, message, hint, null);
	}

	static SchemaFailure conflict(String message, String hint, @Nullable Throwable cause) {
		return new SchemaFailure(Kind.CONFLICT, message, hint, cause);
	}

	static SchemaFailure script(String message, String hint) {
		return script(message, hint, null);
	}

	static SchemaFailure script(String message, String hint, @Nullable Throwable cause) {
		return new SchemaFailure(Kind.SCRIPT, message, hint, cause);
	}

	public Kind kind() {
		return this.kind;
	}

	/** What to do about it. */
	public String hint() {
		return this.hint;
	}

}
