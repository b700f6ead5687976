package org.condastore.shell.setting;

import java.util.Optional;

import org.condastore.shell.change.Changes;
import org.condastore.shell.change.Request;
import org.condastore.shell.change.RowOptions;
import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Output;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The {@code setting} commands. */
public final class SettingCommands {

	private static final String GROUP = "Settings";

	private static final String NEEDS_RESTART = "conda-store's server and workers each keep what they have read once: a"
			+ " value seen here may count for them only after a restart.";

	private final SettingRepository settings;

	private final SettingChangeRepository changed = new SettingChangeRepository();

	private final Changes changes;

	private final Output out;

	public SettingCommands(SettingRepository settings, Changes changes, Output out) {
		this.settings = settings;
		this.changes = changes;
		this.out = out;
	}

	@Command(name = "setting list", group = GROUP, description = "List settings as they are stored, of all levels",
			help = NEEDS_RESTART)
	void list(@Option(longName = "namespace",
			description = "only those of this namespace and its environments") @Nullable NamespaceName namespace,
			@Option(longName = "environment",
					description = "only those of this namespace/name") @Nullable EnvironmentName environment,
			@Option(longName = "key", description = "only these; * and ? are wildcards") @Nullable NamePattern key,
			@OptionGroup Listing listing) {
		SettingLevel level = SettingLevel.of(namespace, environment);
		Optional<String> remark = this.settings.remark(level);
		this.out.list(this.settings.list(level, key, listing), SettingViews.LIST);
		remark.ifPresent(this.out::note);
	}

	@Command(name = "setting get", group = GROUP, description = "Show what a setting is, and which level says so",
			help = "A namespace's value replaces the global one, an environment's that of its namespace; lists are not"
					+ " merged. " + NEEDS_RESTART)
	void get(@Argument(index = 0, description = "the setting") SettingKey key,
			@Option(longName = "namespace", description = "for this namespace") @Nullable NamespaceName namespace,
			@Option(longName = "environment",
					description = "for this environment, as namespace/name") @Nullable EnvironmentName environment) {
		SettingLevel level = SettingLevel.of(namespace, environment);
		Optional<String> remark = this.settings.remark(level);
		EffectiveSetting setting = this.settings.get(key, level);
		this.out.show(setting, SettingViews.GET);
		if (setting.effective() == null) {
			this.out.note("%s is not set: the deployment's default applies".formatted(key));
		}
		remark.ifPresent(this.out::note);
	}

	@Command(name = "setting set", group = GROUP, description = "Give a setting a value, for everything or at a level",
			help = """
					A text is typed as it is, a number in digits, permissions as 775. A list is typed with commas
					between its items, or as a JSON array in single quotes, which items that hold commas need:
					'["numpy>=1.2,<2", "pandas"]'; '' is an empty list. null is null, where the setting can be
					that; "null" in double quotes, inside single ones, is the text. A list replaces that of the
					level above. Some settings count at the global level alone: setting get KEY says which.
					""" + NEEDS_RESTART)
	@Effect(Effect.Kind.WRITES)
	void set(@Argument(index = 0, description = "the setting") SettingKey key,
			@Argument(index = 1, description = "what it becomes") String value,
			@Option(longName = "namespace", description = "for this namespace") @Nullable NamespaceName namespace,
			@Option(longName = "environment",
					description = "for this environment, as namespace/name") @Nullable EnvironmentName environment,
			@OptionGroup RowOptions options) {
		SettingLevel level = SettingLevel.of(namespace, environment);
		if (key.globalOnly() && !level.isGlobal()) {
			throw CommandFailure.usage("%s counts at the global level only".formatted(key),
					"leave --%s out".formatted(level.kind()));
		}
		SettingValue wanted = SettingValue.of(key, value);
		this.changes.run(Request.write("set setting %s%s".formatted(key, named(level)), "keyvaluestore", "settings"),
				options, (planning) -> this.changed.set(planning, key, level, wanted));
	}

	@Command(name = "setting unset", group = GROUP, description = "Take the value of a setting away, at one level",
			help = "What the level above says applies then, in the end conda-store's configuration. " + NEEDS_RESTART)
	@Effect(Effect.Kind.DESTROYS)
	void unset(@Argument(index = 0, description = "the setting") SettingKey key,
			@Option(longName = "namespace", description = "for this namespace") @Nullable NamespaceName namespace,
			@Option(longName = "environment",
					description = "for this environment, as namespace/name") @Nullable EnvironmentName environment,
			@OptionGroup RowOptions options) {
		SettingLevel level = SettingLevel.of(namespace, environment);
		this.changes.run(Request.destroy("unset setting %s%s".formatted(key, named(level)), "keyvaluestore", "settings",
				"setting " + key), options, (planning) -> this.changed.unset(planning, key, level));
	}

	private static String named(SettingLevel level) {
		return level.isGlobal() ? "" : " for %s %s".formatted(level.kind(), level.name());
	}

}
