package org.condastore.shell.change;

import java.util.List;
import java.util.Random;

import org.condastore.schema.testing.TestDatabase;
import org.jspecify.annotations.Nullable;

/** Lines that change something, about what there is. */
final class RandomChanges {

	/** {@code $table.column} stands for a value of that column. */
	private static final List<String> LINES = List.of("environment set-description $environment 'text %d'",
			"environment set-description $environment ''");

	private RandomChanges() {
	}

	/** Adds what the live database lacks for some verbs to have something to do. */
	static void prepare(TestDatabase database) {
	}

	/** The verbs that occur. */
	static List<String> verbs() {
		return LINES.stream().map(RandomChanges::verb).distinct().sorted().toList();
	}

	/** Noun and verb of a line. */
	static String verb(String line) {
		String[] words = line.split(" ");
		return words[0] + " " + words[1];
	}

	static String line(TestDatabase database, Random random) {
		String line = LINES.get(random.nextInt(LINES.size()));
		line = fill(database, random, line, "$environment",
				"SELECT n.name || '/' || e.name FROM environment e JOIN namespace n ON n.id = e.namespace_id");
		return line.replace("%d", String.valueOf(random.nextInt(5)));
	}

	private static String fill(TestDatabase database, Random random, String line, String place, String query) {
		if (!line.contains(place)) {
			return line;
		}
		List<?> values = database.sql().fetchValues(query + " ORDER BY 1");
		@Nullable Object value = values.isEmpty() ? "1" : values.get(random.nextInt(values.size()));
		return line.replace(place, "'" + value + "'");
	}

	/** What conda-store might do meanwhile. */
	static String ofSecondWriter(Random random) {
		int build = 1 + random.nextInt(61);
		return switch (random.nextInt(6)) {
			case 0 -> "UPDATE build SET status = 'COMPLETED', ended_on = '2024-09-21 11:00:00' WHERE id = %d"
				.formatted(build);
			case 1 -> "UPDATE environment SET description = 'other %d' WHERE id = %d".formatted(build, 1 + build % 24);
			case 2 -> "UPDATE build SET size = coalesce(size, 0) + 1 WHERE id %% 7 = %d".formatted(build % 7);
			case 3 ->
				"UPDATE environment e SET current_build_id = (SELECT max(id) FROM build b WHERE b.environment_id = e.id) WHERE id = %d"
					.formatted(1 + build % 24);
			case 4 ->
				"INSERT INTO build_artifact (build_id, artifact_type, key) SELECT id, 'YAML', 'yaml/x' FROM build WHERE id = %d"
					.formatted(build);
			default -> "UPDATE keyvaluestore SET value = '%d' WHERE id = %d".formatted(build, 1 + build % 10);
		};
	}

}
