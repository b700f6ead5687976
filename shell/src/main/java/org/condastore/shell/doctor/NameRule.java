package org.condastore.shell.doctor;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * The rule for names of namespaces, environments and specifications, as an expression.
 */
final class NameRule {

	/** conda-store's schema.ALLOWED_CHARACTERS. */
	private static final String ALLOWED = "A-Za-z0-9+_@$&?^~.=-";

	private NameRule() {
	}

	/** A name that conda-store would not accept; NULL is none. */
	static Condition brokenBy(Field<String> name) {
		return name.isNull().or(name.notLikeRegex("^[%s]+$".formatted(ALLOWED)));
	}

	/** The name with a hyphen for each character that is not allowed. */
	static Field<String> mended(Field<String> name) {
		return DSL.regexpReplaceAll(name, "[^%s]".formatted(ALLOWED), "-");
	}

}
