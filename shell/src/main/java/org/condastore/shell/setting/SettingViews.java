package org.condastore.shell.setting;

import org.condastore.shell.output.View;

/** How settings read. */
final class SettingViews {

	static final View<StoredSetting> LIST = View.<StoredSetting>of("settings")
		.number("id", StoredSetting::id)
		.text("level", (setting) -> setting.level().map(SettingLevel::kind).orElse(null))
		.text("namespace", (setting) -> setting.level().map(SettingLevel::namespace).orElse(null))
		.text("environment", (setting) -> setting.level().map(SettingLevel::environment).orElse(null))
		.text("key", StoredSetting::key)
		.json("value", StoredSetting::value)
		.texts("problems", StoredSetting::problems)
		.text("prefix", StoredSetting::prefix)
		.notInTable();

	private static final View<StoredSetting> ROWS = View.<StoredSetting>of("rows")
		.number("id", StoredSetting::id)
		.text("level", (setting) -> setting.level().map(SettingLevel::kind).orElse(null))
		.json("value", StoredSetting::value)
		.texts("problems", StoredSetting::problems);

	static final View<EffectiveSetting> GET = View.<EffectiveSetting>of("settings")
		.text("key", EffectiveSetting::key)
		.json("value", (setting) -> (setting.effective() != null) ? setting.effective().value() : null)
		.text("source", EffectiveSetting::source)
		.text("namespace", (setting) -> setting.level().namespace())
		.text("environment", (setting) -> setting.level().environment())
		.text("type", (setting) -> setting.key().type())
		.flag("global_only", (setting) -> setting.key().globalOnly())
		.rows("rows", EffectiveSetting::rows, ROWS);

	private SettingViews() {
	}

}
