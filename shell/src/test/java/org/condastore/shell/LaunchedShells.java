package org.condastore.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.condastore.schema.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Processes of the packaged program, made to be killed. */
final class LaunchedShells {

	/** The proxy reads along. */
	private static final String IN_THE_CLEAR = "?sslmode=disable";

	private final Path home;

	/**
	 * Starts nothing yet.
	 * @param home of the processes
	 */
	LaunchedShells(Path home) {
		this.home = home;
	}

	/** Starts a command. */
	Process start(String url, String... command) throws IOException {
		return start(url, Files.createTempFile(this.home, "out", ""), command);
	}

	/**
	 * Starts a command.
	 * @param out gets all that it writes
	 */
	Process start(String url, Path out, String... command) throws IOException {
		List<String> words = new ArrayList<>(
				List.of("env", "-i", "LC_ALL=C.UTF-8", "PATH=" + System.getenv("PATH"), "HOME=" + this.home,
						"XDG_CACHE_HOME=" + this.home.resolve("cache"), "JAVA_HOME=" + System.getProperty("java.home"),
						Path.of("../scripts/conda-store-shell").toRealPath().toString(), "--db", url));
		words.addAll(List.of(command));
		Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(out.toFile()).start();
		process.getOutputStream().close();
		return process;
	}

	/**
	 * Starts a command and kills it at a moment, as {@link KillingProxy} says.
	 * @param from a text in the statement from which on those are counted
	 * @return whether it was killed before it was through
	 */
	boolean killed(TestDatabase database, int boundary, boolean before, String from, String... command)
			throws IOException, InterruptedException {
		try (KillingProxy proxy = new KillingProxy(database.server().port(), boundary, before, from)) {
			Process process = start(
					database.url().replace(":" + database.server().port(), ":" + proxy.port()) + IN_THE_CLEAR, command);
			proxy.victim(process);
			assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
			if (proxy.counted() < boundary) {
				assertThat(process.exitValue()).isZero();
				return false;
			}
			// 128 and the number of SIGKILL.
			assertThat(process.exitValue()).isEqualTo(137);
		}
		waitUntilAlone(database);
		return true;
	}

	private static void waitUntilAlone(TestDatabase database) throws InterruptedException {
		long others;
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		do {
			others = (Long) database.sql()
				.fetchValue("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
						+ " AND pid <> pg_backend_pid() AND backend_type = 'client backend'");
			Thread.sleep(20);
		}
		while (others > 0 && System.nanoTime() < deadline);
		assertThat(others).isZero();
	}

}
