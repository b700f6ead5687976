package org.condastore.shell.schema;

import java.time.Duration;
import java.util.List;

import org.condastore.schema.migration.Blocker;
import org.condastore.schema.migration.MigrationListener;
import org.condastore.schema.migration.Script;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.Visible;

/**
 * Says on standard error how a migration goes on: everything in a terminal, otherwise
 * only what it waits for.
 */
final class MigrationProgress implements MigrationListener {

	private static final Duration REPEAT = Duration.ofSeconds(5);

	private final Streams streams;

	private final boolean terminal;

	private String waitingFor = "";

	private long saidAt;

	private int percent = -1;

	MigrationProgress(Streams streams) {
		this.streams = streams;
		this.terminal = streams.facts().err();
	}

	@Override
	public synchronized void running(Script script, int number, int of) {
		this.percent = -1;
		if (this.terminal) {
			say("[%d/%d] %s".formatted(number, of, script.file()));
		}
	}

	@Override
	public synchronized void waitingForShell(int holder) {
		say("another session changes this schema%s; waiting for it"
			.formatted((holder > 0) ? " (pid %d)".formatted(holder) : ""));
	}

	@Override
	public synchronized void waiting(List<Blocker> blockers) {
		String who = String.join("; ", blockers.stream().map((blocker) -> "pid " + blocker.pid()).toList());
		if (!who.equals(this.waitingFor) || System.nanoTime() - this.saidAt > REPEAT.toNanos()) {
			this.waitingFor = who;
			this.saidAt = System.nanoTime();
			say("waiting for " + String.join("; ", blockers.stream().map(Blocker::toString).toList()));
		}
	}

	@Override
	public synchronized void retrying(Script script, int attempt, int of, Duration pause) {
		say("%s did not get its locks (attempt %d of %d), and was rolled back; again in %.1f s".formatted(script.file(),
				attempt, of, pause.toMillis() / 1000.0));
	}

	@Override
	public synchronized void indexing(String phase, int done) {
		int tens = done / 10 * 10;
		if (this.terminal && done >= 0 && tens != this.percent) {
			this.percent = tens;
			say("  %s: %d %%".formatted(phase, done));
		}
	}

	@Override
	public synchronized void done(Script script, Duration took) {
		if (this.terminal) {
			say("  done after %.1f s".formatted(took.toMillis() / 1000.0));
		}
	}

	private void say(String line) {
		this.streams.error("note: %s\n".formatted(Visible.line(line)));
	}

}
