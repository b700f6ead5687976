package org.condastore.shell.build;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Everything about one build.
 *
 * @param summary what lists show too
 * @param environmentId the environment's id
 * @param current whether it is its environment's current build
 * @param statusInfo what the worker left behind; from anywhere, with any characters
 * @param specificationId the specification's id
 * @param sha256 the specification's
 * @param keyVersion which version of the key is the build's own, as stored
 * @param hash its key in version 3 as stored; null if it was never needed
 * @param packages how many packages are known to be in it
 * @param artifacts what it left behind, in the order of their ids
 * @param readOn when all this was read
 */
record BuildDetail(BuildSummary summary, int environmentId, boolean current, @Nullable String statusInfo,
		int specificationId, String sha256, int keyVersion, @Nullable String hash, int packages,
		List<Artifact> artifacts, Instant readOn) {

	BuildDetail {
		artifacts = List.copyOf(artifacts);
	}

	/**
	 * A file that it left behind.
	 *
	 * @param type as stored, which may be one that nobody knows
	 * @param key under which it lies
	 */
	record Artifact(int id, String type, @Nullable String key) {
	}

	/** Its key in a version; empty as in {@link BuildKey#version}. */
	Optional<String> key(int version) {
		return Optional.ofNullable(this.summary.scheduledOn())
			.map((scheduledOn) -> new BuildKey(this.summary.namespace(), this.sha256, scheduledOn, this.summary.id(),
					this.summary.specification()))
			.flatMap((key) -> key.version(version));
	}

	/**
	 * How long it waited for a worker, until it was read if it still does.
	 * @return empty if that is not known
	 */
	Optional<Duration> queuedFor() {
		Instant until = this.summary.startedOn();
		if (until == null) {
			until = this.summary.endedOn();
		}
		return between(this.summary.scheduledOn(), (until == null && is(BuildStatus.QUEUED)) ? this.readOn : until);
	}

	/**
	 * How long a worker was at it, until it was read if one still is.
	 * @return empty if that is not known
	 */
	Optional<Duration> ranFor() {
		Instant until = this.summary.endedOn();
		return between(this.summary.startedOn(), (until == null && is(BuildStatus.BUILDING)) ? this.readOn : until);
	}

	private boolean is(BuildStatus status) {
		return status.name().equals(this.summary.status());
	}

	private static Optional<Duration> between(@Nullable Instant from, @Nullable Instant until) {
		return (from != null && until != null) ? Optional.of(Duration.between(from, until)) : Optional.empty();
	}

}
