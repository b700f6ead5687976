package org.condastore.shell.listing;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Option;

/**
 * The options that every list takes.
 *
 * @param sort a field's key, with a dash before it for descending order; null for the
 * list's own order
 * @param limit how many rows at most; null for {@link #DEFAULT_LIMIT}
 * @param all whether all rows are wanted
 */
public record Listing(
		@Option(longName = "sort", description = "order by this field; -FIELD for descending") @Nullable String sort,
		@Option(longName = "limit", shortName = 'n',
				description = "show at most this many (default 100)") @Nullable Integer limit,
		@Option(longName = "all", description = "show every one, without a limit") boolean all) {

	/** How many rows a list shows when nobody says otherwise. */
	public static final int DEFAULT_LIMIT = 100;

	/** Everything, in the list's own order. */
	public static final Listing ALL = new Listing(null, null, true);

	public Listing {
		if (limit != null && all) {
			throw CommandFailure.usage("--limit and --all exclude each other", "use one of them");
		}
		if (limit != null && limit < 1) {
			throw CommandFailure.usage("--limit cannot be %d".formatted(limit), "use 1 or more, or --all");
		}
	}

	/** How many rows at most; {@link Integer#MAX_VALUE} with {@code --all}. */
	public int most() {
		if (this.all) {
			return Integer.MAX_VALUE;
		}
		return (this.limit != null) ? this.limit : DEFAULT_LIMIT;
	}

}
