package org.condastore.schema.catalog;

import java.util.Set;
import java.util.function.Predicate;

/**
 * The tables that Celery and Kombu make for themselves in conda-store's schema when they
 * use its database: they belong to no revision, and come and go as workers start.
 *
 * @see <a href=
 * "https://github.com/celery/celery/blob/main/celery/backends/database/models.py">Celery's
 * models</a> and <a href=
 * "https://github.com/celery/kombu/blob/main/kombu/transport/sqlalchemy/models.py">Kombu's</a>
 */
public final class TaskQueue {

	/** Kombu and Celery make these apart from their tables. */
	private static final Set<String> SEQUENCES = Set.of("task_id_sequence", "taskset_id_sequence",
			"message_id_sequence", "queue_id_sequence");

	private TaskQueue() {
	}

	/**
	 * Whether a table or sequence is theirs.
	 * @param name its name, without quotes
	 */
	public static boolean owns(String name) {
		return name.startsWith("celery_") || name.startsWith("kombu_") || SEQUENCES.contains(name);
	}

	/** The catalog without what is theirs. */
	public static Catalog without(Catalog catalog) {
		Predicate<String> kept = (name) -> !owns(name);
		return new Catalog(catalog.tables().stream().filter((table) -> kept.test(table.name())).toList(),
				catalog.views(), catalog.sequences().stream().filter((sequence) -> kept.test(sequence.name())).toList(),
				catalog.enums(), catalog.definitions());
	}

}
