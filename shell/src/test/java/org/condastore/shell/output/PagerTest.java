package org.condastore.shell.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.OutputSettings.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PagerTest {

	private static final View<Integer> NUMBERS = View.<Integer>of("numbers").number("n", (n) -> n);

	private final Path directory;

	PagerTest(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void whatFitsTheScreenIsNotPaged() throws IOException {
		Screen screen = terminal("cat > " + paged());
		screen.output.list(numbers(8), NUMBERS);
		assertThat(screen.out().lines()).hasSize(9);
		assertThat(paged()).doesNotExist();
	}

	@Test
	void whatDoesNotIs() throws IOException {
		Screen screen = terminal("cat > " + paged());
		screen.output.list(numbers(5000), NUMBERS);
		assertThat(screen.out()).isEmpty();
		assertThat(Files.readAllLines(paged())).hasSize(5001).startsWith("   N", "   1").endsWith("5000");
	}

	@Test
	void longLinesCountAsManyAsTheyTake() throws IOException {
		Screen screen = terminal("cat > " + paged());
		screen.output.text("x".repeat(900));
		screen.output.flush();
		assertThat(paged()).exists();
	}

	@Test
	void leavingThePagerStopsTheReadingOfRows() throws IOException {
		Screen screen = terminal("head -n 3 > " + paged());
		AtomicLong read = new AtomicLong();
		screen.output.list(new Rows<>() {
			@Override
			public Iterator<Integer> iterator() {
				return Stream.generate(() -> (int) read.incrementAndGet()).iterator();
			}

			@Override
			public boolean cut() {
				throw new AssertionError("the end was not seen");
			}
		}, NUMBERS);
		assertThat(screen.err()).isEmpty();
		assertThat(Files.readAllLines(paged())).hasSize(3);
	}

	@Test
	void aPagerThatEndsAtOnceIsLikeOneThatWasLeft() {
		Screen screen = terminal("true");
		for (int i = 0; i < 20; i++) {
			screen.output.list(numbers(20_000), NUMBERS);
			screen.output.flush();
		}
		assertThat(screen.out()).isEmpty();
		assertThat(screen.err()).isEmpty();
	}

	@Test
	void aFailureComesAfterWhatWasPaged() throws IOException {
		Screen screen = terminal("cat > " + paged());
		assertThatThrownBy(() -> screen.output.list(failingAfter(2000), NUMBERS)).hasMessage("gone");
		screen.output.flush();
		assertThat(Files.readAllLines(paged())).hasSize(2001);
	}

	@Test
	void aFailureBeforeTheScreenIsFullLosesNothing() {
		Screen screen = terminal("cat > " + paged()).format(Format.CSV);
		assertThatThrownBy(() -> screen.output.list(failingAfter(2), NUMBERS)).hasMessage("gone");
		assertThat(screen.out()).isEqualTo("n\n1\n2\n");
	}

	@Test
	void settingsDecide() {
		Screen off = terminal("cat > " + paged());
		off.settings.pager(Mode.OFF);
		off.output.list(numbers(50), NUMBERS);
		assertThat(off.out().lines()).hasSize(51);
		assertThat(paged()).doesNotExist();
		Screen on = terminal("cat > " + paged());
		on.settings.pager(Mode.ON);
		on.output.list(numbers(1), NUMBERS);
		assertThat(on.out()).isEmpty();
		assertThat(paged()).hasContent("N\n1");
	}

	@Test
	void aPipeIsNeverPaged() {
		Screen screen = Screen.with(new TerminalFacts(true, false, true, environment("cat > " + paged())));
		screen.settings.pager(Mode.ON);
		screen.output.list(numbers(50), NUMBERS);
		assertThat(screen.out().lines()).hasSize(51);
	}

	@Test
	void nobodyAtTheKeyboardNoPager() {
		Screen screen = Screen.with(new TerminalFacts(false, true, true, environment("cat > " + paged())));
		screen.output.list(numbers(50), NUMBERS);
		assertThat(screen.out().lines()).hasSize(51);
	}

	@Test
	void theEnvironmentNamesTheProgram() {
		String path = System.getenv("PATH");
		assertThat(find("PAGER", "more -x", "CONDA_STORE_SHELL_PAGER", "cat -n", "PATH", path)).isEqualTo("cat -n");
		assertThat(find("PAGER", "LESS=R less", "PATH", path)).isEqualTo("LESS=R less");
		assertThat(find("PAGER", "", "PATH", path)).isEqualTo("none");
		assertThat(find("PAGER", "cat", "PATH", path)).isEqualTo("none");
		assertThat(find("PAGER", "less", "CONDA_STORE_SHELL_PAGER", " ", "PATH", path)).isEqualTo("none");
		assertThat(find("PAGER", "no-such-program -x", "PATH", path)).isEqualTo("none");
		assertThat(find("PATH", this.directory.toString())).isEqualTo("none");
		assertThat(PagerCommand.find(Map.of("PAGER", "cat -n", "TERM", "dumb", "PATH", path))).isEmpty();
	}

	@Test
	void withoutASettingItIsLess() throws IOException {
		Path less = Files.createFile(this.directory.resolve("less"));
		assertThat(less.toFile().setExecutable(true)).isTrue();
		assertThat(find("PATH", "/nonexistent:" + this.directory)).isEqualTo("less -RFSX");
	}

	private static String find(String... environment) {
		Map<String, String> map = new HashMap<>(Map.of("TERM", "xterm"));
		for (int i = 0; i < environment.length; i += 2) {
			map.put(environment[i], environment[i + 1]);
		}
		return PagerCommand.find(map).map(PagerCommand::shell).orElse("none");
	}

	private Path paged() {
		return this.directory.resolve("paged");
	}

	private static Rows<Integer> numbers(int count) {
		return Rows.of(IntStream.rangeClosed(1, count).boxed().toList());
	}

	private static Rows<Integer> failingAfter(int count) {
		List<Integer> numbers = IntStream.rangeClosed(1, count + 1).boxed().toList();
		return Rows.of(new java.util.AbstractList<>() {
			@Override
			public Integer get(int index) {
				if (index == count) {
					throw CommandFailure.unavailable("gone", "try again", null);
				}
				return numbers.get(index);
			}

			@Override
			public int size() {
				return numbers.size();
			}
		});
	}

	private static Screen terminal(String pager) {
		Screen screen = Screen.with(new TerminalFacts(true, true, true, environment(pager)));
		screen.settings.colour(Mode.OFF);
		return screen;
	}

	private static Map<String, String> environment(String pager) {
		return Map.of("TERM", "xterm", "COLUMNS", "80", "LINES", "10", "PAGER", pager, "PATH", System.getenv("PATH"));
	}

}
