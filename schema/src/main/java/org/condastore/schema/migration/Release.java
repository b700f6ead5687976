package org.condastore.schema.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A release of conda-store.
 *
 * @param name such as {@code 2025.2.2}
 * @param revision the identifier of the revision that it runs on; it upgrades older
 * databases to it when its server starts
 */
public record Release(String name, String revision) {

	/**
	 * The newest of conda-store's revisions that it knows, as a version. The withdrawn
	 * one followed the head.
	 * @return from 1
	 */
	public int version() {
		return Revisions.withId(this.revision).orElseGet(Revisions::head).version();
	}

	/**
	 * Whether it upgrades to the revision that later releases refuse.
	 * @see Revisions#WITHDRAWN
	 */
	public boolean isWithdrawn() {
		return this.revision.equals(Revisions.WITHDRAWN);
	}

	/**
	 * The migrations that its server runs at its start.
	 * @param found the revision that a database is at, as {@code alembic_version} says
	 * @return the revisions that they lead to, in that order: none if the database is
	 * where it has to be. Empty if the server does not know the revision and refuses to
	 * start
	 */
	public Optional<List<String>> migrationsFrom(String found) {
		if (found.equals(this.revision)) {
			return Optional.of(List.of());
		}
		return Revisions.withId(found).filter((from) -> from.version() <= version()).map((from) -> {
			List<String> ids = new ArrayList<>();
			for (Revision revision : Revisions.all()) {
				if (from.version() < revision.version() && revision.version() <= version()) {
					ids.add(revision.id());
				}
			}
			if (isWithdrawn()) {
				ids.add(this.revision);
			}
			return List.copyOf(ids);
		});
	}

	@Override
	public String toString() {
		return this.name;
	}

}
