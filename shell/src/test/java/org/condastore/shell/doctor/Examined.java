package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.condastore.shell.TypedShell;
import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.failure.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * What {@code doctor -o json} says.
 *
 * @param rows those of each finding, each as its table and its key
 * @param details what is wrong with each of these rows
 * @param severities how bad each finding is
 * @param counts how many rows each finding has
 */
record Examined(ExitCode code, Map<String, List<String>> rows, Map<String, List<String>> details,
		Map<String, String> severities, Map<String, Long> counts, List<String> notExamined) {

	static Examined by(TypedShell shell, String... options) {
		TypedShell.Ended ended = shell.type("doctor -o json " + String.join(" ", options));
		Map<?, ?> told = map(StoredJson.read(ended.out())
			.orElseThrow(() -> new AssertionError("no JSON: %s".formatted(ended)))
			.value());
		Map<String, List<String>> rows = new TreeMap<>();
		Map<String, List<String>> details = new TreeMap<>();
		Map<String, String> severities = new TreeMap<>();
		Map<String, Long> counts = new TreeMap<>();
		for (Object element : list(told.get("findings"))) {
			Map<?, ?> finding = map(element);
			String id = String.valueOf(finding.get("id"));
			severities.put(id, String.valueOf(finding.get("severity")));
			counts.put(id, Long.valueOf(String.valueOf(finding.get("count"))));
			rows.put(id, new ArrayList<>());
			details.put(id, new ArrayList<>());
			for (Object found : list(finding.get("rows"))) {
				Map<?, ?> row = map(found);
				Objects.requireNonNull(rows.get(id)).add("%s %s".formatted(row.get("table"), row.get("key")));
				Objects.requireNonNull(details.get(id)).add(String.valueOf(row.get("detail")));
			}
		}
		List<String> notExamined = new ArrayList<>();
		list(told.get("not_examined")).forEach((one) -> notExamined.add(String.valueOf(map(one).get("id"))));
		return new Examined(ended.code(), rows, details, severities, counts, notExamined);
	}

	/** The ids of errors and warnings. */
	List<String> serious() {
		return this.severities.entrySet()
			.stream()
			.filter((finding) -> !finding.getValue().equals("information"))
			.map(Map.Entry::getKey)
			.toList();
	}

	private static Map<?, ?> map(@Nullable Object value) {
		return (Map<?, ?>) Objects.requireNonNull(value);
	}

	private static List<?> list(@Nullable Object value) {
		return (List<?>) Objects.requireNonNull(value);
	}

}
