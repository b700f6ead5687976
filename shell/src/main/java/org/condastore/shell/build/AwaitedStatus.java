package org.condastore.shell.build;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * What somebody waits for: {@code status=COMPLETED}, or several statuses with commas
 * between them.
 *
 * @param statuses any of these will do; not empty
 */
public record AwaitedStatus(Set<BuildStatus> statuses) {

	private static final String KEY = "status=";

	public AwaitedStatus {
		statuses = Set.copyOf(statuses);
	}

	/**
	 * Accepts a typed condition; upper and lower case do not differ.
	 * @throws CommandFailure {@code USAGE} if it is anything else
	 */
	public static AwaitedStatus of(String typed) {
		if (!typed.startsWith(KEY)) {
			throw CommandFailure.usage("--for cannot be \"%s\"".formatted(typed),
					"write status=COMPLETED, or several statuses with commas between them");
		}
		Set<BuildStatus> statuses = EnumSet.noneOf(BuildStatus.class);
		for (String status : typed.substring(KEY.length()).split(",", -1)) {
			statuses.add(BuildStatus.known(status.strip().toUpperCase(Locale.ROOT))
				.orElseThrow(() -> CommandFailure.usage("no build is ever \"%s\"".formatted(status), "use one of "
						+ Arrays.stream(BuildStatus.values()).map(Enum::name).collect(Collectors.joining(", ")))));
		}
		return new AwaitedStatus(statuses);
	}

	boolean isReached(@Nullable String stored) {
		return BuildStatus.known(stored).filter(this.statuses::contains).isPresent();
	}

	@Override
	public String toString() {
		return this.statuses.stream().sorted().map(Enum::name).collect(Collectors.joining(" or "));
	}

}
