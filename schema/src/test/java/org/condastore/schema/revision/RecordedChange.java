package org.condastore.schema.revision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A change of a model, from {@code changes.txt}, which explains its own form.
 *
 * @param title what it is about
 * @param before the SQL of the old schema
 * @param after the SQL of the new one
 * @param renames what the operator confirms
 * @param exclusions what is left out
 * @param finds the lines that the comparison finds
 */
record RecordedChange(String title, String before, String after, List<Rename> renames, Exclusions exclusions,
		List<String> finds) {

	static List<RecordedChange> all() throws IOException {
		try (InputStream file = Objects.requireNonNull(RecordedChange.class.getResourceAsStream("changes.txt"))) {
			String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
			List<RecordedChange> changes = new ArrayList<>();
			for (String section : text.split("(?m)^=== ")) {
				if (!section.startsWith("#")) {
					changes.add(of(section));
				}
			}
			return changes;
		}
	}

	private static RecordedChange of(String section) {
		Map<String, List<String>> parts = new LinkedHashMap<>();
		List<String> lines = section.lines().toList();
		List<String> part = new ArrayList<>();
		parts.put("before", part);
		for (String line : lines.subList(1, lines.size())) {
			if (line.startsWith("--- ")) {
				part = new ArrayList<>();
				parts.put(line.substring(4), part);
			}
			else if (!line.isEmpty()) {
				part.add(line);
			}
		}
		if (!List.of("before", "after", "rename", "exclude", "finds").containsAll(parts.keySet())) {
			throw new IllegalArgumentException("%s has other parts: %s".formatted(lines.get(0), parts.keySet()));
		}
		return new RecordedChange(lines.get(0), String.join("\n", part(parts, "before")),
				String.join("\n", part(parts, "after")), part(parts, "rename").stream().map(Rename::of).toList(),
				Exclusions.of(part(parts, "exclude")), Objects.requireNonNull(parts.get("finds")));
	}

	private static List<String> part(Map<String, List<String>> parts, String name) {
		return parts.getOrDefault(name, List.of());
	}

	@Override
	public String toString() {
		return this.title;
	}

}
