package org.condastore.shell.listing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.session.NameSource;
import org.jooq.Field;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a list can be ordered by. All of them are among the selected ones.
 */
public final class SortKeys implements NameSource {

	/** An order: fields, and the unique field that decides among equals. */
	record Order(List<Field<?>> fields, boolean descending, Field<Integer> unique) {

		/** Whether the unique field alone decides, whose index gives the order. */
		boolean byUnique() {
			return this.fields.equals(List.of(this.unique));
		}

		List<SortField<?>> sorting() {
			List<SortField<?>> sorting = new ArrayList<>();
			if (!byUnique()) {
				this.fields.forEach((field) -> sorting.add(directed(field).nullsLast()));
			}
			sorting.add(directed(this.unique));
			return sorting;
		}

		private SortField<?> directed(Field<?> field) {
			return this.descending ? field.desc() : field.asc();
		}

	}

	private final Field<Integer> unique;

	private final Order own;

	private final Map<String, List<Field<?>>> fields;

	private SortKeys(Field<Integer> unique, Order own, Map<String, List<Field<?>>> fields) {
		this.unique = unique;
		this.own = own;
		this.fields = fields;
	}

	/** Lists in the order of their ids, the oldest first. */
	public static SortKeys oldestFirst(Field<Integer> id) {
		return new SortKeys(id, new Order(List.of(id), false, id), Map.of("id", List.of(id)));
	}

	/** Lists in the order of their ids, the newest first. */
	public static SortKeys newestFirst(Field<Integer> id) {
		return new SortKeys(id, new Order(List.of(id), true, id), Map.of("id", List.of(id)));
	}

	/** Lists in the order of another field, the smallest first. */
	public static SortKeys by(String key, Field<?> field, Field<Integer> id) {
		return by(key, List.of(field), id);
	}

	/** Lists in the order of other fields, the first of which decides first. */
	public static SortKeys by(String key, List<Field<?>> fields, Field<Integer> id) {
		return new SortKeys(id, new Order(List.copyOf(fields), false, id), Map.of("id", List.of(id))).or(key,
				fields.toArray(Field<?>[]::new));
	}

	/** Lists in the order of another field, the largest or newest first. */
	public static SortKeys byLargest(String key, Field<?> field, Field<Integer> id) {
		return new SortKeys(id, new Order(List.of(field), true, id), Map.of("id", List.of(id))).or(key, field);
	}

	/** Adds a field, and others that decide where it is the same. */
	public SortKeys or(String key, Field<?>... keyFields) {
		Map<String, List<Field<?>>> more = new LinkedHashMap<>(this.fields);
		more.put(key, List.of(keyFields));
		return new SortKeys(this.unique, this.own, more);
	}

	/** The keys as {@code --sort} takes them, with the dash that was typed. */
	@Override
	public List<Name> find(String typed, int limit) {
		String dash = typed.startsWith("-") ? "-" : "";
		List<Name> names = this.fields.keySet().stream().map((key) -> new Name(dash + key, "")).toList();
		return NameSource.among(() -> names).find(typed, limit);
	}

	/** What a query for the first rows of a list is ordered by. */
	public List<SortField<?>> sorting(Listing listing) {
		return order(listing.sort()).sorting();
	}

	/** Whether one of some fields has a say in the order of a list. */
	public boolean usesAny(Listing listing, Field<?>... some) {
		return order(listing.sort()).fields().stream().anyMatch(List.of(some)::contains);
	}

	/**
	 * The order that was asked for.
	 * @param sort as in {@link Listing#sort()}
	 * @throws CommandFailure {@code USAGE} if the list has no such field
	 */
	Order order(@Nullable String sort) {
		if (sort == null) {
			return this.own;
		}
		boolean descending = sort.startsWith("-");
		String key = descending ? sort.substring(1) : sort;
		List<Field<?>> keyFields = this.fields.get(key);
		if (keyFields == null) {
			throw CommandFailure.usage("--sort cannot be \"%s\"".formatted(sort),
					"use one of %s, with a dash before it for descending"
						.formatted(String.join(", ", this.fields.keySet())));
		}
		return new Order(keyFields, descending, this.unique);
	}

}
