package org.condastore.shell.doctor;

import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.condastore.schema.jooq.Tables.SPECIFICATION;
import static org.condastore.shell.doctor.ViolationQuery.text;

/**
 * The keys of builds as expressions, for comparisons that are too many to be made here.
 * They are what {@link org.condastore.shell.build.BuildKey} computes for a single build.
 */
final class BuildKeyOf {

	/** The versions that there are. */
	static final int FIRST_VERSION = 1;

	/** What conda-store gives new builds unless it is told otherwise. */
	static final int USUAL_VERSION = 2;

	/** The key is a hash, which is stored with the build. */
	static final int HASHED_VERSION = 3;

	/** How many digits a stored hash has. */
	static final int HASH = 32;

	private static final int SHORT_HASH = 8;

	/** Whole seconds before they become a floating point number, which could round up. */
	private static final Field<String> SECONDS = text(DSL
		.function("date_part", SQLDataType.DOUBLE, DSL.inline("epoch"),
				DSL.function("date_trunc", SQLDataType.LOCALDATETIME, DSL.inline("second"), BUILD.SCHEDULED_ON))
		.cast(SQLDataType.BIGINT));

	private BuildKeyOf() {
	}

	/**
	 * The key of a build that is read together with its specification, its environment
	 * and its namespace.
	 * @param stored whether the schema has a column for hashes
	 * @return NULL if the row does not say what belongs to it, or has a version that
	 * there is not
	 */
	static Field<String> build(boolean stored) {
		Field<Integer> version = BUILD.BUILD_KEY_VERSION;
		Field<String> hashed = stored ? DSL.coalesce(BUILD.HASH, hash()) : hash();
		return DSL
			.when(version.eq(DSL.inline(USUAL_VERSION)),
					joined(DSL.left(SPECIFICATION.SHA256, SHORT_HASH), SECONDS, text(BUILD.ID), SPECIFICATION.NAME))
			.when(version.eq(DSL.inline(FIRST_VERSION)),
					joined(SPECIFICATION.SHA256,
							DSL.function("to_char", SQLDataType.CLOB, BUILD.SCHEDULED_ON,
									DSL.inline("YYYYMMDD-HH24MISS-US")),
							text(BUILD.ID), SPECIFICATION.NAME))
			.when(version.eq(DSL.inline(HASHED_VERSION)), hashed);
	}

	/** The hash that conda-store would store with such a build. */
	static Field<String> hash() {
		Field<String> hashed = text(NAMESPACE.NAME).concat(SPECIFICATION.SHA256, SECONDS, text(BUILD.ID));
		Field<byte[]> bytes = DSL.function("convert_to", SQLDataType.BLOB, hashed, DSL.inline("UTF8"));
		return DSL.left(DSL.function("encode", SQLDataType.CLOB, DSL.function("sha256", SQLDataType.BLOB, bytes),
				DSL.inline("hex")), HASH);
	}

	/** Builds together with what their keys are made of. */
	static Table<?> builds() {
		return BUILD.join(SPECIFICATION)
			.on(SPECIFICATION.ID.eq(BUILD.SPECIFICATION_ID))
			.join(ENVIRONMENT)
			.on(ENVIRONMENT.ID.eq(BUILD.ENVIRONMENT_ID))
			.join(NAMESPACE)
			.on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID));
	}

	private static Field<String> joined(Field<?>... parts) {
		Field<String> key = text(parts[0]);
		for (int i = 1; i < parts.length; i++) {
			key = key.concat(DSL.inline("-"), parts[i]);
		}
		return key;
	}

}
