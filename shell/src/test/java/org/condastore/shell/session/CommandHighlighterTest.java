package org.condastore.shell.session;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommandHighlighterTest {

	private final CommandTable commands = SampleCommands.table();

	/**
	 * One letter per character: c command, o option, U unknown, q quoted, # comment, a
	 * blank for the rest.
	 */
	private String painted(String text) {
		AttributedString highlighted = new CommandHighlighter(this.commands, () -> true).highlight(null, text);
		assertThat(highlighted).hasToString(text);
		StringBuilder letters = new StringBuilder();
		for (int i = 0; i < text.length(); i++) {
			letters.append(letter(highlighted.styleAt(i)));
		}
		return letters.toString().stripTrailing();
	}

	private static char letter(AttributedStyle style) {
		if (style.equals(CommandHighlighter.COMMAND)) {
			return 'c';
		}
		if (style.equals(CommandHighlighter.OPTION)) {
			return 'o';
		}
		if (style.equals(CommandHighlighter.UNKNOWN)) {
			return 'U';
		}
		if (style.equals(CommandHighlighter.QUOTED)) {
			return 'q';
		}
		return style.equals(CommandHighlighter.COMMENT) ? '#' : ' ';
	}

	@Test
	void knownCommandsAndOptions() {
		assertThat(painted("place list --status queued -o json --deleted"))
			.isEqualTo("ccccc cccc oooooooo        oo      ooooooooo");
		assertThat(painted("pl list --in=here")).isEqualTo("cc cccc oooo");
	}

	@Test
	void unknownWords() {
		assertThat(painted("plaze list")).isEqualTo("UUUUU");
		assertThat(painted("place lizt ")).isEqualTo("ccccc UUUU");
		assertThat(painted("place list --statuz x")).isEqualTo("ccccc cccc UUUUUUUU");
		assertThat(painted("place list -x 1")).isEqualTo("ccccc cccc UU");
	}

	@Test
	void aWordThatMayBecomeKnownIsNotUnknownYet() {
		assertThat(painted("pla")).isEmpty();
		assertThat(painted("pla ")).isEqualTo("UUU");
		assertThat(painted("place li")).isEqualTo("ccccc");
		assertThat(painted("place li ")).isEqualTo("ccccc UU");
		assertThat(painted("place list --sta")).isEqualTo("ccccc cccc");
		assertThat(painted("place list --sta ")).isEqualTo("ccccc cccc UUUUU");
		assertThat(painted("qui")).isEmpty();
		assertThat(painted("xyz")).isEqualTo("UUU");
	}

	@Test
	void quotesAndComments() {
		assertThat(painted("place show 'two words' # why")).isEqualTo("ccccc cccc qqqqqqqqqqq #####");
		assertThat(painted("place show \"open")).isEqualTo("ccccc cccc qqqqq");
		assertThat(painted("# only")).isEqualTo("######");
	}

	@Test
	void valuesAreNotOptions() {
		assertThat(painted("place show -5")).isEqualTo("ccccc cccc");
		assertThat(painted("place show -- --status")).isEqualTo("ccccc cccc oo");
		assertThat(painted("watch place list --status")).isEqualTo("ccccc");
	}

	@Test
	void everyLineOfSeveral() {
		assertThat(painted("place list\nplaze\nplace list")).isEqualTo("ccccc cccc UUUUU ccccc cccc");
		assertThat(painted("place \\\nlist")).isEqualTo("ccccc   cccc");
	}

	@Test
	void noColoursWhereNoneAreWanted() {
		AttributedString plain = new CommandHighlighter(this.commands, () -> false).highlight(null, "plaze 'x' # y");
		assertThat(plain).isEqualTo(new AttributedString("plaze 'x' # y"));
	}

}
