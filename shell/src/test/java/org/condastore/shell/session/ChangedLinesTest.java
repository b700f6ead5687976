package org.condastore.shell.session;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChangedLinesTest {

	/** The lines of the second text, with what is marked in brackets. */
	private static List<String> marked(String before, String now) {
		return ChangedLines.between(before.lines().toList(), now.lines().toList())
			.stream()
			.map(ChangedLinesTest::bracketed)
			.toList();
	}

	private static String bracketed(AttributedString line) {
		StringBuilder text = new StringBuilder();
		boolean inside = false;
		for (int i = 0; i <= line.length(); i++) {
			boolean marked = i < line.length() && !line.styleAt(i).equals(AttributedStyle.DEFAULT);
			if (marked != inside) {
				text.append(marked ? '[' : ']');
				inside = marked;
			}
			if (i < line.length()) {
				text.append(line.charAt(i));
			}
		}
		return text.toString();
	}

	@Test
	void nothingChanged() {
		assertThat(marked("a\nb", "a\nb")).containsExactly("a", "b");
	}

	@Test
	void aChangedCell() {
		assertThat(marked("ID  STATUS\n 1  QUEUED    4m\n 2  DONE  9m", "ID  STATUS\n 1  BUILDING  4m\n 2  DONE  9m"))
			.containsExactly("ID  STATUS", " 1  [BUILDING]  4m", " 2  DONE  9m");
	}

	@Test
	void aNewLineDoesNotMarkThoseThatItMoves() {
		assertThat(marked("ID\n 2\n 1", "ID\n 3\n 2\n 1")).containsExactly("ID", "[ 3]", " 2", " 1");
		assertThat(marked("ID\n 2\n 1", "ID\n 2")).containsExactly("ID", " 2");
	}

	@Test
	void aNewLineBesideAChangedOne() {
		assertThat(marked("h\n1 a\nz", "h\n1 b\n2 c\nz")).containsExactly("h", "1 [b]", "[2 c]", "z");
	}

	@Test
	void fromAndToNothing() {
		assertThat(marked("", "a\nb")).containsExactly("[a]", "[b]");
		assertThat(marked("a", "")).isEmpty();
	}

	@Test
	void aVeryLongTextIsComparedPlaceByPlace() {
		List<String> before = IntStream.range(0, 5_000).mapToObj(Integer::toString).toList();
		String[] changed = before.toArray(String[]::new);
		changed[4_000] = "new";
		List<AttributedString> marked = ChangedLines.between(before, Arrays.asList(changed));
		assertThat(bracketed(marked.get(4_000))).isEqualTo("[new]");
		assertThat(marked.stream().filter((line) -> bracketed(line).startsWith("[")).count()).isOne();
	}

}
