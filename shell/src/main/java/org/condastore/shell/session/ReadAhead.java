package org.condastore.shell.session;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Lets a command read in one statement what its line asks for and what the lines right
 * after it will ask for, if they call the same command.
 *
 * <p>
 * Such lines differ in the first argument of the command's method, the key. Whoever typed
 * them waits for all of their results, so that each may come from any moment since the
 * lines arrived; to a line that arrives later none of this is shown.
 */
public final class ReadAhead {

	/** Enough that the statement does not count, few enough for any plan and memory. */
	static final int MOST = 200;

	/** What waited longer, for a pager or a slow reader, is read again. */
	private static final long FRESH = Duration.ofMillis(200).toNanos();

	private final LongSupplier nanoTime;

	/** How many lines have begun to run. */
	private long line;

	private @Nullable MethodCommand command;

	private BatchLines following = BatchLines.NONE;

	/** Whether the line that runs tried to read for others too, and failed. */
	private boolean failedForOthers;

	/** The last line that reads for itself alone, because that failed. */
	private long lastAlone;

	/**
	 * What a command reads by key.
	 *
	 * @param <K> the type of the first parameter of the command's method
	 */
	public final class Shared<K, V> {

		private final Class<K> type;

		private final Function<Set<K>, Map<K, V>> read;

		private Set<K> keys = Set.of();

		private Map<K, V> values = Map.of();

		/** The last line that the values were read for. */
		private long last;

		private long readAt;

		private Shared(Class<K> type, Function<Set<K>, Map<K, V>> read) {
			this.type = type;
			this.read = read;
		}

		/**
		 * What there is under the key of the line that runs.
		 * @return empty if there is nothing
		 */
		public Optional<V> find(K key) {
			if (!this.keys.contains(key) || ReadAhead.this.line > this.last || now() - this.readAt > FRESH) {
				read(key);
			}
			return Optional.ofNullable(this.values.get(key));
		}

		/**
		 * Like {@link #find}, for a line that changes what it finds: whoever asks again
		 * gets what is there then.
		 */
		public Optional<V> take(K key) {
			Optional<V> found = find(key);
			this.keys.remove(key);
			return found;
		}

		private void read(K key) {
			Set<K> keys = new LinkedHashSet<>(Set.of(key));
			int others = addFollowing(keys);
			try {
				this.values = this.read.apply(keys);
			}
			catch (RuntimeException ex) {
				ReadAhead.this.failed(others);
				throw ex;
			}
			this.keys = keys;
			this.last = ReadAhead.this.line + others;
			this.readAt = now();
		}

		private long now() {
			return ReadAhead.this.nanoTime.getAsLong();
		}

		private int addFollowing(Set<K> keys) {
			int count = 0;
			if (ReadAhead.this.line <= ReadAhead.this.lastAlone) {
				return count;
			}
			PreparedLine next = ReadAhead.this.following.coming(0);
			while (count < MOST && next != null && next.continues(ReadAhead.this.command)
					&& this.type.isInstance(next.firstArgument())) {
				keys.add(this.type.cast(next.firstArgument()));
				count++;
				next = ReadAhead.this.following.coming(count);
			}
			return count;
		}

	}

	/**
	 * Reads ahead of no line yet.
	 * @param nanoTime {@link System#nanoTime}, or a test's
	 */
	public ReadAhead(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Prepares what a command reads by key; a line must look for its own key only.
	 * @param type the key's
	 * @param read reads what there is under some keys, in one statement; a key under
	 * which there is nothing has no entry
	 */
	public <K, V> Shared<K, V> of(Class<K> type, Function<Set<K>, Map<K, V>> read) {
		return new Shared<>(type, read);
	}

	/**
	 * Says that a line begins to run.
	 * @param command what it calls
	 * @param following the lines after it
	 */
	void begin(@Nullable MethodCommand command, BatchLines following) {
		this.line++;
		this.command = command;
		this.following = following;
		this.failedForOthers = false;
	}

	/**
	 * Whether the failure of the line that ran may be that of a line after it: then it
	 * has to run again. It and those that were read for with it will read alone.
	 */
	boolean failedForOthers() {
		return this.failedForOthers;
	}

	private void failed(int others) {
		this.failedForOthers = others > 0;
		// One more: the line that failed runs again.
		this.lastAlone = this.failedForOthers ? this.line + others + 1 : this.lastAlone;
	}

}
