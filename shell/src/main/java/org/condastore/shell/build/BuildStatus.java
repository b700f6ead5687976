package org.condastore.shell.build;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The statuses that conda-store gives a build. The database may hold others, from a newer
 * conda-store or a human hand: what is read from it stays the text that is stored.
 */
public enum BuildStatus {

	/** Scheduled; no worker has taken it. */
	QUEUED(false),

	/** A worker has taken it. */
	BUILDING(false),

	/** Done; its files are there until it is deleted. */
	COMPLETED(true),

	/** Ended by an error. */
	FAILED(true),

	/** Ended by an operator. */
	CANCELED(true);

	private final boolean isFinal;

	BuildStatus(boolean isFinal) {
		this.isFinal = isFinal;
	}

	/** Whether conda-store considers the build to be over. */
	public boolean isFinal() {
		return this.isFinal;
	}

	/**
	 * What a stored status means.
	 * @return empty for NULL and for whatever is not, letter by letter, a known one
	 */
	static Optional<BuildStatus> known(@Nullable String stored) {
		for (BuildStatus status : values()) {
			if (status.name().equals(stored)) {
				return Optional.of(status);
			}
		}
		return Optional.empty();
	}

}
