package org.condastore.shell.session;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CommandHistoryTest {

	@ParameterizedTest
	@ValueSource(strings = { "connect postgresql://u:secret@h/db", "connect 'postgresql://u:secret@h/db'",
			"connect postgresql://u:se\"c ret\"@h/db", "connect postgresql://u:se\\\ncret@h/db",
			"connect 'postgresql://u:se\ncret@h/db'", "connect postgresql://h/db?password=secret",
			"connect postgresql://h/db?user=u&pass%77ord=secret", "connect 'host=h password=secret'",
			"connect \"host=h password = 'se cret'\"", "connect host=h\\ pass\"word\"=secret",
			"connect jdbc:postgresql://h/db?user=u&password=secret",
			"help\nconnect postgresql+psycopg2://u:secret@h:5432/db", "plaze postgresql://u:secret@h/db" })
	void aLineWithAPasswordIsNotKept(String line) {
		assertThat(CommandHistory.holdsSecret(line)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "connect", "connect prod", "connect postgresql://u@h/db", "connect postgresql://h:5432/db",
			"environment show geo@quansight/gdal", "build list --since 7d --status failed,queued",
			"sql \"select 1 where name like '%75%'\"" })
	void anyOtherLineIsKept(String line) {
		assertThat(CommandHistory.holdsSecret(line)).isFalse();
	}

}
