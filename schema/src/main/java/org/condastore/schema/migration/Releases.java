package org.condastore.schema.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which releases of conda-store expect which revision. A release upgrades an older
 * database when it starts, and does not start on a newer one.
 *
 * @see <a href="https://github.com/conda-incubator/conda-store/releases">conda-store's
 * releases</a>
 */
public final class Releases {

	private static final List<Release> ALL = Stream
		.of(at(1, "0.4.5"), at(3, "0.4.9", "0.4.10", "0.4.11", "0.4.12"), at(4, "0.4.14", "0.4.15"),
				at(6, "2023.9.1", "2023.9.2", "2023.10.1"), at(11, "2024.1.1"), at(12, "2024.3.1"),
				at(14, "2024.6.1", "2024.10.1", "2024.11.1", "2024.11.2"),
				Stream.of(new Release("2025.1.1", Revisions.WITHDRAWN)), at(14, "2025.2.1", "2025.2.2"))
		.flatMap((releases) -> releases)
		.toList();

	private Releases() {
	}

	/**
	 * All releases whose revision is known.
	 * @return the releases, oldest first
	 */
	public static List<Release> all() {
		return ALL;
	}

	/**
	 * Finds a release.
	 * @param name such as {@code 2025.2.2}
	 * @return the release; empty if it is not known
	 */
	public static Optional<Release> withName(String name) {
		return ALL.stream().filter((release) -> release.name().equals(name)).findFirst();
	}

	/**
	 * The releases that run on a revision as it is.
	 * @return releases, or ranges of three and more that followed each other; empty if
	 * none was ever shipped with it
	 */
	public static List<String> runningOn(Revision revision) {
		List<String> names = new ArrayList<>();
		List<Release> range = new ArrayList<>();
		for (Release release : ALL) {
			if (release.revision().equals(revision.id())) {
				range.add(release);
			}
			else {
				names.addAll(names(range));
				range.clear();
			}
		}
		names.addAll(names(range));
		return List.copyOf(names);
	}

	private static List<String> names(List<Release> range) {
		if (range.size() > 2) {
			return List.of("%s to %s".formatted(range.get(0), range.get(range.size() - 1)));
		}
		return range.stream().map(Release::name).toList();
	}

	private static Stream<Release> at(int version, String... names) {
		String revision = Revisions.at(version).id();
		return Stream.of(names).map((name) -> new Release(name, revision));
	}

}
