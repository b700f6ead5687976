package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.condastore.schema.lint.Severity;
import org.condastore.shell.output.View;
import org.jspecify.annotations.Nullable;

/** How what the doctor knows and finds reads. */
final class DoctorViews {

	private static final int WIDTH = 80;

	private static final View<Violation> ROWS = View.<Violation>of("rows")
		.text("table", Violation::table)
		.text("key", Violation::key)
		.text("namespace", Violation::namespace)
		.text("detail", Violation::detail);

	private static final View<Finding> FINDINGS = repaired(found());

	private static final View<Finding> OBSTACLES = repaired(
			found().text("breaks", (finding) -> breaks(finding.invariant())));

	private static final View<Diagnosis.NotExamined> NOT_EXAMINED = View.<Diagnosis.NotExamined>of("invariants")
		.text("id", (one) -> one.invariant().id())
		.text("reason", Diagnosis.NotExamined::reason);

	static final View<Diagnosis> DIAGNOSIS = View.<Diagnosis>of("diagnoses")
		.text("revision", Diagnosis::revision)
		.rows("findings", Diagnosis::findings, FINDINGS)
		.rows("not_examined", Diagnosis::notExamined, NOT_EXAMINED);

	static final View<UpgradeDiagnosis> UPGRADE = View.<UpgradeDiagnosis>of("upgrades")
		.text("release", (upgrade) -> upgrade.upgrade().toString())
		.text("revision", (upgrade) -> upgrade.diagnosis().revision())
		.texts("migrations", (upgrade) -> upgrade.migrations().orElse(null))
		.text("verdict", UpgradeDiagnosis::verdict)
		.rows("findings", (upgrade) -> upgrade.diagnosis().findings(), OBSTACLES)
		.rows("not_examined", (upgrade) -> upgrade.diagnosis().notExamined(), NOT_EXAMINED);

	static final View<Invariant> LIST = View.<Invariant>of("invariants")
		.text("id", Invariant::id)
		.text("severity", (invariant) -> severity(invariant.severity()))
		.text("repair", (invariant) -> invariant.repair().kind())
		.text("sentence", Invariant::sentence);

	static final View<Invariant> UPGRADE_LIST = View.<Invariant>of("invariants")
		.text("id", Invariant::id)
		.text("severity", (invariant) -> severity(invariant.severity()))
		.text("sentence", Invariant::sentence)
		.notInTable()
		.text("breaks", DoctorViews::breaks);

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
		List<String> lines = findings(diagnosis, null);
		lines.add("%s, %s".formatted(
				(diagnosis.revision() != null) ? "revision " + diagnosis.revision() : "no single revision",
				"%d of %d invariants hold".formatted(diagnosis.held(),
						diagnosis.held() + diagnosis.findings().size() + diagnosis.notExamined().size())));
		return String.join("\n", lines);
	}

	/**
	 * The same before an upgrade, with why it matters and what becomes of the database.
	 */
	static String text(UpgradeDiagnosis upgrade) {
		List<String> lines = findings(upgrade.diagnosis(), upgrade.upgrade());
		lines.addAll(wrapped("", "", upgrade.verdict()));
		return String.join("\n", lines);
	}

	private static List<String> findings(Diagnosis diagnosis, @Nullable Upgrade upgrade) {
		List<String> lines = new ArrayList<>();
		for (Finding finding : diagnosis.findings()) {
			Invariant invariant = finding.invariant();
			long count = finding.found().count();
			lines.addAll(
					wrapped("%s %s, %,d %s. What should be: ".formatted(invariant.id(), severity(invariant.severity()),
							count, (count == 1) ? "row" : "rows"), "   ", invariant.sentence()));
			if (upgrade != null) {
				lines.addAll(wrapped("   %s: ".formatted(upgrade), "     ", String.valueOf(breaks(invariant))));
			}
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
		return lines;
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

	private static View<Finding> found() {
		return View.<Finding>of("findings")
			.text("id", (finding) -> finding.invariant().id())
			.text("severity", (finding) -> severity(finding.invariant().severity()))
			.number("count", (finding) -> finding.found().count())
			.text("sentence", (finding) -> finding.invariant().sentence());
	}

	private static View<Finding> repaired(View<Finding> found) {
		return found.rows("rows", (finding) -> finding.found().rows(), ROWS)
			.text("repair", (finding) -> finding.invariant().repair().sentence());
	}

	/** Why it matters to the release; null if it is not about an upgrade. */
	private static @Nullable String breaks(Invariant invariant) {
		return (invariant instanceof Obstacle obstacle) ? obstacle.breaks() : null;
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
