package org.condastore.shell.schema;

import java.util.Locale;

import org.condastore.schema.lint.LintRule;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.output.View;

/** How what is known about a schema reads. */
final class SchemaViews {

	static final View<SchemaStatus> STATUS = View.<SchemaStatus>of("schemas")
		.text("version", SchemaStatus::version)
		.text("alembic_revision", SchemaStatus::alembicRevision)
		.text("state", SchemaStatus::state)
		.texts("pending", SchemaStatus::pending)
		.texts("releases", SchemaStatus::releases)
		.text("problem", SchemaStatus::problem)
		.text("hint", SchemaStatus::hint)
		.texts("differences", SchemaStatus::differences)
		.texts("notes", SchemaStatus::notes);

	static final View<SchemaHistoryEntry> HISTORY = View.<SchemaHistoryEntry>of("entries")
		.number("rank", SchemaHistoryEntry::rank)
		.text("version", SchemaHistoryEntry::version)
		.text("alembic_revision", SchemaHistoryEntry::revision)
		.text("action", SchemaHistoryEntry::action)
		.text("description", SchemaHistoryEntry::description)
		.text("script", SchemaHistoryEntry::script)
		.notInTable()
		.text("database_user", SchemaHistoryEntry::databaseUser)
		.text("operating_system_user", SchemaHistoryEntry::operatingSystemUser)
		.notInTable()
		.time("installed_on", SchemaHistoryEntry::installedOn)
		.duration("took", SchemaHistoryEntry::took)
		.text("reason", SchemaHistoryEntry::reason);

	private static final View<MigrationReport.Step> STEPS = View.<MigrationReport.Step>of("steps")
		.text("action", MigrationReport.Step::action)
		.text("version", MigrationReport.Step::version)
		.text("alembic_revision", MigrationReport.Step::revision)
		.text("description", MigrationReport.Step::description)
		.text("script", MigrationReport.Step::script)
		.notInTable()
		.flag("transactional", MigrationReport.Step::transactional)
		.notInTable()
		.duration("took", MigrationReport.Step::took)
		.notInTable();

	private static final View<MigrationReport.Step> STEPS_BACK = STEPS.text("effect", MigrationReport.Step::effect)
		.texts("losses", MigrationReport.Step::losses);

	static final View<MigrationReport> MIGRATION = report(STEPS);

	static final View<MigrationReport> ROLLBACK = report(STEPS_BACK);

	static final View<ValidationFinding> FINDINGS = View.<ValidationFinding>of("findings")
		.text("version", ValidationFinding::version)
		.text("script", ValidationFinding::script)
		.text("finding", ValidationFinding::finding);

	static final View<LintedFile> LINT = View.<LintedFile>of("findings")
		.text("file", LintedFile::file)
		.number("line", (found) -> found.finding().line())
		.text("rule", (found) -> found.finding().rule().id())
		.text("severity", (found) -> severity(found.finding().severity()))
		.text("finding", (found) -> found.finding().sentence())
		.text("safer_way", (found) -> found.finding().saferWay());

	static final View<LintRule> LINT_RULES = View.<LintRule>of("rules")
		.text("rule", LintRule::id)
		.text("severity", (rule) -> severity(rule.severity()))
		.text("why", LintRule::why)
		.text("safer_way", LintRule::saferWay);

	private SchemaViews() {
	}

	private static String severity(Severity severity) {
		return severity.name().toLowerCase(Locale.ROOT);
	}

	private static View<MigrationReport> report(View<MigrationReport.Step> steps) {
		return View.<MigrationReport>of("changes")
			.text("change", MigrationReport::change)
			.text("from", MigrationReport::from)
			.text("to", MigrationReport::to)
			.rows("steps", MigrationReport::steps, steps)
			.texts("follow_up", MigrationReport::followUp);
	}

}
