package org.condastore.schema.migration;

import java.util.List;
import java.util.Map;

/**
 * Which releases of conda-store expect which revision. A release upgrades an older
 * database when it starts, and does not start on a newer one.
 *
 * @see <a href="https://github.com/conda-incubator/conda-store/releases">conda-store's
 * releases</a>
 */
public final class Releases {

	private static final Map<Integer, List<String>> BY_VERSION = Map.of(1, List.of("0.4.5"), 3,
			List.of("0.4.9 to 0.4.12"), 4, List.of("0.4.14", "0.4.15"), 6, List.of("2023.9.1 to 2023.10.1"), 11,
			List.of("2024.1.1"), 12, List.of("2024.3.1"), 14, List.of("2024.6.1 to 2024.11.2", "2025.2.1", "2025.2.2"));

	private Releases() {
	}

	/**
	 * The releases that run on a revision as it is.
	 * @return releases, or ranges of them; empty if none was ever shipped with it
	 */
	public static List<String> runningOn(Revision revision) {
		return BY_VERSION.getOrDefault(revision.version(), List.of());
	}

}
