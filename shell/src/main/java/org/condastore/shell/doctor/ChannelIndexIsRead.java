package org.condastore.shell.doctor;

import java.time.Duration;

import org.condastore.schema.lint.Severity;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.CONDA_CHANNEL;
import static org.condastore.shell.doctor.ViolationQuery.clause;

/** C3. */
final class ChannelIndexIsRead implements Invariant {

	/** It is read every 15 minutes. */
	private static final Duration LONG = Duration.ofDays(1);

	@Override
	public String id() {
		return "C3";
	}

	@Override
	public Severity severity() {
		return Severity.WARNING;
	}

	@Override
	public String sentence() {
		return "the index of a channel was read within the last day";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				A worker reads the index of every channel that there is a row of, every 15 minutes. A channel that
				is gone, was named wrongly by somebody's specification, or needs a login that the worker does not
				have, fails each time. If it is all channels, no worker runs.
				""", """
				What is new in the channel cannot be searched, and a task fails every quarter of an hour, for ever.
				Builds get their packages from the channel itself, and work if it does.
				""", """
				See whether the worker reaches it. A channel that nobody needs goes by channel delete NAME, if no
				package is from it. One with packages can stay: it costs the task that fails.
				""", """
				Do not delete the packages of a channel that builds were made from: the package lists of these
				builds go with them.
				""");
	}

	@Override
	public boolean appliesTo(ExaminedSchema schema) {
		return schema.has(CONDA_CHANNEL.LAST_UPDATE);
	}

	@Override
	public boolean hasNamespaces() {
		return false;
	}

	@Override
	public Findings find(Examination examination) {
		return examination.find(ViolationQuery.of(CONDA_CHANNEL)
			.where(CONDA_CHANNEL.LAST_UPDATE.isNull().or(CONDA_CHANNEL.LAST_UPDATE.lt(examination.now().minus(LONG))))
			.detail(DSL
				.when(CONDA_CHANNEL.LAST_UPDATE.isNull(), clause("the index of %s was never read", CONDA_CHANNEL.NAME))
				.otherwise(clause("the index of %s was read %s", CONDA_CHANNEL.NAME, CONDA_CHANNEL.LAST_UPDATE))));
	}

	@Override
	public Repair repair() {
		return new Repair.Request(
				"a worker that reaches the channel reads it; channel delete removes one that is not needed");
	}

}
