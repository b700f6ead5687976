package org.condastore.shell.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Output;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;

/** A command that reads for the lines after it too, and writes down what it read. */
final class AnswerCommands {

	private final List<Set<String>> reads = new ArrayList<>();

	private final ReadAhead.Shared<String, String> answers;

	private final Output out;

	private final AtomicLong nanoTime;

	AnswerCommands(ReadAhead ahead, Output out, AtomicLong nanoTime) {
		this.answers = ahead.of(String.class, this::read);
		this.out = out;
		this.nanoTime = nanoTime;
	}

	/** The keys of each read, in order. */
	List<Set<String>> reads() {
		return List.copyOf(this.reads);
	}

	@Command(name = "answer show", group = "Answers", description = "Show an answer")
	@Effect(Effect.Kind.SESSION)
	void show(@Argument(index = 0, description = "the key") String key) {
		this.out.text(this.answers.find(key)
			.orElseThrow(() -> CommandFailure.notFound("there is no " + key, "ask for another")));
		if (key.equals("slow")) {
			this.nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
		}
	}

	private Map<String, String> read(Set<String> keys) {
		this.reads.add(keys);
		if (keys.contains("broken")) {
			throw new IllegalStateException("a row that cannot be read");
		}
		if (keys.contains("away")) {
			throw CommandFailure.unavailable("the database is away", "wait", null);
		}
		Map<String, String> found = new HashMap<>();
		for (String key : keys) {
			if (!key.equals("missing")) {
				found.put(key, "%s in read %d".formatted(key, this.reads.size()));
			}
		}
		return found;
	}

}
