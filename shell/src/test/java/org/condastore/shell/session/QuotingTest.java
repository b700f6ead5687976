package org.condastore.shell.session;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class QuotingTest {

	@ParameterizedTest
	@ValueSource(strings = { "plain", "", "two words", "it's", "a\"b", "it's \"both\" \\ and", "#1", "-x", "--", "a#b",
			"tab\there", "line\nend", "back\\slash", "naïve-环境", "$HOME", "a=b" })
	void whatIsQuotedReadsAsItIsMeant(String word) {
		assertThat(WordScanner.split(Quoting.quoted(word))).singleElement()
			.satisfies((read) -> assertThat(read.text()).isEqualTo(word))
			.satisfies((read) -> assertThat(read.looksLikeOption()).isFalse());
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "two words", "it's", "a\"b", "#1", "-x", "back\\slash" })
	void aBeginningCanBeTypedOn(String word) {
		assertThat(WordScanner.split(Quoting.escaped(word) + "more")).singleElement()
			.satisfies((read) -> assertThat(read.text()).isEqualTo(word + "more"));
	}

	@Test
	void quotesOnlyWhereTheyAreNeeded() {
		assertThat(Quoting.quoted("data-science/python-3.11")).isEqualTo("data-science/python-3.11");
		assertThat(Quoting.quotedRest("-1")).isEqualTo("-1");
	}

}
