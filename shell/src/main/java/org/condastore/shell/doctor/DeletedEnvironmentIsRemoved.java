package org.condastore.shell.doctor;

import java.time.Duration;

import org.condastore.schema.lint.Severity;

import static org.condastore.schema.jooq.Tables.ENVIRONMENT;
import static org.condastore.schema.jooq.Tables.NAMESPACE;

/** E3. */
final class DeletedEnvironmentIsRemoved implements Invariant {

	private static final Duration LONG_ENOUGH = Duration.ofHours(1);

	@Override
	public String id() {
		return "E3";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "an environment that is marked as deleted is gone within an hour";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				The server marks an environment and its builds as deleted, and a worker removes the
				files and then the rows. The task is lost when the queue is emptied or the worker
				dies, and it fails while another environment has one of the builds as its current one.
				It is not tried again.
				""", """
				The files stay on the disk although nobody sees the environment any more. The name is
				not free either: registering it again adds builds to the deleted row, which stays
				invisible.
				""", """
				DELETE /api/v1/environment/NAMESPACE/NAME/ is accepted for a deleted environment too,
				and makes a worker try again. If the deletion was a mistake and the files still exist,
				environment restore takes it back, with the builds that were deleted together with it.
				Environments of a deleted namespace go with that: see N3.
				""", """
				Do not delete the rows by hand while artifacts are left: nothing else knows where the
				files and objects are.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(ENVIRONMENT)
			.joined(ENVIRONMENT.join(NAMESPACE).on(NAMESPACE.ID.eq(ENVIRONMENT.NAMESPACE_ID)))
			.where(ENVIRONMENT.DELETED_ON.lt(examination.now().minus(LONG_ENOUGH)))
			.where(NAMESPACE.DELETED_ON.isNull())
			.namespace(NAMESPACE.NAME)
			.detail("%s: it was deleted %s, and its row is still there", ENVIRONMENT.NAME, ENVIRONMENT.DELETED_ON));
	}

	@Override
	public Repair repair() {
		return new Repair.Request(
				"DELETE /api/v1/environment/NAMESPACE/NAME/ makes a worker remove it, environment restore NAMESPACE/NAME brings it back");
	}

}
