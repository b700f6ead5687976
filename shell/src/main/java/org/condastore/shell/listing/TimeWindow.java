package org.condastore.shell.listing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;

import org.condastore.shell.connection.StoredTime;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Option;

/**
 * The options that choose rows by a time. A row without a time is outside of every
 * window.
 *
 * @param since how long ago the window begins; null for no beginning
 * @param olderThan how long ago the window ends; null for no end
 */
public record TimeWindow(
		@Option(longName = "since", description = "only from this long ago until now: 7d, 4h") @Nullable Duration since,
		@Option(longName = "older-than",
				description = "only from before this long ago: 90d") @Nullable Duration olderThan) {

	/** Whether a time lies within the window, seen from now. */
	public Condition contains(Field<LocalDateTime> time, Instant now) {
		Condition after = (this.since != null) ? time.ge(before(now, this.since)) : DSL.noCondition();
		return (this.olderThan != null) ? after.and(time.lt(before(now, this.olderThan))) : after;
	}

	/**
	 * PostgreSQL's times do not reach as far back as a duration can, conda-store's do not
	 * reach to 1970.
	 */
	private static LocalDateTime before(Instant now, Duration duration) {
		Instant time = now.minus(duration);
		return StoredTime.stored(time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time);
	}

}
