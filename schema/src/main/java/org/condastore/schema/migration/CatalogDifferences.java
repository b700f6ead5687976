package org.condastore.schema.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where a database's catalog is not what its revision should look like, by their texts.
 * The order of columns means nothing: it depends on how a table came to be.
 *
 * @param missing what should be there, as {@code table build: column hash …}
 * @param surplus what is there and should not be
 * @param indexes indexes that are there besides, which disturb nobody
 */
public record CatalogDifferences(List<String> missing, List<String> surplus, List<String> indexes) {

	private static final String INDEX = "CREATE INDEX ";

	public CatalogDifferences {
		missing = List.copyOf(missing);
		surplus = List.copyOf(surplus);
		indexes = List.copyOf(indexes);
	}

	public static CatalogDifferences between(String expected, String found) {
		Map<String, List<String>> should = blocks(expected);
		Map<String, List<String>> is = blocks(found);
		List<String> missing = new ArrayList<>();
		List<String> surplus = new ArrayList<>();
		List<String> indexes = new ArrayList<>();
		Set<String> headings = new TreeSet<>(should.keySet());
		headings.addAll(is.keySet());
		for (String heading : headings) {
			List<String> wanted = should.get(heading);
			List<String> present = is.get(heading);
			if (present == null) {
				missing.add(heading);
			}
			else if (wanted == null) {
				surplus.add(heading);
			}
			else if (heading.startsWith("enum ")) {
				// Here the order is the meaning.
				if (!wanted.equals(present)) {
					missing.add(heading + ": " + String.join(", ", wanted));
					surplus.add(heading + ": " + String.join(", ", present));
				}
			}
			else {
				subtract(wanted, present).forEach((line) -> missing.add(heading + ": " + line));
				for (String line : subtract(present, wanted)) {
					(line.startsWith(INDEX) ? indexes : surplus).add(heading + ": " + line);
				}
			}
		}
		return new CatalogDifferences(missing, surplus, indexes);
	}

	/**
	 * Like {@link #between}, for databases in which {@code alembic_version} may be
	 * missing.
	 */
	static CatalogDifferences apartFromRevision(String expected, String found) {
		return between(withoutRevision(expected), withoutRevision(found));
	}

	/** Whether the catalog is what it should be. */
	boolean none() {
		return this.missing.isEmpty() && this.surplus.isEmpty();
	}

	/** All of them as sentences. */
	List<String> sentences() {
		List<String> sentences = new ArrayList<>();
		this.missing.forEach((line) -> sentences.add("missing: " + line));
		this.surplus.forEach((line) -> sentences.add("not expected: " + line));
		return sentences;
	}

	private static String withoutRevision(String text) {
		StringBuilder rest = new StringBuilder();
		for (String block : text.split("\n\n")) {
			if (!block.startsWith("table alembic_version")) {
				rest.append(block).append("\n\n");
			}
		}
		return rest.toString();
	}

	private static List<String> subtract(List<String> from, List<String> what) {
		List<String> rest = new ArrayList<>(from);
		what.forEach(rest::remove);
		return rest;
	}

	/** Headings with what is indented below them. */
	private static Map<String, List<String>> blocks(String text) {
		Map<String, List<String>> blocks = new TreeMap<>();
		List<String> block = new ArrayList<>();
		for (String line : text.lines().toList()) {
			if (line.isBlank()) {
				continue;
			}
			if (line.startsWith("  ")) {
				block.add(line.strip());
			}
			else {
				block = new ArrayList<>();
				blocks.put(line, block);
			}
		}
		return blocks;
	}

}
