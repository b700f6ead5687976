package org.condastore.shell.specification;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.condastore.shell.connection.PythonJson;
import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.YamlText;
import org.jspecify.annotations.Nullable;

/**
 * A specification as the {@code environment.yaml} from which conda makes the environment.
 */
final class EnvironmentYaml {

	/**
	 * The sections that conda knows, in the order in which {@code conda env export}
	 * writes them. conda complains about others, so a description is a comment.
	 * @see <a href=
	 * "https://github.com/conda/conda/blob/24.11.0/conda/env/env.py">VALID_KEYS and
	 * Environment.to_dict</a>
	 */
	private static final List<String> SECTIONS = List.of("name", "channels", "dependencies", "variables", "prefix");

	/**
	 * Whatever ends a line, in YAML 1.1 or elsewhere: the rest would not be a comment.
	 */
	private static final Pattern LINE_END = Pattern.compile("\\R");

	private static final Pattern NOT_PRINTABLE = Pattern.compile("\\p{C}");

	private EnvironmentYaml() {
	}

	/**
	 * Writes the document, without sections that are null.
	 * @throws CommandFailure {@code PRECONDITION} if the specification is not one that
	 * conda could take
	 */
	static String of(SpecificationDetail specification) {
		int id = specification.id();
		if (specification.isLockfile()) {
			throw CommandFailure.precondition(
					"specification %d is a lockfile: it has no environment.yaml".formatted(id),
					"specification show %d -o json has its lockfile in spec".formatted(id));
		}
		Map<String, @Nullable Object> sections = new LinkedHashMap<>();
		Map<?, ?> stored = stored(specification);
		for (String section : SECTIONS) {
			if (stored.get(section) != null) {
				sections.put(section, stored.get(section));
			}
		}
		String document = YamlText.ofJson(PythonJson.dumps(sections)).orElseThrow(() -> unreadable(id));
		return (stored.get("description") instanceof String description) ? comment(description) + document : document;
	}

	private static Map<?, ?> stored(SpecificationDetail specification) {
		if (StoredJson.read(specification.spec()).map(StoredJson::value).orElse(null) instanceof Map<?, ?> stored
				&& stored.get("dependencies") instanceof List<?>) {
			return stored;
		}
		throw unreadable(specification.id());
	}

	private static CommandFailure unreadable(int id) {
		return CommandFailure.precondition("specification %d has no list of dependencies".formatted(id),
				"specification show %d -o json shows what is stored".formatted(id));
	}

	private static String comment(String description) {
		StringBuilder comment = new StringBuilder();
		if (!description.isBlank()) {
			for (String line : LINE_END.split(description.strip())) {
				comment.append(("# " + NOT_PRINTABLE.matcher(line).replaceAll("?")).stripTrailing()).append('\n');
			}
		}
		return comment.toString();
	}

}
