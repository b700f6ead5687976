package org.condastore.shell.session;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant. */
public final class Suggestions {

	/** Longer words are not compared: nobody mistypes one letter of a page of text. */
	private static final int LONGEST = 64;

	private Suggestions() {
	}

	/**
	 * The candidate that is nearest to what was typed.
	 * @return empty if none is near: more than a third of the word would have to change
	 */
	public static Optional<String> nearest(String typed, Collection<String> candidates) {
		if (typed.length() > LONGEST) {
			return Optional.empty();
		}
		String wanted = typed.toLowerCase(Locale.ROOT);
		String best = null;
		int bestDistance = Math.max(1, wanted.length() / 3) + 1;
		for (String candidate : candidates) {
			int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
			boolean begins = wanted.length() >= 3 && candidate.startsWith(wanted);
			if (begins) {
				distance = Math.min(distance, 1);
			}
			if (distance < bestDistance) {
				best = candidate;
				bestDistance = distance;
			}
		}
		return Optional.ofNullable(best);
	}

	/** Insertions, deletions, substitutions and swaps of neighbours, one each. */
	private static int distance(String a, String b) {
		int[][] cost = new int[a.length() + 1][b.length() + 1];
		for (int i = 0; i <= a.length(); i++) {
			cost[i][0] = i;
		}
		for (int j = 0; j <= b.length(); j++) {
			cost[0][j] = j;
		}
		for (int i = 1; i <= a.length(); i++) {
			for (int j = 1; j <= b.length(); j++) {
				int change = (a.charAt(i - 1) == b.charAt(j - 1)) ? 0 : 1;
				cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
				if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
					cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
				}
			}
		}
		return cost[a.length()][b.length()];
	}

}
