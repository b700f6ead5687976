package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.output.View;

/** How what the doctor knows and finds reads. */
final class DoctorViews {

	private static final int WIDTH = 80;

	private static final View<Violation> ROWS = View.<Violation>of("rows")
		.text("table", Violation::table)
		.text("key", Violation::key)
		.text("namespace", Violation::namespace)
		.text("detail", Violation::detail);

	private static final View<Finding> FINDINGS = View.<Finding>of("findings")
		.text("id", (finding) -> finding.invariant().id())
		.text("severity", (finding) -> severity(finding.invariant().severity()))
		.number("count", (finding) -> finding.found().count())
		.text("sentence", (finding) -> finding.invariant().sentence())
		.rows("rows", (finding) -> finding.found().rows(), ROWS)
		.text("repair", (finding) -> finding.invariant().repair().sentence());

	private static final View<Diagnosis.NotExamined> NOT_EXAMINED = View.<Diagnosis.NotExamined>of("invariants")
		.text("id", (one) -> one.invariant().id())
		.text("reason", Diagnosis.NotExamined::reason);

	static final View<Diagnosis> DIAGNOSIS = View.<Diagnosis>of("diagnoses")
		.text("revision", Diagnosis::revision)
		.rows("findings", Diagnosis::findings, FINDINGS)
		.rows("not_examined", Diagnosis::notExamined, NOT_EXAMINED);

	static final View<Invariant> LIST = View.<Invariant>of("invariants")
		.text("id", Invariant::id)
		.text("severity", (invariant) -> severity(invariant.severity()))
		.text("repair", (invariant) -> invariant.repair().kind())
		.text("sentence", Invariant::sentence);

	static final View<Invariant> EXPLANATION = View.<Invariant>of("invariants")
		.text("id", Invariant::id)
		.text("severity", (invariant) -> severity(invariant.severity()))
		.text("sentence", Invariant::sentence)
		.text("breaks", (invariant) -> invariant.explanation().breaks())
		.text("costs", (invariant) -> invariant.explanation().costs())
		.text("repair", (invariant) -> invariant.repair().kind())
		.text("does", (invariant) -> invariant.repair().sentence())
		.text("mended", (invariant) -> invariant.explanation().mended())
		.text("avoid", (invariant) -> invariant.explanation().avoid());

	private DoctorViews() {
	}

	/** What people read: a line for each finding, and its rows beneath. */
	static String text(Diagnosis diagnosis) {
		List<String> lines = new ArrayList<>();
		for (Finding finding : diagnosis.findings()) {
			Invariant invariant = finding.invariant();
			long count = finding.found().count();
			lines.addAll(
					wrapped("%s %s, %,d %s. What should be: ".formatted(invariant.id(), severity(invariant.severity()),
							count, (count == 1) ? "row" : "rows"), "   ", invariant.sentence()));
			for (Violation row : finding.found().rows()) {
				String whose = (row.namespace() != null) ? " (%s)".formatted(row.namespace()) : "";
				lines.addAll(
						wrapped("   ", "     ", "%s %s%s: %s".formatted(row.table(), row.key(), whose, row.detail())));
			}
			long more = count - finding.found().rows().size();
			if (more > 0) {
				lines.add("   and %,d more; --all shows every one".formatted(more));
			}
			String does = (invariant.repair() instanceof Repair.Rows) ? "repair apply %s: ".formatted(invariant.id())
					: "repair: ";
			lines.addAll(wrapped("   " + does, "     ", invariant.repair().sentence()));
			lines.add("");
		}
		lines.add("%s, %s".formatted(
				(diagnosis.revision() != null) ? "revision " + diagnosis.revision() : "no single revision",
				"%d of %d invariants hold".formatted(diagnosis.held(),
						diagnosis.held() + diagnosis.findings().size() + diagnosis.notExamined().size())));
		return String.join("\n", lines);
	}

	/** The page of the manual. */
	static String page(Invariant invariant) {
		List<String> lines = new ArrayList<>();
		lines.addAll(wrapped("%s (%s): ".formatted(invariant.id(), severity(invariant.severity())), "",
				invariant.sentence()));
		paragraph(lines, "How it breaks", invariant.explanation().breaks());
		paragraph(lines, "What it costs", invariant.explanation().costs());
		paragraph(lines, "How it is repaired", invariant.explanation().mended());
		String how = switch (invariant.repair().kind()) {
			case "rows" -> "repair plan %1$s shows it, repair apply %1$s does it: ".formatted(invariant.id());
			case "request" -> "Somebody else has to do it: ";
			default -> "There is no repair: ";
		};
		lines.addAll(wrapped("  ", "  ", how + invariant.repair().sentence() + "."));
		paragraph(lines, "What not to do", invariant.explanation().avoid());
		return String.join("\n", lines);
	}

	private static void paragraph(List<String> lines, String heading, String text) {
		lines.add("");
		lines.add(heading);
		lines.addAll(wrapped("  ", "  ", text));
	}

	/**
	 * Lines of no more than {@value #WIDTH} characters, unless a word is longer.
	 * @param first what the first line begins with
	 * @param rest what the others begin with
	 */
	private static List<String> wrapped(String first, String rest, String text) {
		List<String> lines = new ArrayList<>();
		StringBuilder line = new StringBuilder(first);
		boolean empty = true;
		for (String word : text.split(" ", -1)) {
			if (!empty && line.length() + 1 + word.length() > WIDTH) {
				lines.add(line.toString());
				line = new StringBuilder(rest);
				empty = true;
			}
			line.append(empty ? "" : " ").append(word);
			empty = false;
		}
		lines.add(line.toString());
		return lines;
	}

	private static String severity(Severity severity) {
		return severity.name().toLowerCase(Locale.ROOT);
	}

}
