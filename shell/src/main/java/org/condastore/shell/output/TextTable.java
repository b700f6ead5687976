package org.condastore.shell.output;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Aligned columns: two spaces between them, no trailing blanks. Fitted to a width by
 * shortening the widest columns that may be shortened; when that is not enough, columns
 * are left out: first those without any value, from the right, then the rightmost.
 *
 * <p>
 * Pure: widths are taken from a sample of the rows, then any number of lines is rendered
 * one by one. A later value that is wider than its column is shortened if the table has a
 * width to keep, otherwise it moves the rest of its line.
 */
final class TextTable {

	/** No width to keep: nothing is shortened or left out. */
	static final int UNLIMITED = Integer.MAX_VALUE;

	private static final String GAP = "  ";

	/** Less of a text than this tells nothing. */
	private static final int LEAST = 8;

	/**
	 * A column.
	 *
	 * @param heading shown above it
	 * @param right whether values are aligned to the right, as numbers are
	 * @param shortens whether values may be shortened; never those that are read digit by
	 * digit
	 */
	record Column(String heading, boolean right, boolean shortens) {
	}

	private final List<Column> columns;

	private final boolean limited;

	private final int[] widths;

	private final List<String> leftOut;

	private TextTable(List<Column> columns, boolean limited, int[] widths, List<String> leftOut) {
		this.columns = columns;
		this.limited = limited;
		this.widths = widths;
		this.leftOut = leftOut;
	}

	/**
	 * A table whose columns suit the given rows.
	 * @param sample cells without control characters, as many as there are columns
	 * @param width cells of the terminal, or {@link #UNLIMITED}
	 */
	static TextTable fit(List<Column> columns, List<String[]> sample, int width) {
		int[] widths = new int[columns.size()];
		boolean[] empty = new boolean[columns.size()];
		for (int i = 0; i < widths.length; i++) {
			int widest = 0;
			for (String[] cells : sample) {
				widest = Math.max(widest, DisplayWidth.of(cells[i]));
			}
			empty[i] = widest == 0;
			widths[i] = Math.max(widest, DisplayWidth.of(columns.get(i).heading()));
		}
		int[] natural = widths.clone();
		if (width != UNLIMITED) {
			leaveOut(columns, widths, empty, width);
			shorten(columns, widths, width);
		}
		List<String> leftOut = IntStream.range(0, widths.length)
			.filter((i) -> widths[i] == 0 && natural[i] > 0)
			.mapToObj((i) -> columns.get(i).heading())
			.toList();
		return new TextTable(columns, width != UNLIMITED, widths, leftOut);
	}

	/** The headings of the columns for which there is no room. */
	List<String> leftOut() {
		return this.leftOut;
	}

	String headings() {
		return line(this.columns.stream().map(Column::heading).toArray(String[]::new));
	}

	/** One line, without its end. */
	String line(String[] cells) {
		StringBuilder line = new StringBuilder();
		int blanks = 0;
		boolean first = true;
		for (int i = 0; i < cells.length; i++) {
			int width = this.widths[i];
			if (width == 0) {
				continue;
			}
			Column column = this.columns.get(i);
			String cell = (this.limited && column.shortens()) ? DisplayWidth.shorten(cells[i], width) : cells[i];
			int padding = Math.max(0, width - DisplayWidth.of(cell));
			blanks += first ? 0 : GAP.length();
			blanks += column.right() ? padding : 0;
			if (!cell.isEmpty()) {
				line.append(" ".repeat(blanks)).append(cell);
				blanks = 0;
			}
			blanks += column.right() ? 0 : padding;
			first = false;
		}
		return line.toString().stripTrailing();
	}

	/** Marks columns by a width of 0 until the others fit at their narrowest. */
	private static void leaveOut(List<Column> columns, int[] widths, boolean[] empty, int width) {
		while (total(narrowest(columns, widths)) > width) {
			int victim = lastShown(widths, empty);
			if (victim < 0) {
				victim = lastShown(widths, null);
			}
			if (victim < 0) {
				return;
			}
			widths[victim] = 0;
		}
	}

	/** The first column names the row and stays. */
	private static int lastShown(int[] widths, boolean @Nullable [] eligible) {
		for (int i = widths.length - 1; i > 0; i--) {
			if (widths[i] > 0 && (eligible == null || eligible[i])) {
				return i;
			}
		}
		return -1;
	}

	private static int[] narrowest(List<Column> columns, int[] widths) {
		int[] narrowest = widths.clone();
		for (int i = 0; i < widths.length; i++) {
			if (columns.get(i).shortens()) {
				int least = Math.max(LEAST, DisplayWidth.of(columns.get(i).heading()));
				narrowest[i] = Math.min(widths[i], least);
			}
		}
		return narrowest;
	}

	/** Takes from the widest column until the line fits. */
	private static void shorten(List<Column> columns, int[] widths, int width) {
		int[] narrowest = narrowest(columns, widths);
		for (int i = 0; i < widths.length; i++) {
			// A single enormous text would take as many turns as it has characters.
			widths[i] = Math.min(widths[i], Math.max(width, narrowest[i]));
		}
		for (int excess = total(widths) - width; excess > 0; excess--) {
			int widest = -1;
			for (int i = 0; i < widths.length; i++) {
				if (widths[i] > narrowest[i] && (widest < 0 || widths[i] > widths[widest])) {
					widest = i;
				}
			}
			if (widest < 0) {
				return;
			}
			widths[widest]--;
		}
	}

	private static int total(int[] widths) {
		int shown = (int) Arrays.stream(widths).filter((width) -> width > 0).count();
		return Arrays.stream(widths).sum() + Math.max(0, shown - 1) * GAP.length();
	}

}
