package org.condastore.shell.doctor;

import java.time.Duration;
import java.time.LocalDateTime;

import org.condastore.schema.lint.Severity;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.ENVIRONMENT;

/** E5. */
final class EnvironmentWasBuiltLately implements Invariant {

	private static final Duration LONG_AGO = Duration.ofDays(180);

	/** When each environment was built last. */
	private static final Table<?> BUILT = ViolationQuery.once("built",
			DSL.select(BUILD.ENVIRONMENT_ID.as("environment_id"), DSL.max(BUILD.SCHEDULED_ON).as("newest"))
				.from(BUILD)
				.groupBy(BUILD.ENVIRONMENT_ID));

	private static final Field<LocalDateTime> NEWEST = DSL.field(DSL.name("built", "newest"),
			SQLDataType.LOCALDATETIME);

	@Override
	public String id() {
		return "E5";
	}

	@Override
	public Severity severity() {
		return Severity.INFORMATION;
	}

	@Override
	public String sentence() {
		return "a live environment was built within the last half year";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Nothing is wrong with it. Environments are made for a project, and stay when the
				project is over.
				""", """
				All its builds stay on the disk, and its packages get old: it has none of the fixes
				that came since.
				""", """
				Ask its owners. PUT /api/v1/build/ID/ builds the specification again with the packages
				of today, if it allows them. DELETE /api/v1/environment/NAMESPACE/NAME/ removes it
				with all builds; build prune marks old builds of environments that are to stay.
				""", """
				Do not take it for unused because it is old: users work with it through the link on
				the disk, which leaves no trace in the database.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		LocalDateTime lately = examination.now().minus(LONG_AGO);
		return examination.find(ViolationQuery.of(ENVIRONMENT)
			.joined(ENVIRONMENT.join(BUILT)
				.on(DSL.field(DSL.name("built", "environment_id"), SQLDataType.INTEGER).eq(ENVIRONMENT.ID)))
			.where(ENVIRONMENT.DELETED_ON.isNull())
			.where(NEWEST.isNull().or(NEWEST.lt(lately)))
			.namespace(NamespaceOf.namespace(ENVIRONMENT.NAMESPACE_ID))
			.detail("%s: it was built last %s", ENVIRONMENT.NAME, NEWEST));
	}

	@Override
	public Repair repair() {
		return new Repair.Request(
				"PUT /api/v1/build/ID/ builds it again, DELETE /api/v1/environment/NAMESPACE/NAME/ removes it");
	}

}
