package org.condastore.shell.schema;

import java.util.regex.Pattern;

import org.condastore.schema.migration.Scripts;
import org.condastore.shell.failure.CommandFailure;
import org.flywaydb.core.api.MigrationVersion;

/**
 * A version of the schema, as an operator names it: the number of a version, or an
 * Alembic revision, of which four digits are enough.
 *
 * @param typed what was typed
 */
public record SchemaTarget(String typed) {

	private static final Pattern FORM = Pattern.compile("[0-9a-f]{1,40}|base|head");

	/**
	 * Accepts what looks like a version or a revision.
	 * @throws CommandFailure {@code USAGE} if it does not
	 */
	public static SchemaTarget of(String typed) {
		if (!FORM.matcher(typed).matches()) {
			throw CommandFailure.usage("\"%s\" is neither a version nor an Alembic revision".formatted(typed),
					"use a number such as 14, or a revision such as bf065abf375b; schema history shows them");
		}
		return new SchemaTarget(typed);
	}

	/** Whether it means that no version is left: Alembic's word for it, or version 0. */
	boolean isBase() {
		return this.typed.equals("base") || this.typed.equals("0");
	}

	/**
	 * Finds the version.
	 * @throws CommandFailure {@code PRECONDITION} if there is none
	 */
	MigrationVersion in(Scripts scripts) {
		if (this.typed.equals("head")) {
			return scripts.newest();
		}
		return scripts.version(this.typed)
			.orElseThrow(() -> CommandFailure.notFound("there is no version %s".formatted(this.typed),
					"versions go up to %s; schema history shows them".formatted(scripts.newest())));
	}

}
