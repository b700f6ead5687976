package org.condastore.schema.migration;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One row of the history: a script that was applied, or rolled back.
 *
 * @param rank the order in which it happened, from 1
 * @param version the version; null for rows of Flyway's own that have none
 * @param description what the script's name says
 * @param type {@code SQL} for a script that was applied, {@code DELETE} for a version
 * that was rolled back, or what Flyway writes otherwise
 * @param script the file
 * @param checksum Flyway's checksum of the script
 * @param installedBy the database user
 * @param installedOn when
 * @param took how long it ran; nothing for what was adopted
 * @param success whether it ran to its end; rows that say no are Flyway's
 * @param operatingSystemUser who typed it, if the shell wrote the row
 * @param reason why, if somebody said so
 */
public record HistoryRow(int rank, @Nullable String version, String description, String type, String script,
		@Nullable Integer checksum, String installedBy, Instant installedOn, Duration took, boolean success,
		@Nullable String operatingSystemUser, @Nullable String reason) {

	/** The type of the row of a version that was applied. */
	static final String APPLIED = "SQL";

	/**
	 * The type of the row of a version that was rolled back. Flyway takes the version for
	 * pending from then on; a row of its own undo types would make it refuse the history
	 * (Flyway 12.4, open-source edition).
	 */
	static final String ROLLED_BACK = "DELETE";

}
