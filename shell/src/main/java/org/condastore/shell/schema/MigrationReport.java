package org.condastore.shell.schema;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.condastore.schema.migration.MigrationResult;
import org.condastore.schema.migration.MigrationStep;
import org.condastore.schema.migration.Revision;
import org.condastore.schema.migration.RollbackPlan;
import org.condastore.schema.migration.Script;
import org.jspecify.annotations.Nullable;

/**
 * What a migration or rollback did, or would do.
 *
 * @param change what was asked for
 * @param from the version before; null for an empty database
 * @param to the version after; null if nothing is left
 * @param steps what was or would be done, in that order
 * @param followUp what else there is to do
 */
record MigrationReport(String change, @Nullable String from, @Nullable String to, List<Step> steps,
		List<String> followUp) {

	/**
	 * One version.
	 *
	 * @param effect whether data is lost; null for steps forward
	 * @param losses what is lost
	 * @param took null in a plan
	 */
	record Step(String version, @Nullable String revision, String action, String description, String script,
			boolean transactional, @Nullable String effect, List<String> losses, @Nullable Duration took) {

		static Step of(MigrationStep step) {
			return of(step.script(), word(step.action()), null, List.of(), step.took());
		}

		static Step of(RollbackPlan.Step step) {
			return of(step.script(), "roll back", word(step.effect()), step.losses(), step.took());
		}

		private static Step of(Script script, String action, @Nullable String effect, List<String> losses,
				@Nullable Duration took) {
			return new Step(script.version().getVersion(), script.revision().map(Revision::id).orElse(null), action,
					script.description(), script.file(), script.transactional(), effect, losses, took);
		}

		private static String word(Enum<?> constant) {
			return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

	static MigrationReport of(String change, MigrationResult result) {
		return new MigrationReport(change, result.from(), result.to(), result.steps().stream().map(Step::of).toList(),
				List.of());
	}

	static MigrationReport of(String change, RollbackPlan plan) {
		return new MigrationReport(change, plan.from(), plan.to(), plan.steps().stream().map(Step::of).toList(),
				followUp(plan));
	}

	/** A server that is newer than its database upgrades it. */
	private static List<String> followUp(RollbackPlan plan) {
		boolean condaStores = plan.steps().stream().anyMatch((step) -> step.script().revision().isPresent());
		List<String> revisions = condaStores ? plan.steps().get(plan.steps().size() - 1).revisions() : null;
		return (revisions == null) ? List.of()
				: List.of("conda-store-server upgrades its database again when it starts: run a release of revision %s,"
					.formatted(String.join(", ", revisions)) + " or start it with c.CondaStore.upgrade_db = False");
	}

}
