package org.condastore.shell.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.CompletionMatcher;
import org.jline.reader.LineReader;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the choice of candidates to {@link Completions} and narrows it down while
 * somebody types on below the list. The line editor's own matcher would drop what matches
 * by scattered letters.
 */
final class CandidateMatcher implements CompletionMatcher {

	private String word = "";

	private boolean chosen;

	private List<Candidate> matching = List.of();

	@Override
	public void compile(Map<LineReader.Option, Boolean> options, boolean prefix, CompletingParsedLine line,
			boolean caseInsensitive, int errors, @Nullable String originalGroupName) {
		this.word = line.word();
		this.chosen = line instanceof TypedLine;
	}

	@Override
	public List<Candidate> matches(List<Candidate> candidates) {
		List<Candidate> matching = new ArrayList<>(candidates);
		if (!this.chosen) {
			matching.removeIf((candidate) -> FuzzyMatch.of(this.word, candidate.value()) == FuzzyMatch.NONE);
		}
		this.matching = List.copyOf(matching);
		return matching;
	}

	@Override
	public @Nullable Candidate exactMatch() {
		return this.matching.stream()
			.filter((candidate) -> candidate.complete() && candidate.value().equals(this.word))
			.findFirst()
			.orElse(null);
	}

	/** What all those have in common that begin with what was typed. */
	@Override
	public String getCommonPrefix() {
		String common = null;
		for (Candidate candidate : this.matching) {
			String value = candidate.value();
			if (value.startsWith(this.word)) {
				common = (common == null) ? value : commonBeginning(common, value);
			}
		}
		return (common == null) ? "" : common;
	}

	private static String commonBeginning(String one, String other) {
		int length = 0;
		while (length < one.length() && length < other.length() && one.charAt(length) == other.charAt(length)) {
			length++;
		}
		// Half of a pair of surrogates is not a character.
		boolean cut = length > 0 && Character.isHighSurrogate(one.charAt(length - 1));
		return one.substring(0, cut ? length - 1 : length);
	}

}
