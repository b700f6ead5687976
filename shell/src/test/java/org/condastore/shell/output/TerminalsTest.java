package org.condastore.shell.output;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TerminalsTest {

	private static final String PROPERTY = "conda-store-shell.tty";

	@AfterEach
	void forget() {
		System.clearProperty(PROPERTY);
	}

	@Test
	void theLauncherKnows() {
		System.setProperty(PROPERTY, "in,err");
		assertThat(Terminals.facts()).extracting(TerminalFacts::in, TerminalFacts::out, TerminalFacts::err)
			.containsExactly(true, false, true);
		System.setProperty(PROPERTY, "");
		assertThat(Terminals.facts()).extracting(TerminalFacts::in, TerminalFacts::out, TerminalFacts::err)
			.containsExactly(false, false, false);
	}

	@Test
	void theEnvironmentGoesOverTheTerminal() {
		assertThat(Terminals.size(Map.of("COLUMNS", "123", "LINES", "45"))).isEqualTo(new TerminalSize(123, 45));
		assertThat(Terminals.size(Map.of("COLUMNS", "123")).columns()).isEqualTo(123);
		assertThat(Terminals.size(Map.of("COLUMNS", "wide", "LINES", "-1"))).isEqualTo(Terminals.size(Map.of()));
	}

	@Test
	void whoeverKnowsBetterIsAsked() {
		Screen screen = Screen.terminal(80);
		screen.streams.sizeFrom(() -> new TerminalSize(33, 10));
		assertThat(screen.streams.size()).isEqualTo(new TerminalSize(33, 10));
	}

}
