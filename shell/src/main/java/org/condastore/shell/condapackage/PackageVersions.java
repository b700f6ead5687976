package org.condastore.shell.condapackage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Versions of a package.
 *
 * @param byId the versions by the ids of the packages
 * @param incomparable versions that were left out because they are none to conda
 */
record PackageVersions(Map<Integer, String> byId, List<String> incomparable) {

	/**
	 * Those that come before another one.
	 * @param limit null for no limit
	 */
	PackageVersions before(@Nullable CondaVersion limit) {
		if (limit == null) {
			return this;
		}
		Map<Integer, String> below = new LinkedHashMap<>();
		List<String> leftOut = new ArrayList<>();
		this.byId.forEach((id, version) -> CondaVersion.parse(version).ifPresentOrElse((parsed) -> {
			if (parsed.compareTo(limit) < 0) {
				below.put(id, version);
			}
		}, () -> leftOut.add(version)));
		return new PackageVersions(below, leftOut);
	}

	/** What has to be said beside the result. */
	Optional<String> remark() {
		return this.incomparable.isEmpty() ? Optional.empty()
				: Optional.of("left out, because conda cannot compare them: " + String.join(", ", this.incomparable));
	}

}
