package org.condastore.shell.session;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SuggestionsTest {

	private static final List<String> WORDS = List.of("namespace", "environment", "build", "set", "sql", "status",
			"--dry-run", "--yes");

	@ParameterizedTest
	@CsvSource({ "namespce, namespace", "namespaces, namespace", "NAMESPACE, namespace", "enviroment, environment",
			"biuld, build", "env, environment", "stat, status", "sqll, sql", "--dry-rnu, --dry-run",
			"--dryRun, --dry-run", "--yse, --yes" })
	void findsWhatWasMeant(String typed, String meant) {
		assertThat(Suggestions.nearest(typed, WORDS)).contains(meant);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "frobnicate", "delete", "--force", "bu" })
	void doesNotGuess(String typed) {
		assertThat(Suggestions.nearest(typed, WORDS)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 65, 1_000_000 })
	void aPageIsComparedWithNothing(int length) {
		assertThat(Suggestions.nearest("n".repeat(length), WORDS)).isEmpty();
	}

}
