package org.condastore.shell.channel;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Everything about one channel.
 *
 * @param packageNames how many different packages
 * @param packages how many packages, each version counted
 * @param packageBuilds how many builds of these packages
 * @param unassigned how many of these builds do not name a channel themselves:
 * conda-store writes none when it stores the packages of a build or a solve
 * @param misassigned how many of these builds name another channel than their package
 * does: conda-store before 2025 mixed them up
 */
record ChannelDetail(int id, String name, @Nullable Instant lastUpdate, int packageNames, int packages,
		int packageBuilds, int unassigned, int misassigned) {
}
