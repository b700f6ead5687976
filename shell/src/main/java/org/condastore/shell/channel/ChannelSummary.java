package org.condastore.shell.channel;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A channel and what is known of it.
 *
 * @param name its address
 * @param packages how many packages, each version counted
 * @param lastUpdate when its index was last read; null if it never was
 */
record ChannelSummary(int id, String name, int packages, @Nullable Instant lastUpdate) {
}
