package org.condastore.shell.setting;

import java.util.Optional;

import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Output;
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

	private final Output out;

	public SettingCommands(SettingRepository settings, Output out) {
		this.settings = settings;
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

}
