package org.condastore.shell.condapackage;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * A version of a package, in conda's order: {@code 1.0.2zl} before {@code 1.1.1},
 * {@code 1.10} after {@code 1.9}, {@code 1.1rc1} before {@code 1.1}, {@code 1.1.post1}
 * after it, and a higher epoch ({@code 1!0.1}) after everything. A letter at the end
 * makes a pre-release: {@code 1.1.1k} comes before {@code 1.1.1}, unlike OpenSSL means
 * it.
 *
 * <p>
 * Versions may be the same in this order without being written alike: {@code 1.1} and
 * {@code 1.1.0}.
 *
 * @see <a href=
 * "https://github.com/conda/conda/blob/24.11.0/conda/models/version.py">VersionOrder</a>
 */
public final class CondaVersion implements Comparable<CondaVersion> {

	private static final Pattern ALLOWED = Pattern.compile("[*.+!_0-9a-z]+");

	/** Numbers and words alternate. */
	private static final Pattern RUN = Pattern.compile("[0-9]+|[*]+|[^0-9*]+");

	private static final Part ZERO = new Part(BigInteger.ZERO, "");

	/**
	 * A run of digits or of other characters.
	 *
	 * @param number null for a word
	 * @param word what it compares as among words; {@value #POST} is above all numbers
	 */
	private record Part(@Nullable BigInteger number, String word) implements Comparable<Part> {

		private static final String POST = "post";

		static Part of(String run) {
			if (Character.isDigit(run.charAt(0))) {
				return new Part(new BigInteger(run), "");
			}
			// Upper case comes after "*" and before "_" and all other words.
			return new Part(null, run.equals("dev") ? "DEV" : run);
		}

		/** Words come before numbers, but for the one that means: after the release. */
		@Override
		public int compareTo(Part other) {
			int rank = Integer.compare(rank(), other.rank());
			if (rank != 0) {
				return rank;
			}
			return (this.number != null && other.number != null) ? this.number.compareTo(other.number)
					: this.word.compareTo(other.word);
		}

		private int rank() {
			if (this.number != null) {
				return 1;
			}
			return this.word.equals(POST) ? 2 : 0;
		}

	}

	private final String text;

	private final List<List<Part>> release;

	private final List<List<Part>> local;

	private CondaVersion(String text, List<List<Part>> release, List<List<Part>> local) {
		this.text = text;
		this.release = release;
		this.local = local;
	}

	/**
	 * Accepts a typed version.
	 * @throws CommandFailure {@code USAGE} if it is not one
	 */
	public static CondaVersion of(String typed) {
		return parse(typed).orElseThrow(() -> CommandFailure.usage("\"%s\" is not a version".formatted(typed),
				"use a version without operators, such as 3.0.7"));
	}

	/**
	 * Reads a stored version.
	 * @return empty if conda would not accept it, so that it comes neither before nor
	 * after another
	 */
	static Optional<CondaVersion> parse(String stored) {
		String version = stored.strip().toLowerCase(Locale.ROOT);
		if (!version.contains("_")) {
			version = version.replace('-', '_');
		}
		if (!ALLOWED.matcher(version).matches()) {
			return Optional.empty();
		}
		String[] epoch = version.split("!", -1);
		if (epoch.length > 2 || (epoch.length == 2 && !epoch[0].matches("[0-9]+"))) {
			return Optional.empty();
		}
		String[] local = epoch[epoch.length - 1].split("\\+", -1);
		if (local.length > 2 || local[0].isEmpty()) {
			return Optional.empty();
		}
		Optional<List<List<Part>>> release = components(
				((epoch.length == 2) ? epoch[0] : "0") + "." + separated(local[0]));
		Optional<List<List<Part>>> rest = (local.length == 2) ? components(local[1].replace('_', '.'))
				: Optional.of(List.of());
		return release.flatMap((components) -> rest.map((more) -> new CondaVersion(stored, components, more)));
	}

	@Override
	public int compareTo(CondaVersion other) {
		int byRelease = compare(this.release, other.release);
		return (byRelease != 0) ? byRelease : compare(this.local, other.local);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof CondaVersion version && this.text.equals(version.text);
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
	}

	/** As it is written. */
	@Override
	public String toString() {
		return this.text;
	}

	/** An underscore separates, but for one at the end, as in OpenSSL's 1.0.1_. */
	private static String separated(String release) {
		return release.endsWith("_") ? release.substring(0, release.length() - 1).replace('_', '.') + "_"
				: release.replace('_', '.');
	}

	/** Empty if one of the components is. */
	private static Optional<List<List<Part>>> components(String dotted) {
		List<List<Part>> components = new ArrayList<>();
		for (String component : dotted.split("\\.", -1)) {
			if (component.isEmpty()) {
				return Optional.empty();
			}
			List<Part> parts = new ArrayList<>();
			if (!Character.isDigit(component.charAt(0))) {
				// So that numbers are compared with numbers.
				parts.add(ZERO);
			}
			RUN.matcher(component).results().map(MatchResult::group).map(Part::of).forEach(parts::add);
			components.add(parts);
		}
		return Optional.of(components);
	}

	/** What is missing at the end of the shorter one counts as 0. */
	private static int compare(List<List<Part>> left, List<List<Part>> right) {
		for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
			List<Part> a = (i < left.size()) ? left.get(i) : List.of();
			List<Part> b = (i < right.size()) ? right.get(i) : List.of();
			for (int j = 0; j < Math.max(a.size(), b.size()); j++) {
				int difference = ((j < a.size()) ? a.get(j) : ZERO).compareTo((j < b.size()) ? b.get(j) : ZERO);
				if (difference != 0) {
					return difference;
				}
			}
		}
		return 0;
	}

}
