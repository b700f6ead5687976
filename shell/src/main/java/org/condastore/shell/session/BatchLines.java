package org.condastore.shell.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The lines of a batch that have not run yet. They can be looked at before their turn
 * comes.
 */
final class BatchLines {

	/** Nothing. */
	static final BatchLines NONE = new BatchLines(() -> null);

	private final Supplier<@Nullable PreparedLine> source;

	/** Prepared, in their order. */
	private final List<PreparedLine> prepared = new ArrayList<>();

	/**
	 * Lines.
	 * @param source gives the next one, prepared with the variables as they are when it
	 * is asked; null at the end
	 */
	BatchLines(Supplier<@Nullable PreparedLine> source) {
		this.source = source;
	}

	/**
	 * Takes the next line.
	 * @return null at the end of the batch
	 */
	@Nullable PreparedLine next() {
		return this.prepared.isEmpty() ? this.source.get() : this.prepared.remove(0);
	}

	/**
	 * Looks at a line that comes. Who looks stops at the first that is not like the one
	 * that runs: those after it may depend on what it does.
	 * @param index 0 for the one that {@link #next} takes
	 * @return null if there are not so many
	 */
	@Nullable PreparedLine coming(int index) {
		while (this.prepared.size() <= index) {
			PreparedLine line = this.source.get();
			if (line == null) {
				return null;
			}
			this.prepared.add(line);
		}
		return this.prepared.get(index);
	}

}
