package org.condastore.shell.output;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.ErrorReport.Location;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is stored, a terminal gets line ends and our own emphasis, nothing else that
 * acts on it.
 */
class TerminalSafetyTest {

	private static final String OUR_OWN = "\u001b\\[(1|1;31)?m";

	@ParameterizedTest
	@EnumSource
	void nothingRawReachesATerminal(Format format) {
		RandomText random = new RandomText("TerminalSafetyTest " + format);
		for (int i = 0; i < 400; i++) {
			String text = random.nextStorable();
			View<String> nested = View.<String>of(text + "s").text(text + "n", (value) -> value);
			View<String> view = View.<String>of(text)
				.text(text + "k", (value) -> value)
				.texts("texts", (value) -> List.of(value, value))
				.json("json", (value) -> value)
				.json("string", (value) -> "[\"" + value + "\"]")
				.rows("rows", (value) -> List.of(value), nested)
				.rows("none", (value) -> List.of(), nested);
			Screen screen = Screen
				.with(new TerminalFacts(false, true, true, Map.of("COLUMNS", "100", "LINES", "24", "TERM", "xterm")))
				.format(format);
			screen.output.list(Rows.of(List.of(text, text)), view);
			screen.output.list(Rows.of(List.of()), view);
			screen.output.show(text, view);
			screen.output.text(text);
			screen.output.note(text);
			new ErrorReport(screen.streams, screen.output).report(CommandFailure.notFound(text, text),
					new Location(text, 1));
			assertSafe(screen.out());
			assertSafe(screen.err());
		}
	}

	private static void assertSafe(String shown) {
		String raw = shown.replaceAll(OUR_OWN, "")
			.codePoints()
			.filter((c) -> c != '\n' && c < 0x10000 && Visible.unsafe(c))
			.mapToObj("U+%04X "::formatted)
			.collect(Collectors.joining());
		assertThat(raw).describedAs(shown).isEmpty();
	}

}
