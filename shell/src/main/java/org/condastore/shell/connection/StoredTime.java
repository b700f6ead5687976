package org.condastore.shell.connection;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/**
 * Times as conda-store stores them: {@code datetime.utcnow()} in columns without a time
 * zone.
 */
public final class StoredTime {

	private StoredTime() {
	}

	/** What a stored time means; NULL stays null. */
	public static @Nullable Instant instant(@Nullable LocalDateTime stored) {
		return (stored != null) ? stored.toInstant(ZoneOffset.UTC) : null;
	}

	/** How a time is stored, to compare it with a column. */
	public static LocalDateTime stored(Instant instant) {
		return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
	}

}
