package org.condastore.shell.build;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.condastore.shell.build.Difference.Part;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** In what two builds differ: what was asked for, and what was installed. Pure. */
final class BuildDifferences {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String CHANNELS = "channels";

	/** The package in a dependency such as {@code conda-forge::python>=3.11}. */
	private static final Pattern PACKAGE = Pattern.compile("(?:[^\\s:]+::)?([A-Za-z0-9_.-]+).*", Pattern.DOTALL);

	private BuildDifferences() {
	}

	/**
	 * The differences of two specifications. In a list the order does not count, but for
	 * channels, where it is their priority.
	 * @param a JSON as stored
	 * @param b JSON as stored
	 * @return in the order of the fields
	 */
	static List<Difference> ofSpecifications(String a, String b) {
		Fields inA = Fields.of(a);
		Fields inB = Fields.of(b);
		Set<String> names = new LinkedHashSet<>(inA.values().keySet());
		names.addAll(inB.values().keySet());
		List<Difference> differences = new ArrayList<>();
		for (String name : names) {
			List<String> valuesA = inA.values().getOrDefault(name, List.of());
			List<String> valuesB = inB.values().getOrDefault(name, List.of());
			List<Pair<String>> pairs = pairs(valuesA, valuesB, key(name, valuesA.size() + valuesB.size()));
			if (pairs.isEmpty() && name.equals(CHANNELS) && !valuesA.equals(valuesB)) {
				pairs = List.of(new Pair<>(String.join(", ", valuesA), String.join(", ", valuesB)));
			}
			for (Pair<String> pair : pairs) {
				differences.add(Difference.between(Part.SPECIFICATION, name, pair.a(), pair.b()));
			}
		}
		return differences;
	}

	/**
	 * The differences of two lists of packages. A package reads as its version and build;
	 * where these are the same it is the channel or the platform that differs, and they
	 * are added.
	 * @return in the order of names
	 */
	static List<Difference> ofPackages(Collection<InstalledPackage> a, Collection<InstalledPackage> b) {
		List<Pair<Identity>> pairs = pairs(a.stream().map(Identity::of).toList(), b.stream().map(Identity::of).toList(),
				Identity::name);
		return pairs.stream().map((pair) -> {
			Identity inA = pair.a();
			Identity inB = pair.b();
			boolean moved = inA != null && inB != null && inA.release().equals(inB.release());
			return Difference.between(Part.PACKAGE, pair.either().name(), (inA != null) ? inA.text(moved) : null,
					(inB != null) ? inB.text(moved) : null);
		}).sorted(Comparator.comparing(Difference::name)).toList();
	}

	/** What makes one of a field's values another version of the same thing. */
	private static Function<String, String> key(String field, int values) {
		if (field.equals(CHANNELS)) {
			return Function.identity();
		}
		return (value) -> {
			Matcher dependency = PACKAGE.matcher(value);
			// One value on each side is a single value that has changed.
			return (values <= 2) ? "" : dependency.matches() ? dependency.group(1) : value;
		};
	}

	/**
	 * What is left when everything that both sides have is taken away, side by side where
	 * the keys are equal.
	 */
	private static <T> List<Pair<T>> pairs(List<T> a, List<T> b, Function<T, String> key) {
		List<T> onlyB = new ArrayList<>(b);
		Map<String, List<T>> onlyA = new LinkedHashMap<>();
		for (T element : a) {
			if (!onlyB.remove(element)) {
				onlyA.computeIfAbsent(key.apply(element), (none) -> new ArrayList<>()).add(element);
			}
		}
		List<Pair<T>> pairs = new ArrayList<>();
		onlyA.forEach((name, elements) -> {
			for (T element : elements) {
				T other = onlyB.stream()
					.filter((candidate) -> key.apply(candidate).equals(name))
					.findFirst()
					.orElse(null);
				onlyB.remove(other);
				pairs.add(new Pair<>(element, other));
			}
		});
		onlyB.forEach((element) -> pairs.add(new Pair<>(null, element)));
		return pairs;
	}

	/** The same thing on both sides; one of them may lack it. */
	private record Pair<T>(@Nullable T a, @Nullable T b) {

		T either() {
			return (this.a != null) ? this.a : Objects.requireNonNull(this.b);
		}

	}

	/** What tells packages apart. */
	private record Identity(String name, String release, String channel) {

		static Identity of(InstalledPackage installed) {
			return new Identity(Objects.requireNonNullElse(installed.name(), "?"),
					Objects.requireNonNullElse(installed.version(), "?") + " " + installed.build(),
					Objects.requireNonNullElse(installed.channel(), "?") + "/"
							+ Objects.requireNonNullElse(installed.subdir(), "?"));
		}

		String text(boolean withChannel) {
			return withChannel ? this.release + " " + this.channel : this.release;
		}

	}

	/**
	 * A specification as flat fields.
	 *
	 * @param values what each field holds: {@code dependencies},
	 * {@code dependencies.pip}, {@code variables.LANG}; nothing for what is null or empty
	 */
	private record Fields(Map<String, List<String>> values) {

		static Fields of(String json) {
			Fields fields = new Fields(new LinkedHashMap<>());
			fields.add("", JSON.readTree(json));
			return fields;
		}

		private void add(String name, JsonNode node) {
			if (node.isObject()) {
				node.properties()
					.forEach((property) -> add(name.isEmpty() ? property.getKey() : name + "." + property.getKey(),
							property.getValue()));
			}
			else if (node.isArray()) {
				node.forEach((element) -> addElement(name, element));
			}
			else if (!node.isNull() && !node.asString().isEmpty()) {
				put(name, node.asString());
			}
		}

		/** In a list an object with a single list is a list of its own: pip's. */
		private void addElement(String name, JsonNode element) {
			if (element.isObject() && element.size() == 1 && element.iterator().next().isArray()) {
				add(name, element);
			}
			else {
				put(name, element.isString() ? element.asString() : element.toString());
			}
		}

		private void put(String name, String value) {
			this.values.computeIfAbsent(name, (none) -> new ArrayList<>()).add(value);
		}

	}

}
