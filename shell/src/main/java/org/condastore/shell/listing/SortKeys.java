package org.condastore.shell.listing;

import java.util.LinkedHashMap;
import java.util.Map;

import org.condastore.shell.failure.CommandFailure;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a list can be ordered by. All of them are among the selected ones.
 */
public final class SortKeys {

	/** An order: a field, and the unique field that decides among equals. */
	record Order(Field<?> field, boolean descending, Field<Integer> unique) {

		/** Whether the unique field alone decides, whose index gives the order. */
		boolean byUnique() {
			return this.field.equals(this.unique);
		}

	}

	private final Field<Integer> unique;

	private final Order own;

	private final Map<String, Field<?>> fields;

	private SortKeys(Field<Integer> unique, Order own, Map<String, Field<?>> fields) {
		this.unique = unique;
		this.own = own;
		this.fields = fields;
	}

	/** Lists in the order of their ids, the oldest first. */
	public static SortKeys oldestFirst(Field<Integer> id) {
		return new SortKeys(id, new Order(id, false, id), Map.of("id", id));
	}

	/** Lists in the order of their ids, the newest first. */
	public static SortKeys newestFirst(Field<Integer> id) {
		return new SortKeys(id, new Order(id, true, id), Map.of("id", id));
	}

	/** Lists in the order of another field, the smallest first. */
	public static SortKeys by(String key, Field<?> field, Field<Integer> id) {
		return new SortKeys(id, new Order(field, false, id), Map.of("id", id)).or(key, field);
	}

	/** Lists in the order of another field, the largest first. */
	public static SortKeys byLargest(String key, Field<?> field, Field<Integer> id) {
		return new SortKeys(id, new Order(field, true, id), Map.of("id", id)).or(key, field);
	}

	/** Adds a field. */
	public SortKeys or(String key, Field<?> field) {
		Map<String, Field<?>> more = new LinkedHashMap<>(this.fields);
		more.put(key, field);
		return new SortKeys(this.unique, this.own, more);
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
		Field<?> field = this.fields.get(key);
		if (field == null) {
			throw CommandFailure.usage("--sort cannot be \"%s\"".formatted(sort),
					"use one of %s, with a dash before it for descending"
						.formatted(String.join(", ", this.fields.keySet())));
		}
		return new Order(field, descending, this.unique);
	}

}
