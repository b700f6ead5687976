package org.condastore.shell.channel;

import java.time.Duration;

import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.output.Output;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code channel} commands. */
public final class ChannelCommands {

	private static final String GROUP = "Packages";

	private final ChannelRepository channels;

	private final Output out;

	public ChannelCommands(ChannelRepository channels, Output out) {
		this.channels = channels;
		this.out = out;
	}

	@Command(name = "channel list", group = GROUP, description = "List channels and when their index was last read")
	void list(@Option(longName = "name", description = "only these; * and ? are wildcards") @Nullable NamePattern name,
			@Option(longName = "stale",
					description = "only those whose index was not read for this long, or never: 1d") @Nullable Duration stale,
			@OptionGroup Listing listing) {
		this.out.list(this.channels.list(name, stale, listing), ChannelViews.LIST);
	}

	@Command(name = "channel show", group = GROUP, description = "Show everything about a channel")
	void show(@Argument(index = 0, description = "its id, its address, or the last part of that") ChannelName channel) {
		this.out.show(this.channels.get(channel), ChannelViews.SHOW);
	}

}
