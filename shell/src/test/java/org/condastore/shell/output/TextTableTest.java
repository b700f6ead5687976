package org.condastore.shell.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.condastore.shell.output.TextTable.Column;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextTableTest {

	private static final List<Column> COLUMNS = List.of(new Column("NAME", false, true),
			new Column("BUILDS", true, false), new Column("DELETED", false, false),
			new Column("DESCRIPTION", false, true));

	private static final List<String[]> ROWS = List.of(
			new String[] { "data-science", "2", "", "models and the notebooks that train them" },
			new String[] { "default", "50500", "", "" });

	@Test
	void columnsAreAlignedAndLinesEndWithoutBlanks() {
		assertThat(render(COLUMNS, ROWS, TextTable.UNLIMITED)).isEqualTo("""
				NAME          BUILDS  DELETED  DESCRIPTION
				data-science       2           models and the notebooks that train them
				default        50500
				""");
	}

	@Test
	void wideCharactersTakeTwoCellsAndMarksNone() {
		List<String[]> rows = List.of(new String[] { "日本語", "1", "", "x" },
				new String[] { "e\u0301te\u0301", "2", "", "y" }, new String[] { "😀", "3", "", "z" });
		assertThat(render(COLUMNS, rows, TextTable.UNLIMITED)).isEqualTo("""
				NAME    BUILDS  DELETED  DESCRIPTION
				日本語       1           x
				e\u0301te\u0301          2           y
				😀           3           z
				""");
	}

	@Test
	void theWidestTextIsShortenedFirst() {
		assertThat(render(COLUMNS, ROWS, 56)).isEqualTo("""
				NAME          BUILDS  DELETED  DESCRIPTION
				data-science       2           models and the notebooks…
				default        50500
				""");
	}

	@Test
	void wideCharactersAreNotCutInHalf() {
		List<Column> one = List.of(new Column("NAME", false, true));
		assertThat(render(one, List.<String[]>of(new String[] { "日本語日本語" }), 8)).isEqualTo("""
				NAME
				日本語…
				""");
		assertThat(render(one, List.<String[]>of(new String[] { "日本語日本語" }), 10)).isEqualTo("""
				NAME
				日本語日…
				""");
	}

	@Test
	void columnsWithoutAValueAreTheFirstToGo() {
		TextTable table = TextTable.fit(COLUMNS, ROWS, 36);
		assertThat(table.leftOut()).containsExactly("DELETED");
		assertThat(render(COLUMNS, ROWS, 36)).isEqualTo("""
				NAME          BUILDS  DESCRIPTION
				data-science       2  models and th…
				default        50500
				""");
	}

	@Test
	void thenTheRightmost() {
		TextTable table = TextTable.fit(COLUMNS, ROWS, 20);
		assertThat(table.leftOut()).containsExactly("DELETED", "DESCRIPTION");
		assertThat(render(COLUMNS, ROWS, 20)).isEqualTo("""
				NAME          BUILDS
				data-science       2
				default        50500
				""");
	}

	@Test
	void numbersAreNeverShortenedAndTheFirstColumnStays() {
		List<Column> ids = List.of(new Column("ID", true, false), new Column("BUILD_ID", true, false));
		assertThat(render(ids, List.<String[]>of(new String[] { "1234567890", "1234567890" }), 5)).isEqualTo("""
				        ID
				1234567890
				""");
	}

	@Test
	void aLaterRowKeepsTheWidthInATerminalOnly() {
		TextTable fitted = TextTable.fit(COLUMNS, ROWS, 80);
		String[] later = { "a-name-that-is-longer", "1", "", "" };
		assertThat(fitted.line(later)).isEqualTo("a-name-that…       1");
		TextTable unlimited = TextTable.fit(COLUMNS, ROWS, TextTable.UNLIMITED);
		assertThat(unlimited.line(later)).isEqualTo("a-name-that-is-longer       1");
	}

	@Test
	void noLineIsWiderThanTheTerminal() {
		RandomText random = new RandomText("TextTableTest");
		for (int i = 0; i < 2000; i++) {
			List<Column> columns = new ArrayList<>();
			for (int c = 0; c <= random.below(6); c++) {
				columns.add(new Column("HEADING".repeat(1 + random.below(2)), random.below(2) == 0, true));
			}
			List<String[]> rows = new ArrayList<>();
			for (int r = 0; r <= random.below(4); r++) {
				rows.add(columns.stream().map((column) -> Visible.line(random.next())).toArray(String[]::new));
			}
			int width = 14 + random.below(80);
			assertThat(render(columns, rows, width).lines()).allSatisfy((line) -> {
				assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(width);
				assertThat(line).doesNotEndWith(" ");
			});
		}
	}

	private static String render(List<Column> columns, List<String[]> rows, int width) {
		TextTable table = TextTable.fit(columns, rows, width);
		return table.headings() + "\n"
				+ rows.stream().map((row) -> table.line(row) + "\n").collect(Collectors.joining());
	}

}
