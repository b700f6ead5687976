package org.condastore.shell.channel;

import java.time.Clock;

import org.condastore.shell.change.Planning;
import org.condastore.shell.failure.CommandFailure;

import static org.condastore.schema.jooq.Tables.CONDA_CHANNEL;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE;
import static org.condastore.schema.jooq.Tables.CONDA_PACKAGE_BUILD;

/** What changes of channels mean in rows. */
public final class ChannelChangeRepository {

	private final Clock clock;

	public ChannelChangeRepository(Clock clock) {
		this.clock = clock;
	}

	/** The channel goes away, if no package is from it. */
	void delete(Planning planning, ChannelName channel) {
		int id = new ChannelRepository(planning.sql(), this.clock).resolve(channel);
		int packages = planning.sql().fetchCount(CONDA_PACKAGE, CONDA_PACKAGE.CHANNEL_ID.eq(id));
		int builds = planning.sql().fetchCount(CONDA_PACKAGE_BUILD, CONDA_PACKAGE_BUILD.CHANNEL_ID.eq(id));
		if (packages > 0 || builds > 0) {
			throw CommandFailure.precondition(
					"the channel %s is referred to, packages: %,d, builds of packages: %,d".formatted(channel, packages,
							builds),
					"package list --channel %d shows them; without their channel conda-store could not tell where builds got them"
						.formatted(id));
		}
		planning.delete(CONDA_CHANNEL, CONDA_CHANNEL.ID.eq(id));
		planning.followUp(
				"the server makes the channel again when it starts if the setting conda_indexed_channels names it, and so does every build that uses it");
	}

}
