package org.condastore.shell.condapackage;

import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CondaVersionTest {

	/** conda documents this order with VersionOrder; those in one line are the same. */
	private static final String DOCUMENTED = """
			0.4 0.4.0
			0.4.1.rc 0.4.1.RC
			0.4.1
			0.5a1
			0.5b3
			0.5C1
			0.5
			0.9.6
			0.960923
			1.0
			1.1dev1
			1.1_
			1.1a1
			1.1.0dev1 1.1.dev1
			1.1.a1
			1.1.0rc1
			1.1.0 1.1
			1.1.0post1 1.1.post1
			1.1post1
			1996.07.12
			1!0.4.1
			1!3.1.1.6
			2!0.4.1
			""";

	@Test
	void hasTheOrderThatCondaDocuments() {
		List<List<CondaVersion>> ranks = DOCUMENTED.lines()
			.map((line) -> List.of(line.split(" ")).stream().map(CondaVersion::of).toList())
			.toList();
		for (int i = 0; i < ranks.size(); i++) {
			for (int j = 0; j < ranks.size(); j++) {
				for (CondaVersion left : ranks.get(i)) {
					for (CondaVersion right : ranks.get(j)) {
						assertThat(Integer.signum(left.compareTo(right))).as("%s and %s", left, right)
							.isEqualTo(Integer.compare(i, j));
					}
				}
			}
		}
	}

	/** To conda a letter makes a pre-release, also where OpenSSL means the contrary. */
	@Test
	void ordersLettersAndLocalVersions() {
		assertThat(List
			.of("3.0.13", "1.1.1", "3.0.7", "1.0.2zl", "1.1.1k", "1.0.2", "3.0.7+local.2", "1.1.1w-1", "3.0.7+local.10",
					"20240101.99999999999999999999")
			.stream()
			.map(CondaVersion::of)
			.sorted()
			.map(CondaVersion::toString)).containsExactly("1.0.2zl", "1.0.2", "1.1.1k", "1.1.1w-1", "1.1.1",
					"3.0.7+local.2", "3.0.7+local.10", "3.0.7", "3.0.13", "20240101.99999999999999999999");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "1..2", "1.2.", "a!1", "1!2!3", "1+2+3", "+1", "1+", ">=3", "1.0 2", "3,4", "é",
			"1-2_3" })
	void refusesWhatCondaRefuses(String version) {
		assertThat(CondaVersion.parse(version)).isEmpty();
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> CondaVersion.of(version));
	}

}
