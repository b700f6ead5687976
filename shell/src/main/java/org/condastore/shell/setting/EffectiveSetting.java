package org.condastore.shell.setting;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a setting is for somebody.
 *
 * @param level for whom
 * @param effective the row that decides; null if none does and conda-store's
 * configuration, which is not in the database, has its say
 * @param rows all rows with the key at this level and above, those applied first first
 */
record EffectiveSetting(SettingKey key, SettingLevel level, @Nullable StoredSetting effective,
		List<StoredSetting> rows) {

	/**
	 * Decides which row counts: of the lowest level that has one the last, because
	 * conda-store's {@code get_settings} lets each row replace the ones before.
	 * @param rows in the order of their levels and ids
	 */
	static EffectiveSetting of(SettingKey key, SettingLevel level, List<StoredSetting> rows) {
		StoredSetting last = null;
		for (StoredSetting row : rows) {
			last = row.counts() ? row : last;
		}
		return new EffectiveSetting(key, level, last, rows);
	}

	/** Where the value comes from: a level, or {@code default}. */
	String source() {
		return (this.effective == null) ? "default" : this.effective.level().map(SettingLevel::kind).orElseThrow();
	}

}
