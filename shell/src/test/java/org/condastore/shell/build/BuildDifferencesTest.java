package org.condastore.shell.build;

import java.util.List;

import org.condastore.shell.build.Difference.Change;
import org.condastore.shell.build.Difference.Part;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BuildDifferencesTest {

	private static final String SPECIFICATION = """
			{"channels": ["conda-forge", "main"], "dependencies": ["python=3.11", "numpy", {"pip": ["flask", "aiohttp"]}],
			"description": "", "name": "data-sci", "prefix": null, "variables": {"B": "x", "A": 10}}""";

	@Test
	void theSameSpecificationHasNoDifferences() {
		assertThat(BuildDifferences.ofSpecifications(SPECIFICATION, SPECIFICATION)).isEmpty();
		assertThat(BuildDifferences.ofSpecifications("{\"dependencies\": [\"a\", \"b\"], \"description\": \"\"}",
				"{\"dependencies\": [\"b\", \"a\"], \"prefix\": null}"))
			.isEmpty();
	}

	@Test
	void dependenciesArePairedByPackage() {
		assertThat(BuildDifferences.ofSpecifications(
				"{\"dependencies\": [\"python=3.10\", \"numpy >=1.20,<2\", \"zarr\", {\"pip\": [\"flask==1\"]}]}",
				"{\"dependencies\": [\"conda-forge::numpy=2\", \"python=3.11\", \"xarray\", {\"pip\": [\"flask==2\", \"rich\"]}]}"))
			.containsExactly(changed("dependencies", "python=3.10", "python=3.11"),
					changed("dependencies", "numpy >=1.20,<2", "conda-forge::numpy=2"), removed("dependencies", "zarr"),
					added("dependencies", "xarray"), changed("dependencies.pip", "flask==1", "flask==2"),
					added("dependencies.pip", "rich"));
	}

	@Test
	void fieldsAreComparedOneByOne() {
		assertThat(BuildDifferences.ofSpecifications(SPECIFICATION,
				"""
						{"channels": ["main", "conda-forge"], "dependencies": ["python=3.11", "numpy", {"pip": ["flask", "aiohttp"]}],
						"description": "new", "name": "data-science", "prefix": null, "variables": {"A": 11, "C": true}}"""))
			.containsExactly(changed("channels", "conda-forge, main", "main, conda-forge"),
					changed("name", "data-sci", "data-science"), removed("variables.B", "x"),
					changed("variables.A", "10", "11"), added("description", "new"), added("variables.C", "true"));
	}

	@Test
	void channelsHaveNoVersions() {
		assertThat(BuildDifferences.ofSpecifications("{\"channels\": [\"https://a/x\", \"https://a/y\"]}",
				"{\"channels\": [\"https://a/y\", \"https://a/z\"]}"))
			.containsExactly(removed("channels", "https://a/x"), added("channels", "https://a/z"));
	}

	@Test
	void lockfilesAreComparedToo() {
		assertThat(BuildDifferences.ofSpecifications(
				"{\"lockfile\": {\"version\": 1, \"package\": [{\"name\": \"a\", \"version\": \"1\"}, {\"name\": \"b\"}]}}",
				"{\"lockfile\": {\"version\": 1, \"package\": [{\"name\": \"a\", \"version\": \"2\"}, {\"name\": \"b\"}]}}"))
			.containsExactly(removed("lockfile.package", "{\"name\":\"a\",\"version\":\"1\"}"),
					added("lockfile.package", "{\"name\":\"a\",\"version\":\"2\"}"));
	}

	@Test
	void packagesAreComparedByVersionAndBuild() {
		assertThat(BuildDifferences.ofPackages(
				List.of(installed("numpy", "1.26", "py_0", "main"), installed("gone", "1", "0", "main"),
						installed("same", "1", "0", "main"), installed("moved", "1", "0", "main"),
						installed("rebuilt", "1", "0", "main")),
				List.of(installed("same", "1", "0", "main"), installed("rebuilt", "1", "1", "main"),
						installed("moved", "1", "0", "forge"), installed("numpy", "2.0", "py_0", "forge"),
						installed("arrived", "3", "2", "main"))))
			.containsExactly(of(Part.PACKAGE, Change.ADDED, "arrived", null, "3 2"),
					of(Part.PACKAGE, Change.REMOVED, "gone", "1 0", null),
					of(Part.PACKAGE, Change.CHANGED, "moved", "1 0 main/noarch", "1 0 forge/noarch"),
					of(Part.PACKAGE, Change.CHANGED, "numpy", "1.26 py_0", "2.0 py_0"),
					of(Part.PACKAGE, Change.CHANGED, "rebuilt", "1 0", "1 1"));
	}

	@Test
	void aPackageMayBeThereTwice() {
		InstalledPackage one = installed("a", "1", "0", "main");
		InstalledPackage other = installed("a", "2", "0", "main");
		assertThat(BuildDifferences.ofPackages(List.of(one, one, other), List.of(one))).containsExactly(
				of(Part.PACKAGE, Change.REMOVED, "a", "1 0", null), of(Part.PACKAGE, Change.REMOVED, "a", "2 0", null));
		assertThat(BuildDifferences.ofPackages(List.of(one, other), List.of(other, one))).isEmpty();
	}

	@Test
	void aPackageMayLackNearlyEverything() {
		InstalledPackage bare = new InstalledPackage(null, null, "0", 0, null, null, null, null);
		assertThat(BuildDifferences.ofPackages(List.of(bare), List.of()))
			.containsExactly(of(Part.PACKAGE, Change.REMOVED, "?", "? 0", null));
	}

	private static InstalledPackage installed(String name, String version, String build, String channel) {
		return new InstalledPackage(name, version, build, 0, channel, "noarch", 1L, null);
	}

	private static Difference changed(String field, String inA, String inB) {
		return of(Part.SPECIFICATION, Change.CHANGED, field, inA, inB);
	}

	private static Difference removed(String field, String inA) {
		return of(Part.SPECIFICATION, Change.REMOVED, field, inA, null);
	}

	private static Difference added(String field, String inB) {
		return of(Part.SPECIFICATION, Change.ADDED, field, null, inB);
	}

	private static Difference of(Part part, Change change, String name, @Nullable String inA, @Nullable String inB) {
		return new Difference(part, change, name, inA, inB);
	}

}
