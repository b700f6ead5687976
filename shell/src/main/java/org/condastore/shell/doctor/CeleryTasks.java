package org.condastore.shell.doctor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * What conda-store's workers say that they are at.
 *
 * @param workers the worker of each build that has one, by the build's id
 * @see <a href=
 * "https://docs.celeryq.dev/en/stable/userguide/monitoring.html#commands">celery
 * inspect</a>
 */
record CeleryTasks(Map<Integer, String> workers) {

	/** Nobody was asked. */
	static final CeleryTasks UNKNOWN = new CeleryTasks(Map.of());

	/** conda-store names each task of a build by the build. */
	private static final Pattern BUILD_TASK = Pattern.compile("build-([0-9]{1,9})-.*");

	CeleryTasks {
		workers = new TreeMap<>(workers);
	}

	/**
	 * Reads what {@code celery inspect active --json} has printed, and {@code reserved}
	 * or {@code scheduled}, one after the other.
	 * @param name what it was read from, for the message
	 * @throws CommandFailure {@code USAGE} if it is something else, or no worker has
	 * answered
	 */
	static CeleryTasks read(String name, String json) {
		Map<Integer, String> workers = new TreeMap<>();
		List<StoredJson> documents = StoredJson.readAll(json).orElse(List.of());
		int answers = 0;
		for (StoredJson document : documents) {
			for (Map.Entry<?, ?> worker : map(name, document.value()).entrySet()) {
				answers++;
				for (Object task : list(name, worker.getValue())) {
					add(name, String.valueOf(worker.getKey()), map(name, task), workers);
				}
			}
		}
		if (documents.isEmpty()) {
			throw otherwise(name);
		}
		if (answers == 0) {
			throw CommandFailure.usage("no worker has answered in %s".formatted(name),
					"if none is running leave out --celery");
		}
		return new CeleryTasks(workers);
	}

	/** A task that is scheduled is wrapped in when it is. */
	private static void add(String name, String worker, Map<?, ?> task, Map<Integer, String> workers) {
		Object request = task.get("request");
		Object id = ((request != null) ? map(name, request) : task).get("id");
		if (!(id instanceof String text)) {
			throw otherwise(name);
		}
		Matcher build = BUILD_TASK.matcher(text);
		if (build.matches()) {
			workers.put(Integer.valueOf(build.group(1)), worker);
		}
	}

	private static Map<?, ?> map(String name, @Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return map;
		}
		throw otherwise(name);
	}

	private static List<?> list(String name, @Nullable Object value) {
		if (value instanceof List<?> list) {
			return list;
		}
		throw otherwise(name);
	}

	private static CommandFailure otherwise(String name) {
		return CommandFailure.usage("%s is not what celery inspect prints with --json".formatted(name),
				"celery -A conda_store_server.worker inspect active --json > FILE");
	}

}
