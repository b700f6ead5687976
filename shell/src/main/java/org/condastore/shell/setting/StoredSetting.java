package org.condastore.shell.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A row that sets something.
 *
 * @param prefix where, as stored
 * @param value JSON as stored; null is SQL's NULL
 * @param duplicate whether another row has the same prefix and key: no constraint forbids
 * it
 */
record StoredSetting(int id, String prefix, String key, @Nullable String value, boolean duplicate) {

	/** Where it is set; empty if conda-store never looks there. */
	Optional<SettingLevel> level() {
		return SettingLevel.stored(this.prefix);
	}

	/** Whether conda-store reads it at all. */
	boolean counts() {
		return ignored().isEmpty();
	}

	/** What is wrong with it, in the order of what it does. */
	List<String> problems() {
		List<String> problems = new ArrayList<>();
		ignored().ifPresent(problems::add);
		if (problems.isEmpty()) {
			SettingKey.stored(this.key)
				.filter((known) -> !known.type().accepts(this.value))
				.ifPresent((known) -> problems.add("not %s: %s fails".formatted(known.type(), failing())));
		}
		if (this.duplicate) {
			problems.add("set twice: conda-store uses the first row in some places and the last in others");
		}
		return problems;
	}

	private Optional<String> ignored() {
		Optional<SettingLevel> level = level();
		if (level.isEmpty()) {
			return Optional.of("no such level: ignored");
		}
		Optional<SettingKey> known = SettingKey.stored(this.key);
		if (known.isEmpty()) {
			return Optional.of("unknown key: ignored");
		}
		return (known.get().globalOnly() && !level.get().isGlobal())
				? Optional.of("counts at the global level only: ignored") : Optional.empty();
	}

	/** conda-store reads all settings of a level before it does anything there. */
	private String failing() {
		return level().filter((level) -> !level.isGlobal())
			.map((level) -> "every build of this %s".formatted(level.kind()))
			.orElse("every build");
	}

}
