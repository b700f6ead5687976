package org.condastore.shell.channel;

import org.condastore.shell.output.View;

/** How channels read. */
final class ChannelViews {

	static final View<ChannelSummary> LIST = View.<ChannelSummary>of("channels")
		.number("id", ChannelSummary::id)
		.text("name", ChannelSummary::name)
		.number("packages", ChannelSummary::packages)
		.time("last_update", ChannelSummary::lastUpdate);

	static final View<ChannelDetail> SHOW = View.<ChannelDetail>of("channels")
		.number("id", ChannelDetail::id)
		.text("name", ChannelDetail::name)
		.time("last_update", ChannelDetail::lastUpdate)
		.number("package_names", ChannelDetail::packageNames)
		.number("packages", ChannelDetail::packages)
		.number("package_builds", ChannelDetail::packageBuilds)
		.number("unassigned_package_builds", ChannelDetail::unassigned)
		.number("misassigned_package_builds", ChannelDetail::misassigned);

	private ChannelViews() {
	}

}
