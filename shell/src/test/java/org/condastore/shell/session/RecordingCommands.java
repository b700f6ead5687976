package org.condastore.shell.session;

import java.util.ArrayList;
import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.Rows;
import org.condastore.shell.output.View;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Arguments;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** Commands that would do harm, if they did more than write down that they ran. */
final class RecordingCommands {

	private static final View<String> VIEW = View.<String>of("places").text("name", (name) -> name);

	private final List<String> ran = new ArrayList<>();

	private final Output out;

	RecordingCommands(Output out) {
		this.out = out;
	}

	/** What ran, in order. */
	List<String> ran() {
		return List.copyOf(this.ran);
	}

	@Command(name = "place delete", group = "Places", description = "Delete a place")
	@Effect(Effect.Kind.DESTROYS)
	void delete(@Argument(index = 0, description = "the place") String place,
			@Option(longName = "dry-run", description = "change nothing") boolean dryRun,
			@Option(longName = "expect", shortName = 'n', description = "how many", defaultValue = "1") int expect,
			@Option(longName = "reason", description = "why") @Nullable String reason,
			@Option(longName = "yes", description = "do not ask") boolean yes) {
		this.ran.add("delete %s dryRun=%s expect=%d reason=%s yes=%s".formatted(place, dryRun, expect, reason, yes));
	}

	@Command(name = "place create", group = "Places", description = "Create a place")
	@Effect(Effect.Kind.WRITES)
	void create(@Argument(index = 0, description = "the place") String place,
			@Option(longName = "in", description = "where", required = true) String in) {
		this.ran.add("create %s in %s".formatted(place, in));
	}

	@Command(name = "place list", group = "Places", description = "List places")
	@Effect(Effect.Kind.SESSION)
	void list(@Arguments List<String> words) {
		this.ran.add("list " + words);
		this.out.list(Rows.of(words.isEmpty() ? List.of("here") : words), VIEW);
	}

	@Command(name = "place check", group = "Places", description = "Refuse, in many ways")
	@Effect(Effect.Kind.SESSION)
	void check(@Argument(index = 0, description = "how") String how) throws Exception {
		this.ran.add("check " + how);
		switch (how) {
			case "not-found" -> throw CommandFailure.notFound("there is no place", "look elsewhere");
			case "refused" -> throw CommandFailure.refused("no", "add --yes");
			case "conflict" -> throw CommandFailure.conflict("somebody was faster", "try again", null);
			case "defect" -> throw new IllegalStateException("internal detail");
			case "checked" -> throw new java.io.IOException("internal detail");
			case "error" -> throw new NoClassDefFoundError("internal/Detail");
			case "overflow" -> overflow(0);
			default -> throw new IllegalArgumentException(how);
		}
	}

	@SuppressWarnings("InfiniteRecursion")
	private static int overflow(int depth) {
		return overflow(depth + 1) + 1;
	}

}
