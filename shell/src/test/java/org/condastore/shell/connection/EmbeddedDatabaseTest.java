package org.condastore.shell.connection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedDatabaseTest {

	private final Path home;

	EmbeddedDatabaseTest(@TempDir Path home) {
		this.home = home;
	}

	@Test
	void timings() {
		Directories directories = Directories.of(Map.of("HOME", this.home.toString()));
		for (int i = 0; i < 4; i++) {
			List<String> notes = new ArrayList<>();
			long t = System.nanoTime();
			Database db = new Database(ConnectionTarget.embedded(directories.embedded(), directories.cache()),
					notes::add);
			int n = db.reading(() -> db.sql().fetchValue("select count(*)::int from build").hashCode());
			System.out.println(n + " open ms " + (System.nanoTime() - t) / 1000000 + notes);
			t = System.nanoTime();
			db.close();
			System.out.println("close ms " + (System.nanoTime() - t) / 1000000);
			assertThat(n).isEqualTo(15);
		}
	}

}
