package org.condastore.schema.migration;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A session that holds a lock for which a script waits.
 *
 * @param pid its process at the server
 * @param user its database user; null if this login may not see it
 * @param application what it calls itself
 * @param state {@code active}, {@code idle in transaction} and so on; null if this login
 * may not see it
 * @param age for how long its transaction has been open; null if this login may not see
 * it
 * @param query what it runs, or ran last
 */
public record Blocker(int pid, @Nullable String user, @Nullable String application, @Nullable String state,
		@Nullable Duration age, @Nullable String query) {

	/** In one line. */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("pid %d".formatted(this.pid));
		if (this.application != null && !this.application.isEmpty()) {
			text.append(" (").append(this.application).append(')');
		}
		if (this.user != null) {
			text.append(" of ").append(this.user);
		}
		if (this.state != null) {
			text.append(", ").append(this.state);
		}
		if (this.age != null) {
			text.append(", in its transaction for ").append(this.age.toSeconds()).append(" s");
		}
		if (this.query != null && !this.query.isBlank()) {
			text.append(": ").append(this.query.strip().replaceAll("\\s+", " "));
		}
		return text.toString();
	}

}
