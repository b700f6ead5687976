package org.condastore.shell.session;

import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.Parser.ParseContext;
import org.jline.reader.SyntaxError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TypedLineParserTest {

	private final TypedLineParser parser = new TypedLineParser();

	private CompletingParsedLine completed(String text, int cursor) {
		return (CompletingParsedLine) this.parser.parse(text, cursor, ParseContext.COMPLETE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "list \\", "show 'a", "show \"a", "one\ntwo \\", "show 'a\nb" })
	void aCommandThatGoesOnIsNotAccepted(String text) {
		assertThatExceptionOfType(EOFError.class)
			.isThrownBy(() -> this.parser.parse(text, text.length(), ParseContext.ACCEPT_LINE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "list", "list \\\n--all", "show 'a\nb'", "one\ntwo\n", "list # it's", "a \\\\" })
	void aCompleteCommandIsAccepted(String text) {
		assertThat(this.parser.parse(text, text.length(), ParseContext.ACCEPT_LINE).line()).isEqualTo(text);
	}

	@Test
	void whatNoCommandCanHoldIsLeftToTheCommandToSay() {
		assertThatExceptionOfType(SyntaxError.class)
			.isThrownBy(() -> this.parser.parse("a\0", 2, ParseContext.ACCEPT_LINE))
			.isNotInstanceOf(EOFError.class);
	}

	@Test
	void theCompletedWordEndsAtTheCursor() {
		CompletingParsedLine line = completed("place show 'two words' --all", 15);
		assertThat(line.words()).containsExactly("place", "show", "two");
		assertThat(line.wordIndex()).isEqualTo(2);
		assertThat(line.word()).isEqualTo("two");
		assertThat(line.wordCursor()).isEqualTo(3);
		assertThat(line.rawWordCursor()).isEqualTo("'two".length());
		assertThat(line.rawWordLength()).isEqualTo("'two".length());
	}

	@Test
	void afterABlankTheCompletedWordIsEmpty() {
		CompletingParsedLine line = completed("place ", 6);
		assertThat(line.words()).containsExactly("place", "");
		assertThat(line.rawWordLength()).isZero();
	}

	@Test
	void wordsOfALaterLineAreItsOwn() {
		CompletingParsedLine line = completed("place list\nplace sh", 19);
		assertThat(line.words()).containsExactly("place", "sh");
		assertThat(line.rawWordLength()).isEqualTo(2);
	}

	@Test
	void aContinuedCommandKeepsItsWords() {
		assertThat(completed("place \\\nsh", 10).words()).containsExactly("place", "sh");
		assertThat(completed("place sh\\\now", 12).word()).isEqualTo("show");
		assertThat(completed("place show 'a\nb", 15).word()).isEqualTo("a\nb");
	}

	@Test
	void theWordAsItWasTypedStaysAsItIs() {
		CompletingParsedLine line = completed("place show \"two w", 17);
		assertThat(line.escape("two w", false)).hasToString("\"two w");
		assertThat(line.escape("'two words'", true)).hasToString("'two words'");
	}

}
