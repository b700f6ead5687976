package org.condastore.shell.doctor;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.change.Assignments;
import org.condastore.shell.change.Planning;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.CONDA_STORE_CONFIGURATION;
import static org.condastore.schema.jooq.Tables.NAMESPACE;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

/** G1. */
final class ConfigurationRowExists implements Invariant {

	private static final int ID = 1;

	private static final Table<?> WANTED = DSL.select(DSL.inline(ID).as("id")).asTable("wanted");

	private static final Field<Integer> WANTED_ID = DSL.field(DSL.name("wanted", "id"), SQLDataType.INTEGER);

	/** A server that has started once has made a namespace. */
	private static final Condition MISSING = notExists(
			selectOne().from(CONDA_STORE_CONFIGURATION).where(CONDA_STORE_CONFIGURATION.ID.eq(DSL.inline(ID))))
		.and(exists(selectOne().from(NAMESPACE)));

	private static final Condition INCOMPLETE = CONDA_STORE_CONFIGURATION.ID.eq(DSL.inline(ID))
		.and(CONDA_STORE_CONFIGURATION.DISK_USAGE.isNull()
			.or(CONDA_STORE_CONFIGURATION.FREE_STORAGE.isNull())
			.or(CONDA_STORE_CONFIGURATION.TOTAL_STORAGE.isNull()));

	@Override
	public String id() {
		return "G1";
	}

	@Override
	public Severity severity() {
		return Severity.ERROR;
	}

	@Override
	public String sentence() {
		return "conda_store_configuration has a row 1 with all sizes of the storage";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The server makes the row when it starts on a database for the first time, and workers write
				the sizes of the disk into it every minute. Somebody who empties tables by hand, or a restore
				that left this table out, takes it away.
				""", """
				The metrics page fails, and so does every attempt to make or change an environment.
				""", """
				A row with zeros is inserted, or zeros are written for what is NULL. No free storage means
				that conda-store refuses builds, until a worker has measured the disk within the next minute.
				The database of a server that has never started has no row yet, and needs none.
				""", """
				Do not invent sizes: builds would start on a disk that may be full.
				""");
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(
				ViolationQuery.of(WANTED, CONDA_STORE_CONFIGURATION.getName(), WANTED_ID)
					.where(MISSING)
					.detail("there is no such row"),
				ViolationQuery.of(CONDA_STORE_CONFIGURATION)
					.where(INCOMPLETE)
					.detail("disk_usage is %s, free_storage %s, total_storage %s", CONDA_STORE_CONFIGURATION.DISK_USAGE,
							CONDA_STORE_CONFIGURATION.FREE_STORAGE, CONDA_STORE_CONFIGURATION.TOTAL_STORAGE));
	}

	@Override
	public Repair repair() {
		return new Repair.Rows("the row is there, with zeros until a worker has measured the disk",
				CONDA_STORE_CONFIGURATION, ConfigurationRowExists::plan);
	}

	private static void plan(Planning planning) {
		boolean missing = planning.sql().fetchExists(DSL.selectOne().where(MISSING));
		if (missing) {
			planning.insert(CONDA_STORE_CONFIGURATION,
					Assignments.set(CONDA_STORE_CONFIGURATION.ID, ID)
						.and(CONDA_STORE_CONFIGURATION.DISK_USAGE, 0L)
						.and(CONDA_STORE_CONFIGURATION.FREE_STORAGE, 0L)
						.and(CONDA_STORE_CONFIGURATION.TOTAL_STORAGE, 0L));
		}
		int completed = planning.update(CONDA_STORE_CONFIGURATION, INCOMPLETE,
				Assignments.set(CONDA_STORE_CONFIGURATION.DISK_USAGE, orZero(CONDA_STORE_CONFIGURATION.DISK_USAGE))
					.and(CONDA_STORE_CONFIGURATION.FREE_STORAGE, orZero(CONDA_STORE_CONFIGURATION.FREE_STORAGE))
					.and(CONDA_STORE_CONFIGURATION.TOTAL_STORAGE, orZero(CONDA_STORE_CONFIGURATION.TOTAL_STORAGE)));
		if (missing || completed > 0) {
			planning.followUp(
					"a running worker writes the sizes of the disk within a minute; until then builds are refused");
		}
	}

	private static Field<Long> orZero(Field<Long> size) {
		return DSL.coalesce(size, DSL.inline(0L));
	}

}
