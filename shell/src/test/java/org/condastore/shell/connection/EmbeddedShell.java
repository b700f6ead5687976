package org.condastore.shell.connection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.condastore.shell.failure.CommandFailure;

/**
 * A process of its own that uses the embedded database, as another shell would. It prints
 * the server's process and ends when its standard input does.
 */
final class EmbeddedShell implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private EmbeddedShell(Process process) {
		this.process = process;
		this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/** The process's own main method. */
	public static void main(String[] arguments) throws Exception {
		Path directory = Path.of(arguments[0]);
		EmbeddedDatabase.Content content = switch (arguments[2]) {
			case "hang" -> (empty) -> {
				System.out.println("hanging");
				PostgresCluster.pause(Long.MAX_VALUE);
			};
			default -> (empty) -> {
			};
		};
		try (EmbeddedDatabase database = EmbeddedDatabase.enter(directory, Path.of(arguments[1]), content, (note) -> {
		}); Connection connection = database.connect(EmbeddedShell::open)) {
			System.out.println(PostmasterFile.read(directory.resolve("cluster/data")).orElseThrow().pid() + " "
					+ connection.isValid(0));
			if (System.in.read() >= 0) {
				// Ends without leaving: only the exit hook is left to do it.
				System.exit(0);
			}
		}
		catch (CommandFailure failure) {
			System.out.println(failure.exitCode() + " " + failure.getMessage() + " / " + failure.hint());
		}
	}

	static EmbeddedShell start(Path directory, Path cache, String content, Map<String, String> environment)
			throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				EmbeddedShell.class.getName(), directory.toString(), cache.toString(), content));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().putAll(environment);
		return new EmbeddedShell(builder.start());
	}

	static Connection open(Endpoint endpoint, String password) throws SQLException {
		Connection connection = DriverManager.getConnection(
				"jdbc:postgresql://%s/%s?sslmode=disable".formatted(endpoint, EmbeddedDatabase.DATABASE),
				PostgresCluster.USER, password);
		connection.setAutoCommit(false);
		return connection;
	}

	/** What it says next. */
	String line() throws IOException {
		return String.valueOf(this.output.readLine());
	}

	/** The server's process, once it is connected. */
	long server() throws IOException {
		String line = line();
		if (!line.endsWith(" true")) {
			throw new IllegalStateException("the other shell says: " + line);
		}
		return Long.parseLong(line.substring(0, line.indexOf(' ')));
	}

	long pid() {
		return this.process.pid();
	}

	/** As kill -9 does. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/** Lets it end without closing anything. */
	void exit() throws IOException, InterruptedException {
		this.process.getOutputStream().write('x');
		this.process.getOutputStream().flush();
		this.process.waitFor();
	}

	/** Lets it leave in good order. */
	void leave() throws IOException, InterruptedException {
		this.process.getOutputStream().close();
		this.process.waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
