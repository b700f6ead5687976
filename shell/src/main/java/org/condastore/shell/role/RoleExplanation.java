package org.condastore.shell.role;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What somebody may do with a target, and by which rows.
 *
 * @param holder the namespace whose user is meant
 * @param roles those that apply, the strongest first; empty if there is a problem
 * @param permissions what they permit, sorted
 * @param problem why every request of the holder fails; null if none does
 * @param rows the holder's rows, those that decide first
 */
record RoleExplanation(String holder, RoleTarget target, Generation version, List<String> roles,
		List<String> permissions, @Nullable String problem, List<Row> rows) {

	/** What a row does. */
	enum Effect {

		/** It makes every request of its holder fail. */
		BREAKS,

		/** Its role applies. */
		APPLIES,

		/** It is about something else. */
		OTHER_TARGET,

		/** It is in the table that conda-store does not read. */
		NOT_READ

	}

	/**
	 * A row and what it does.
	 *
	 * @param reason why it breaks; null if it does not
	 */
	record Row(RoleMapping mapping, Effect effect, @Nullable String reason) {
	}

	/**
	 * Explains what one holder may do.
	 * @param mappings the holder's rows, of both generations
	 */
	static RoleExplanation of(String holder, RoleTarget target, Generation version, List<RoleMapping> mappings) {
		List<Row> rows = mappings.stream()
			.map((mapping) -> row(mapping, target, version))
			.sorted(Comparator.comparing(Row::effect)
				.thenComparing((row) -> row.mapping().generation())
				.thenComparing((row) -> row.mapping().id()))
			.toList();
		Optional<Row> breaking = rows.stream().filter((row) -> row.effect() == Effect.BREAKS).findFirst();
		List<Role> roles = breaking.isPresent() ? List.of()
				: rows.stream()
					.filter((row) -> row.effect() == Effect.APPLIES)
					.flatMap((row) -> Role.stored(row.mapping().role()).stream())
					.distinct()
					.sorted()
					.toList();
		return new RoleExplanation(holder, target, version, roles.stream().map(Role::toString).toList(),
				roles.stream().flatMap(Role::permissions).distinct().sorted().toList(),
				breaking
					.map((row) -> "every request fails because of row %d: %s".formatted(row.mapping().id(),
							row.reason()))
					.orElse(null),
				rows);
	}

	/**
	 * Explains who may do anything with a target.
	 * @param mappings rows of all holders
	 * @return those with a row that covers the target, in the order of their names
	 */
	static List<RoleExplanation> ofAll(RoleTarget target, Generation version, List<RoleMapping> mappings) {
		Map<String, List<RoleMapping>> byHolder = mappings.stream()
			.filter((mapping) -> mapping.holder() != null && mapping.generation() == version.number())
			.collect(Collectors.groupingBy((mapping) -> Objects.requireNonNull(mapping.holder()), LinkedHashMap::new,
					Collectors.toList()));
		return byHolder.entrySet()
			.stream()
			.filter((holder) -> holder.getValue().stream().anyMatch((mapping) -> mapping.covers(target)))
			.sorted(Map.Entry.comparingByKey())
			.map((holder) -> of(holder.getKey(), target, version, holder.getValue()))
			.toList();
	}

	/** The rows that decide, in one line each. */
	List<String> deciding() {
		return this.rows.stream()
			.filter((row) -> row.effect() == Effect.BREAKS || row.effect() == Effect.APPLIES)
			.map((row) -> "%d: %s %s".formatted(row.mapping().id(), row.mapping().entity(), row.mapping().role()))
			.toList();
	}

	private static Row row(RoleMapping mapping, RoleTarget target, Generation version) {
		if (mapping.generation() != version.number()) {
			return new Row(mapping, Effect.NOT_READ, null);
		}
		return mapping.problem()
			.map((problem) -> new Row(mapping, Effect.BREAKS, problem))
			.orElseGet(() -> new Row(mapping, mapping.covers(target) ? Effect.APPLIES : Effect.OTHER_TARGET, null));
	}

}
