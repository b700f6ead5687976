package org.condastore.shell.channel;

import java.time.Duration;

import org.condastore.shell.change.Changes;
import org.condastore.shell.change.Request;
import org.condastore.shell.change.RowOptions;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.output.Output;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code channel} commands. */
public final class ChannelCommands {

	private static final String GROUP = "Packages";

	private final ChannelRepository channels;

	private final ChannelChangeRepository changed;

	private final Changes changes;

	private final Output out;

	public ChannelCommands(ChannelRepository channels, ChannelChangeRepository changed, Changes changes, Output out) {
		this.channels = channels;
		this.changed = changed;
		this.changes = changes;
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

	@Command(name = "channel delete", group = GROUP, description = "Remove a channel that no package is from",
			help = "conda-store reads the index of every channel again and again, of a wrong or closed one in vain.")
	@Effect(Effect.Kind.DESTROYS)
	void delete(@Argument(index = 0, description = "its id, its address, or the last part of that") ChannelName channel,
			@OptionGroup RowOptions options) {
		this.changes.run(
				Request.destroy("delete channel %s".formatted(channel), "conda_channel", "channels", channel.value()),
				options, (planning) -> this.changed.delete(planning, channel));
	}

}
