package org.condastore.shell.change;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Rows of one table to which the same is done.
 *
 * @param table its name, without the schema
 * @param operation what is done
 * @param key the columns of its primary key
 * @param before the columns whose values the rows must have before: all of them where
 * rows are deleted; the key, what changes, and what the change depends on where they are
 * updated, or only have to stay as they are; none where they are inserted
 * @param after the columns that have values afterwards: all that are known where rows are
 * inserted, those that change where they are updated, none where they are deleted
 * @param rows for each row the values before and then those after
 */
public record RowSet(String table, Operation operation, List<String> key, List<String> before, List<String> after,
		Tuples rows) {

	public RowSet {
		key = List.copyOf(key);
		before = List.copyOf(before);
		after = List.copyOf(after);
	}

	/** Whether the same columns of the same table are written in the same way. */
	boolean isLike(RowSet other) {
		return this.table.equals(other.table) && this.operation == other.operation && this.key.equals(other.key)
				&& this.before.equals(other.before) && this.after.equals(other.after);
	}

	/** Whether the key of each row is known: the server gives one to a new row. */
	boolean hasKeys() {
		return keyed().containsAll(this.key);
	}

	/** Where in a tuple the columns of the key are. */
	int[] keyPlaces() {
		int offset = (this.operation == Operation.INSERT) ? this.before.size() : 0;
		int[] places = new int[this.key.size()];
		for (int i = 0; i < places.length; i++) {
			places[i] = offset + keyed().indexOf(this.key.get(i));
		}
		return places;
	}

	/** The columns among which the key is found. */
	private List<String> keyed() {
		return (this.operation == Operation.INSERT) ? this.after : this.before;
	}

	/** The key of a tuple. */
	List<@Nullable String> keyOf(@Nullable String[] tuple) {
		List<@Nullable String> values = new ArrayList<>();
		for (int place : keyPlaces()) {
			values.add((place >= 0) ? tuple[place] : null);
		}
		return values;
	}

	/**
	 * What takes it back. Of an update it depends on nothing but what was written.
	 */
	RowSet inverse() {
		if (!this.operation.isInPlace()) {
			return new RowSet(this.table, this.operation.inverse(), this.key, this.after, this.before, this.rows);
		}
		List<String> columns = Stream.concat(this.key.stream(), this.after.stream()).toList();
		int[] places = IntStream.concat(IntStream.of(keyPlaces()),
				IntStream.concat(IntStream.range(this.before.size(), this.before.size() + this.after.size()),
						this.after.stream().mapToInt(this.before::indexOf)))
			.toArray();
		Tuples inverse = new Tuples();
		for (@Nullable
		String[] row : this.rows) {
			@Nullable String[] tuple = new String[places.length];
			for (int i = 0; i < places.length; i++) {
				tuple[i] = row[places[i]];
			}
			inverse.add(tuple);
		}
		return new RowSet(this.table, this.operation, this.key, columns, this.after, inverse);
	}

}
