package org.condastore.shell.connection;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The global options that say which database is meant.
 *
 * @param url {@code --db}
 * @param profile {@code --profile}
 * @param embeddedDirectory {@code --embedded-dir}
 * @param readOnly {@code --read-only}
 */
public record DatabaseOptions(@Nullable String url, @Nullable String profile, @Nullable Path embeddedDirectory,
		boolean readOnly) {

	/** None of them given. */
	public static final DatabaseOptions NONE = new DatabaseOptions(null, null, null, false);

	@Override
	public String toString() {
		return "DatabaseOptions[url=%s, profile=%s, embeddedDirectory=%s, readOnly=%s]"
			.formatted((this.url != null) ? "***" : null, this.profile, this.embeddedDirectory, this.readOnly);
	}

}
