package org.condastore.shell.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Arguments;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** Commands of every shape, for tests of what is around commands. They do nothing. */
final class SampleCommands {

	enum Status {

		QUEUED, BUILDING, COMPLETED, NOT_STARTED

	}

	/** A value with live names. */
	record Place(String value) {

		public static Place of(String typed) {
			return new Place(typed);
		}

	}

	static CommandTable table() {
		return new CommandTable().add(SampleCommands.class, SampleCommands::new, "place", "rollback", "watch", "help")
			.add(SessionCommands.class, () -> {
				throw new IllegalStateException("completion does not run commands");
			}, "set", "exit")
			.alias("pl", "place")
			.alias("quit", "exit");
	}

	@Command(name = "place delete", description = "Delete a place")
	@Effect(Effect.Kind.DESTROYS)
	void delete(@Argument(index = 0, description = "the place") Place place,
			@Option(longName = "dry-run", description = "change nothing") boolean dryRun,
			@Option(longName = "yes", description = "do not ask") boolean yes) {
	}

	@Command(name = "place create", description = "Create a place")
	@Effect(Effect.Kind.WRITES)
	void create(@Argument(index = 0, description = "the place") Place place) {
	}

	@Command(name = "place list", description = "List places")
	void list(@Option(longName = "status", description = "only in these") List<Status> status,
			@Option(longName = "in", description = "only inside of") @Nullable Place in,
			@Option(longName = "since", description = "not older") @Nullable Duration since,
			@Option(longName = "deleted", description = "those too") boolean deleted,
			@Option(longName = "file", description = "names in a file") @Nullable Path file) {
	}

	@Command(name = "place show", description = "Show a place")
	void show(@Argument(index = 0, description = "the place") Place place) {
	}

	@Command(name = "place diff", description = "Compare two places")
	void diff(@Argument(index = 0, description = "one") Place one,
			@Argument(index = 1, description = "the other") Place other) {
	}

	@Command(name = "rollback", description = "Take back a step")
	@Effect(Effect.Kind.DESTROYS)
	void rollback() {
	}

	@Command(name = "watch", description = "Repeat")
	@Effect(Effect.Kind.SESSION)
	void watch(@Option(longName = "every", description = "how often") @Nullable Duration every,
			@Arguments List<String> command) {
	}

	@Command(name = "help", description = "Explain")
	@Effect(Effect.Kind.SESSION)
	void help(@Arguments List<String> command) {
	}

}
