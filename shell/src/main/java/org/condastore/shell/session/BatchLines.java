package org.condastore.shell.session;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.condastore.shell.session.BatchReader.Read;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a batch that have not run yet. Those that have arrived can be looked at
 * before their turn comes. Blank lines and comments are not among them.
 */
final class BatchLines {

	/** Nothing. */
	static final BatchLines NONE = new BatchLines(new BatchReader("", InputStream.nullInputStream()), (read) -> {
		throw new IllegalStateException("there are no lines");
	});

	private final BatchReader reader;

	private final Function<Read, PreparedLine> preparation;

	/** Arrived and prepared, in their order. */
	private final List<PreparedLine> arrived = new ArrayList<>();

	BatchLines(BatchReader reader, Function<Read, PreparedLine> preparation) {
		this.reader = reader;
		this.preparation = preparation;
	}

	/**
	 * Takes the next line; waits for it.
	 * @return null at the end of the batch
	 */
	@Nullable PreparedLine next() {
		if (!this.arrived.isEmpty()) {
			return this.arrived.remove(0);
		}
		Read read;
		do {
			read = this.reader.next();
		}
		while (read != null && isBlank(read));
		return (read != null) ? this.preparation.apply(read) : null;
	}

	/**
	 * Looks at a line that has arrived; never waits.
	 * @param index 0 for the one that {@link #next} takes
	 * @return null if so many have not arrived
	 */
	@Nullable PreparedLine arrived(int index) {
		while (this.arrived.size() <= index) {
			Read read = this.reader.arrived();
			if (read == null) {
				return null;
			}
			if (!isBlank(read)) {
				this.arrived.add(this.preparation.apply(read));
			}
		}
		return this.arrived.get(index);
	}

	private static boolean isBlank(Read read) {
		return read.failure() == null && read.words().isEmpty();
	}

}
