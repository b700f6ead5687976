package org.condastore.schema.revision;

import java.util.ArrayList;
import java.util.List;

import org.condastore.schema.catalog.Catalog;

/**
 * The SQL that makes one catalog out of another, in an order that works, to be run in one
 * transaction. Statements do not name the schema.
 *
 * @param steps the steps, in order
 */
public record MigrationScript(List<Step> steps) {

	private static final int WIDTH = 118;

	private static final String COMMENT = "-- ";

	public MigrationScript {
		steps = List.copyOf(steps);
	}

	/**
	 * Writes the script of a comparison.
	 * @param comparison what has to happen
	 * @return the script; without steps if nothing differs
	 */
	public static MigrationScript of(Comparison comparison) {
		return ScriptWriter.write(comparison, false);
	}

	/**
	 * Writes the script that makes a catalog in an empty schema.
	 * @param catalog the catalog
	 * @return the script
	 */
	public static MigrationScript creating(Catalog catalog) {
		Catalog empty = new Catalog(List.of(), List.of(), List.of(), List.of(), List.of());
		return of(Comparison.of(empty, catalog, List.of(), Exclusions.none()));
	}

	/**
	 * Where a reviewer has to look.
	 * @return the warnings of all steps
	 */
	public List<Warning> warnings() {
		return this.steps.stream().flatMap((step) -> step.warnings().stream()).toList();
	}

	/**
	 * The script as it is written to a file.
	 * @return SQL with comments, which say what each step is for and what to look at
	 */
	public String sql() {
		List<String> steps = new ArrayList<>();
		for (Step step : this.steps) {
			StringBuilder text = new StringBuilder();
			step.purposes().forEach((purpose) -> comment(text, purpose));
			step.warnings().forEach((warning) -> comment(text, "WARNING, " + warning));
			step.statements().forEach((statement) -> text.append(statement).append(";\n"));
			steps.add(text.toString());
		}
		return String.join("\n", steps);
	}

	private static void comment(StringBuilder text, String sentence) {
		String prefix = COMMENT;
		int length = 0;
		for (String word : sentence.replace('\n', ' ').split(" ")) {
			if (length > 0 && length + 1 + word.length() > WIDTH) {
				text.append('\n');
				prefix = COMMENT + "  ";
				length = 0;
			}
			String piece = ((length == 0) ? prefix : " ") + word;
			text.append(piece);
			length += piece.length();
		}
		text.append('\n');
	}

	/**
	 * Statements that belong together.
	 *
	 * @param purposes what they are for, one line each
	 * @param warnings where a reviewer has to look
	 * @param statements the statements without their semicolons; empty if one has to be
	 * written by hand
	 */
	public record Step(List<String> purposes, List<Warning> warnings, List<String> statements) {

		public Step {
			purposes = List.copyOf(purposes);
			warnings = List.copyOf(warnings);
			statements = List.copyOf(statements);
		}

	}

}
