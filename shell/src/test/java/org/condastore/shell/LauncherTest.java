package org.condastore.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The launcher, with stand-ins for the program, for Java and for Maven which write down
 * how they were called. {@link PackagedProgramIT} runs the real ones.
 */
class LauncherTest {

	/** Newer than any Java of the machine that the test runs on. */
	private static final String NEWEST = "99.0.1";

	/**
	 * Writes down its options and arguments, one a line; makes the archive when it is
	 * told to, and says which Java it is.
	 */
	private static final String JAVA = """
			#!/bin/bash
			home=$(cd "$(dirname "$0")/.." && pwd)
			for argument; do
				case $argument in
					-XX:AOTCacheOutput=* | -XX:ArchiveClassesAtExit=*)
						echo made >>"$CALLS/archives"
						[ ! -e "$CALLS/fail" ] || { echo no room; exit 1; }
						echo archive >"${argument#*=}"
						exit
						;;
					-XX:AOTMode=on | -Xshare:on) exit ;;
				esac
			done
			echo "java $(basename "$home")"
			echo "locale ${LC_ALL-}"
			echo "tool options ${JAVA_TOOL_OPTIONS-}"
			printf '<%s>\\n' "$@"
			exit 7
			""";

	/** Builds, slowly enough for two builds to overlap. */
	private static final String MAVEN = """
			#!/bin/bash
			echo built >>"$CALLS/builds"
			echo "Maven says something"
			[ ! -e "$CALLS/fail" ] || exit 1
			sleep 0.5
			mkdir -p shell/target/app
			echo program >shell/target/app/conda-store-shell.jar
			""";

	@TempDir
	private Path directory;

	private Path root;

	private Path home;

	private Path jar;

	private final Map<String, String> environment = new HashMap<>();

	private record Ended(int status, List<String> out, String err) {

		/** What the program got after its main class. */
		List<String> arguments() {
			int main = this.out.indexOf("<org.condastore.shell.CondaStoreShell>");
			return this.out.subList(main + 1, this.out.size());
		}

	}

	@BeforeEach
	void makeTree() throws IOException {
		this.root = Files.createDirectories(this.directory.resolve("a tree"));
		this.home = Files.createDirectories(this.directory.resolve("a home"));
		this.jar = this.root.resolve("shell/target/app/conda-store-shell.jar");
		Files.createDirectories(this.root.resolve("scripts"));
		Files.copy(Path.of("../scripts/conda-store-shell"), this.root.resolve("scripts/conda-store-shell"));
		program(this.root.resolve("mvnw"), MAVEN);
		for (String file : List.of("pom.xml", "schema/pom.xml", "schema/src/main/V1.sql", "shell/pom.xml",
				"shell/src/main/Main.java")) {
			write(this.root.resolve(file), "");
		}
		write(this.jar, "program");
		write(this.jar.resolveSibling("lib/library.jar"), "library");
		this.environment.put("PATH", System.getenv("PATH"));
		this.environment.put("HOME", this.home.toString());
		this.environment.put("CALLS", this.directory.toString());
		java(NEWEST);
	}

	@Test
	void argumentsArriveAsTheyWereQuoted() throws Exception {
		Ended ended = run("set-description", "a/b", "two  words", "", "*", "$HOME", "\"'\\", "é", "--", "-x y",
				"@file");
		assertThat(ended.arguments()).containsExactly("<set-description>", "<a/b>", "<two  words>", "<>", "<*>",
				"<$HOME>", "<\"'\\>", "<é>", "<-->", "<-x y>", "<@file>");
		assertThat(ended.status()).isEqualTo(7);
		assertThat(ended.err()).isEmpty();
		assertThat(run().arguments()).isEmpty();
	}

	@Test
	void runsThroughLinksFromAnyDirectory() throws Exception {
		Path links = Files.createDirectories(this.directory.resolve("some links"));
		Files.createSymbolicLink(links.resolve("absolute"), this.root.resolve("scripts/conda-store-shell"));
		Files.createSymbolicLink(links.resolve("relative"), Path.of("../a tree/scripts/conda-store-shell"));
		Files.createSymbolicLink(links.resolve("link to link"), Path.of("relative"));
		for (String name : List.of("absolute", "relative", "link to link")) {
			assertThat(start(links, links.resolve(name).toString(), "x").arguments()).containsExactly("<x>");
			assertThat(start(links, "./" + name, "x").arguments()).containsExactly("<x>");
			assertThat(start(links, "bash", name, "x").arguments()).containsExactly("<x>");
		}
	}

	@Test
	void theNewestJavaRunsIt() throws Exception {
		java("99.0.9");
		java("99.0.10");
		java("98.7.7");
		assertThat(run().out()).contains("java 99.0.10");
	}

	@Test
	void javaHomeComesFirstUnlessItIsTooOld() throws Exception {
		this.environment.put("JAVA_HOME", java("17.0.2").toString());
		assertThat(run().out()).contains("java 17.0.2");
		this.environment.put("JAVA_HOME", java("11.0.20").toString());
		assertThat(run().out()).contains("java " + NEWEST);
		this.environment.put("JAVA_HOME", java("1.8.0_392").toString());
		assertThat(run().out()).contains("java " + NEWEST);
		this.environment.put("JAVA_HOME", this.directory.resolve("nothing").toString());
		assertThat(run().out()).contains("java " + NEWEST);
	}

	@Test
	void aHomeIsNotNeeded() throws Exception {
		this.environment.put("JAVA_HOME", this.home.resolve(".sdkman/candidates/java/" + NEWEST).toString());
		this.environment.put("XDG_CACHE_HOME", this.directory.resolve("cache").toString());
		this.environment.put("HOME", "");
		assertThat(run("x").arguments()).containsExactly("<x>");
		this.environment.remove("HOME");
		assertThat(run("x").arguments()).containsExactly("<x>");
	}

	@Test
	void aLocaleWithoutUtf8IsReplaced() throws Exception {
		this.environment.put("LC_ALL", "C");
		assertThat(run().out()).contains("locale C.UTF-8");
		this.environment.put("LC_ALL", "C.UTF-8");
		assertThat(run().out()).contains("locale C.UTF-8");
		this.environment.remove("LC_ALL");
		this.environment.put("LANG", "xx_NOT_INSTALLED.UTF-8");
		assertThat(run().out()).contains("locale C.UTF-8");
		this.environment.put("LANG", "C.UTF-8");
		assertThat(run().out()).contains("locale ");
	}

	@Test
	void optionsForJava() throws Exception {
		this.environment.put("CONDA_STORE_SHELL_JAVA_OPTS", "-Xmx128m -Da=*");
		this.environment.put("JAVA_TOOL_OPTIONS", "-Dnoise");
		Ended ended = run("--db", "u", "namespace", "list");
		assertThat(ended.out()).contains("tool options ", "<-Xmx128m>", "<-Da=*>", "<-Dconda-store-shell.tty=>",
				"<-XX:TieredStopAtLevel=1>");
		assertThat(ended.out().indexOf("<-Xmx128m>")).isGreaterThan(ended.out().indexOf("<-Xmx512m>"));
		assertThat(run("--version").out()).contains("<-XX:TieredStopAtLevel=1>");
		assertThat(run("--db", "u", "-f", "script").out()).contains("<-XX:TieredStopAtLevel=1>");
		assertThat(run("--db", "u").out()).contains("<-XX:TieredStopAtLevel=1>");
	}

	@Test
	void aBareVersionQueryStartsNoJava() throws Exception {
		write(this.jar.resolveSibling("version.txt"), "1.2.3\n");
		assertThat(run("--version")).isEqualTo(new Ended(0, List.of("conda-store-shell 1.2.3"), ""));
		assertThat(run("--read-only", "--version").arguments()).containsExactly("<--read-only>", "<--version>");
	}

	@Test
	void theArchiveIsMadeOnceAndThenUsed() throws Exception {
		Path archive = archive(run());
		assertThat(archive).exists();
		assertThat(archive(run())).isEqualTo(archive);
		assertThat(lines("archives")).hasSize(1);
		assertThat(list(Objects.requireNonNull(archive.getParent()))).containsExactlyInAnyOrder("archive", "of",
				"state");
	}

	@Test
	void anArchiveOfSomethingElseIsMadeAnew() throws Exception {
		Path archive = archive(run());
		Files.setLastModifiedTime(this.jar, FileTime.from(Instant.now().plusMillis(1)));
		archive(run());
		assertThat(lines("archives")).as("another program of the same size").hasSize(2);
		write(this.jar.resolveSibling("lib/library.jar"), "another library");
		archive(run());
		assertThat(lines("archives")).as("another library").hasSize(3);
		Files.writeString(archive, "arch");
		archive(run());
		assertThat(lines("archives")).as("a damaged archive").hasSize(4);
		write(this.home.resolve(".sdkman/candidates/java/" + NEWEST + "/release"),
				"JAVA_VERSION=\"" + NEWEST + "\"\nIMPLEMENTOR=\"other\"\n");
		archive(run());
		assertThat(lines("archives")).as("another Java at the same place").hasSize(5);
		archive(run());
		assertThat(lines("archives")).as("nothing changed").hasSize(5);
	}

	@Test
	void archivesOfWhatIsGoneAreRemoved() throws Exception {
		Path old = archive(run());
		Path newer = java("99.1.0");
		Files.delete(this.home.resolve(".sdkman/candidates/java/" + NEWEST + "/bin/java"));
		assertThat(archive(run()).toString()).contains(newer.getFileName().toString());
		assertThat(old.getParent()).doesNotExist();
	}

	@Test
	void anArchiveThatCannotBeMadeIsReportedOnce() throws Exception {
		write(this.directory.resolve("fail"), "");
		Ended first = run("x");
		assertThat(first.err()).startsWith("note: starts stay slow").contains("/log");
		assertThat(first.arguments()).containsExactly("<x>");
		Path log = Path.of(first.err().replaceAll("(?s).*\\((.*/log).*", "$1"));
		assertThat(log).hasContent("no room");
		Ended second = run("x");
		assertThat(second.err()).isEmpty();
		assertThat(second.arguments()).containsExactly("<x>");
		assertThat(lines("archives")).hasSize(1);
	}

	@Test
	void withoutACacheItRunsAllTheSame() throws Exception {
		write(this.directory.resolve("file"), "");
		this.environment.put("XDG_CACHE_HOME", this.directory.resolve("file").toString());
		Ended ended = run("x");
		assertThat(ended.arguments()).containsExactly("<x>");
		assertThat(ended.err()).isEmpty();
		this.environment.remove("XDG_CACHE_HOME");
		this.environment.put("CONDA_STORE_SHELL_ARCHIVE", "off");
		assertThat(run("x").arguments()).containsExactly("<x>");
		assertThat(this.directory.resolve("archives")).doesNotExist();
	}

	@Test
	void buildsWhenThereIsNoProgramOrASourceIsNewer() throws Exception {
		Files.delete(this.jar);
		Ended first = run("x");
		assertThat(first.err())
			.isEqualTo("note: building conda-store-shell, which takes a minute or two the first time\n"
					+ "Maven says something\n");
		assertThat(first.arguments()).containsExactly("<x>");
		assertThat(run("x").err()).isEmpty();
		for (String source : List.of("pom.xml", "shell/src/main/Main.java", "schema/src/main/V1.sql")) {
			Files.setLastModifiedTime(this.jar, FileTime.from(Instant.now().minusSeconds(5)));
			write(this.root.resolve(source), "changed");
			run();
			assertThat(Files.getLastModifiedTime(this.root.resolve(source)))
				.isLessThan(Files.getLastModifiedTime(this.jar));
			assertThat(run().err()).isEmpty();
		}
		assertThat(lines("builds")).hasSize(4);
		assertThat(list(this.root.resolve("shell/target"))).containsExactly("app");
	}

	@Test
	void aBuildThatFailsRunsNothing() throws Exception {
		Files.delete(this.jar);
		write(this.directory.resolve("fail"), "");
		Ended ended = run("x");
		assertThat(ended.status()).isEqualTo(1);
		assertThat(ended.out()).isEmpty();
		assertThat(ended.err()).contains("Maven says something\nerror: the build failed\nhint: ");
		assertThat(list(this.root.resolve("shell/target"))).containsExactly("app");
	}

	@Test
	void twoLaunchersBuildOnce() throws Exception {
		Files.delete(this.jar);
		Files.createSymbolicLink(this.root.resolve("shell/target/build.lock"), Path.of("999999999"));
		List<Process> both = List.of(
				begin(this.directory, this.root.resolve("scripts/conda-store-shell").toString(), "x"),
				begin(this.directory, this.root.resolve("scripts/conda-store-shell").toString(), "x"));
		for (Process process : both) {
			assertThat(end(process).arguments()).containsExactly("<x>");
		}
		assertThat(lines("builds")).hasSize(1);
	}

	/** Makes a Java where SDKMAN would. */
	private Path java(String version) throws IOException {
		Path java = this.home.resolve(".sdkman/candidates/java/" + version);
		program(java.resolve("bin/java"), JAVA);
		program(java.resolve("bin/javac"), "");
		write(java.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"x\"\n");
		return java;
	}

	private static Path archive(Ended ended) {
		return Path.of(ended.out()
			.stream()
			.filter((line) -> line.startsWith("<-XX:AOTCache="))
			.map((line) -> line.substring("<-XX:AOTCache=".length(), line.length() - 1))
			.findFirst()
			.orElseThrow(() -> new AssertionError("no archive: " + ended)));
	}

	private List<String> lines(String file) throws IOException {
		return Files.readAllLines(this.directory.resolve(file));
	}

	private static List<String> list(Path directory) throws IOException {
		try (var files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	private Ended run(String... arguments) throws Exception {
		String[] command = new String[arguments.length + 1];
		command[0] = this.root.resolve("scripts/conda-store-shell").toString();
		System.arraycopy(arguments, 0, command, 1, arguments.length);
		return start(this.directory, command);
	}

	private Ended start(Path from, String... command) throws Exception {
		return end(begin(from, command));
	}

	private Process begin(Path from, String... command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(Arrays.asList(command)).directory(from.toFile());
		builder.environment().clear();
		builder.environment().putAll(this.environment);
		return builder.start();
	}

	private static Ended end(Process process) throws Exception {
		process.getOutputStream().close();
		String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return new Ended(process.exitValue(), out.lines().toList(), err);
	}

	private static void program(Path file, String text) throws IOException {
		write(file, text);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private static void write(Path file, String text) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
