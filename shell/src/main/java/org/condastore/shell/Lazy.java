package org.condastore.shell;

import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** Something that is made when it is first needed, once. */
final class Lazy<T> implements Supplier<T> {

	private final Supplier<T> maker;

	private volatile @Nullable T made;

	Lazy(Supplier<T> maker) {
		this.maker = maker;
	}

	@Override
	public synchronized T get() {
		T value = this.made;
		if (value == null) {
			value = this.maker.get();
			this.made = value;
		}
		return value;
	}

	/** What was made, if it was. */
	Optional<T> ifMade() {
		return Optional.ofNullable(this.made);
	}

}
