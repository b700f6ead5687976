package org.condastore.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged program, started by its launcher as somebody types it, with the Java that
 * runs this test and one of each further version, from 17 up, that Debian or another
 * distribution has installed. The build leaves {@code target/app} up to date, so that the
 * launcher has nothing to build.
 */
class PackagedProgramIT {

	@TempDir
	private static Path home;

	private record Ended(int status, String out, String err) {
	}

	static List<Path> javaHomes() throws IOException {
		List<Path> candidates = new ArrayList<>();
		candidates.add(Path.of(System.getProperty("java.home")));
		Path distribution = Path.of("/usr/lib/jvm");
		if (Files.isDirectory(distribution)) {
			try (Stream<Path> installed = Files.list(distribution)) {
				installed.sorted().forEach(candidates::add);
			}
		}
		Set<Integer> versions = new HashSet<>();
		List<Path> homes = new ArrayList<>();
		for (Path candidate : candidates) {
			int version = version(candidate);
			if (version >= 17 && versions.add(version)) {
				homes.add(candidate);
			}
		}
		return homes;
	}

	@ParameterizedTest
	@MethodSource("javaHomes")
	void startsOnEveryJava(Path java) throws Exception {
		// Alone, the launcher answers it.
		Ended first = run(java, "--read-only", "--version");
		assertThat(first.err()).isEmpty();
		assertThat(first.out()).isEqualTo("conda-store-shell %s\n".formatted(System.getProperty("project.version")));
		assertThat(first.status()).isZero();
		try (Stream<Path> files = Files.walk(home.resolve("cache/conda-store-shell/startup"))) {
			assertThat(files.filter((file) -> file.endsWith("archive"))
				.filter((file) -> String.valueOf(file.getParent()).endsWith(java.toString().replace('/', '+'))))
				.hasSize(1);
		}
		assertThat(run(java, "--read-only", "--version")).isEqualTo(first);
		assertThat(run(java, "--version")).isEqualTo(first);
	}

	@ParameterizedTest
	@MethodSource("javaHomes")
	void argumentsKeepTheirQuotingAndTheirLetters(Path java) throws Exception {
		Ended ended = run(java, "-o", "csv", "set", "ünknown \"option\"  x");
		assertThat(ended.err()).contains("ünknown \"option\"  x");
		assertThat(ended.out()).isEmpty();
		assertThat(ended.status()).isEqualTo(2);
	}

	@ParameterizedTest
	@MethodSource("javaHomes")
	void readsABatchFromAPipeAndFromAFile(Path java) throws Exception {
		String batch = "echo \"first line\"\n# and\necho ünd \\\n  more\n";
		Path file = Files.writeString(home.resolve("input"), batch);
		Ended piped = run(java, bash("printf '%s' \"$1\" | exec \"$0\"", batch));
		assertThat(piped).isEqualTo(new Ended(0, "first line\nünd more\n", ""));
		assertThat(run(java, bash("exec \"$0\" < \"$1\"", file.toString()))).isEqualTo(piped);
		assertThat(run(java, bash("exec \"$0\" -f <(cat \"$1\")", file.toString()))).isEqualTo(piped);
	}

	/** From the file that a Java has since version 9; 0 for what is no Java. */
	private static int version(Path home) throws IOException {
		Path release = home.resolve("release");
		if (!Files.isReadable(release)) {
			return 0;
		}
		return Files.readAllLines(release)
			.stream()
			.filter((line) -> line.matches("JAVA_VERSION=\"[0-9]+.*"))
			.map((line) -> Integer.valueOf(line.replaceAll("JAVA_VERSION=\"([0-9]+).*", "$1")))
			.findFirst()
			.orElse(0);
	}

	private static Ended run(Path java, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(program()));
		command.addAll(Arrays.asList(arguments));
		return run(java, command);
	}

	/** A line of bash, in which {@code $0} is the program. */
	private static List<String> bash(String line, String argument) throws IOException {
		return List.of("bash", "-c", line, program(), argument);
	}

	private static String program() throws IOException {
		return Path.of("../scripts/conda-store-shell").toRealPath().toString();
	}

	/** In a locale that knows no letter beyond ASCII. */
	private static Ended run(Path java, List<String> command) throws Exception {
		ProcessBuilder builder = new ProcessBuilder("env", "-i", "LC_ALL=C", "PATH=" + System.getenv("PATH"),
				"HOME=" + home, "XDG_CACHE_HOME=" + home.resolve("cache"), "JAVA_HOME=" + java);
		builder.command().addAll(command);
		Path out = Files.createTempFile(home, "out", "");
		Path err = Files.createTempFile(home, "err", "");
		Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
		process.getOutputStream().close();
		assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ends").isTrue();
		return new Ended(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8),
				Files.readString(err, StandardCharsets.UTF_8));
	}

}
