package org.condastore.shell.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Marks in a text what another one did not have. A line that moved is not a change; in a
 * line that took the place of another the words that differ are marked.
 */
final class ChangedLines {

	private static final AttributedStyle CHANGED = AttributedStyle.DEFAULT.inverse();

	/** Words, and the blanks between them. */
	private static final Pattern PIECES = Pattern.compile("(?<=\\S)(?=\\s)|(?<=\\s)(?=\\S)");

	/**
	 * Beyond this many lines only those are compared that are on the same place: the
	 * comparison takes the square of it.
	 */
	private static final int MOST = 1_000;

	private ChangedLines() {
	}

	/** The lines of {@code now}, marked. */
	static List<AttributedString> between(List<String> before, List<String> now) {
		if (before.equals(now)) {
			return now.stream().map(AttributedString::new).toList();
		}
		List<AttributedString> marked = new ArrayList<>();
		int[] places = places(before, now);
		int old = 0;
		for (int i = 0; i < now.size(); i++) {
			if (places[i] >= 0) {
				marked.add(new AttributedString(now.get(i)));
				old = places[i] + 1;
				continue;
			}
			int nextKept = nextKept(places, i, before.size());
			marked
				.add((old < nextKept) ? words(before.get(old), now.get(i)) : new AttributedString(now.get(i), CHANGED));
			old = Math.min(old + 1, nextKept);
		}
		return marked;
	}

	/** Where the next line that stayed was before. */
	private static int nextKept(int[] places, int from, int end) {
		for (int i = from; i < places.length; i++) {
			if (places[i] >= 0) {
				return places[i];
			}
		}
		return end;
	}

	private static AttributedString words(String before, String now) {
		List<String> old = List.of(PIECES.split(before));
		List<String> pieces = List.of(PIECES.split(now));
		int[] places = places(words(old), words(pieces));
		AttributedStringBuilder marked = new AttributedStringBuilder(now.length());
		int word = 0;
		for (String piece : pieces) {
			boolean changed = !piece.isBlank() && places[word++] < 0;
			marked.style(changed ? CHANGED : AttributedStyle.DEFAULT).append(piece);
		}
		return marked.toAttributedString();
	}

	private static List<String> words(List<String> pieces) {
		return pieces.stream().filter((piece) -> !piece.isBlank()).toList();
	}

	/**
	 * A longest common subsequence.
	 * @return for each of {@code now} its place in {@code before}, -1 if it is new
	 */
	private static int[] places(List<String> before, List<String> now) {
		int[] places = new int[now.size()];
		Arrays.fill(places, -1);
		if (before.size() > MOST || now.size() > MOST) {
			for (int i = 0; i < places.length; i++) {
				places[i] = (i < before.size() && before.get(i).equals(now.get(i))) ? i : -1;
			}
			return places;
		}
		int[][] length = new int[before.size() + 1][now.size() + 1];
		for (int i = before.size() - 1; i >= 0; i--) {
			for (int j = now.size() - 1; j >= 0; j--) {
				length[i][j] = before.get(i).equals(now.get(j)) ? length[i + 1][j + 1] + 1
						: Math.max(length[i + 1][j], length[i][j + 1]);
			}
		}
		int i = 0;
		int j = 0;
		while (i < before.size() && j < places.length) {
			if (before.get(i).equals(now.get(j))) {
				places[j++] = i++;
			}
			else if (length[i + 1][j] >= length[i][j + 1]) {
				i++;
			}
			else {
				j++;
			}
		}
		return places;
	}

}
