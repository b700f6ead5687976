package org.condastore.shell.output;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class VisibleTest {

	@Test
	void controlCharactersAreShown() {
		assertThat(Visible.line("a\u001b[31mred\u0007\b\t\r\n\f\u0000\u007f"))
			.isEqualTo("a\\e[31mred\\u0007\\b\\t\\r\\n\\f\\u0000\\u007f");
		assertThat(Visible.line("\u009b2J\u0085")).isEqualTo("\\u009b2J\\u0085");
	}

	@Test
	void hiddenAndReorderingCharactersAreShown() {
		assertThat(Visible.line("abc\u202edcba\u202c\u2066\u2069")).isEqualTo("abc\\u202edcba\\u202c\\u2066\\u2069");
		assertThat(Visible.line("a\u200bb\u200dc\ufeffd\u2028\u2029\u00ad"))
			.isEqualTo("a\\u200bb\\u200dc\\ufeffd\\u2028\\u2029\\u00ad");
		assertThat(Visible.line("tag\udb40\udc41 filler\u3164")).isEqualTo("tag\\U000e0041 filler\\u3164");
	}

	@Test
	void unpairedSurrogatesAreShown() {
		assertThat(Visible.line("\ud83d! \ude00")).isEqualTo("\\ud83d! \\ude00");
	}

	@Test
	void wordsInAnyScriptAreLeftAlone() {
		String text = "naïve e\u0301 日本語 😀 ❤\ufe0f עברית";
		assertThat(Visible.line(text)).isEqualTo(text);
	}

	@Test
	void linesKeepTheirEndsOnly() {
		assertThat(Visible.lines("one\r\ntwo\n\tthree")).isEqualTo("one\\r\ntwo\n\\tthree");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '=', quoteCharacter = '`', textBlock = """
			C:\\pkgs        = C:\\pkgs
			C:\\new         = C:\\\\new
			\\d+\\.\\d      = \\d+\\.\\d
			\\\\server      = \\\\\\server
			\\under         = \\under
			\\u202e         = \\\\u202e
			\\Users         = \\Users
			""")
	void aBackslashIsDoubledOnlyWhereItWouldReadAsAnEscape(String text, String shown) {
		assertThat(Visible.line(text)).isEqualTo(shown);
	}

	@Test
	void whatIsShownCanBeReadBackAndIsSafe() {
		RandomText random = new RandomText("VisibleTest");
		for (int i = 0; i < 5_000; i++) {
			String text = random.next();
			String line = Visible.line(text);
			assertThat(read(line)).isEqualTo(text);
			assertThat(line.codePoints()).noneMatch(Visible::unsafe);
			String lines = Visible.lines(text);
			assertThat(read(lines)).isEqualTo(text);
			assertThat(lines.codePoints().filter((c) -> c != '\n')).noneMatch(Visible::unsafe);
		}
	}

	/** Reads the escapes, as a person would. */
	private static String read(String shown) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < shown.length(); i++) {
			String rest = shown.substring(i);
			if (rest.matches("(?s)\\\\u[0-9a-f]{4}.*")) {
				text.append((char) Integer.parseInt(rest.substring(2, 6), 16));
				i += 5;
			}
			else if (rest.matches("(?s)\\\\U[0-9a-f]{8}.*")) {
				text.appendCodePoint(Integer.parseInt(rest.substring(2, 10), 16));
				i += 9;
			}
			else if (rest.matches("(?s)\\\\[btnfre\\\\].*")) {
				text.append("\b\t\n\f\r\u001b\\".charAt("btnfre\\".indexOf(rest.charAt(1))));
				i++;
			}
			else {
				text.append(rest.charAt(0));
			}
		}
		return text.toString();
	}

}
