package org.condastore.shell.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.condastore.shell.connection.PythonJson;
import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.session.InputFile;
import org.condastore.shell.specification.SpecificationHash;
import org.condastore.shell.transfer.NamespaceDocument.Environment;
import org.condastore.shell.transfer.NamespaceDocument.Role;
import org.condastore.shell.transfer.NamespaceDocument.Setting;
import org.condastore.shell.transfer.NamespaceDocument.Specification;
import org.jspecify.annotations.Nullable;

/**
 * Reads an exported namespace. The file may have been edited: what conda-store would not
 * accept is refused, with the place where it is.
 */
final class DocumentReader {

	private final InputFile file;

	private DocumentReader(InputFile file) {
		this.file = file;
	}

	/**
	 * Reads a file.
	 * @throws CommandFailure {@code USAGE} if it cannot be read or holds something else
	 */
	static NamespaceDocument read(InputFile file) {
		return new DocumentReader(file).document();
	}

	private NamespaceDocument document() {
		Object read = StoredJson.read(text()).map(StoredJson::value).orElse(null);
		if (!(read instanceof Map<?, ?> map) || !NamespaceDocument.FORMAT.equals(map.get("format"))) {
			throw CommandFailure.usage("%s is not an exported namespace".formatted(this.file),
					"export namespace NAME makes one; its member format is \"%s\"".formatted(NamespaceDocument.FORMAT));
		}
		Members document = new Members("", map);
		NamespaceDocument document1 = new NamespaceDocument(NamespaceDocument.FORMAT, document.time("exported_on"),
				NamespaceName.of(document.text("name")).value(), document.json("metadata"),
				document.each("roles", this::role), document.each("settings", this::setting),
				document.each("specifications", this::specification), document.each("environments", this::environment));
		requireSpecifications(document1);
		return document1;
	}

	private String text() {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(this.file.bytes())).toString();
		}
		catch (CharacterCodingException ex) {
			throw CommandFailure.usage("%s is not an exported namespace".formatted(this.file), "it is not even UTF-8");
		}
	}

	private Role role(Members role) {
		int generation = role.number("generation");
		if (generation != 1 && generation != 2) {
			throw role.wrong("generation", "has to be 1 or 2");
		}
		return new Role(generation, role.text("holder"), role.text("entity"), role.text("role"));
	}

	private Setting setting(Members setting) {
		return new Setting(setting.optionalText("environment"), setting.text("key"), setting.json("value"));
	}

	private Specification specification(Members specification) {
		String spec = specification.json("spec");
		Specification read = new Specification(specification.text("sha256"), specification.text("name"),
				specification.flag("is_lockfile"), specification.time("created_on"), String.valueOf(spec));
		boolean hash = read.sha256().matches("[0-9a-f]{64}");
		// What a lockfile's hash is computed from is not all in it.
		if (!hash || (!read.isLockfile()
				&& !SpecificationHash.of(read.spec()).filter(read.sha256()::equals).isPresent())) {
			throw specification.wrong("sha256",
					"has to be the hash of the specification; an edited one is registered with conda-store instead");
		}
		return read;
	}

	private Environment environment(Members environment) {
		String name = environment.text("name");
		if (!NamespaceName.isAllowed(name)) {
			throw environment.wrong("name", "has to be a name that conda-store accepts");
		}
		return new Environment(name, environment.optionalText("description"), environment.optionalText("specification"),
				environment.each("builds", this::build));
	}

	private NamespaceDocument.Build build(Members build) {
		return new NamespaceDocument.Build(build.number("id"), build.flag("current"), build.text("specification"),
				build.optionalText("status"), build.time("scheduled_on"), build.time("ended_on"),
				build.texts("lockfile_keys"));
	}

	private void requireSpecifications(NamespaceDocument document) {
		Set<String> known = new HashSet<>();
		document.specifications().forEach((specification) -> known.add(specification.sha256()));
		Set<String> names = new HashSet<>();
		for (Environment environment : document.environments()) {
			if (!names.add(environment.name())) {
				throw wrong("environments", "has %s twice".formatted(environment.name()));
			}
			String specification = environment.specification();
			if (specification != null && !known.contains(specification)) {
				throw wrong("specifications",
						"has no %s, which environment %s is built from".formatted(specification, environment.name()));
			}
		}
	}

	private CommandFailure wrong(String place, String what) {
		return CommandFailure.usage("%s in %s %s".formatted(place, this.file, what),
				"export namespace NAME makes a file that is right");
	}

	/** The members of an object, and where it is in the document. */
	private final class Members {

		private final String place;

		private final Map<?, ?> values;

		Members(String place, Map<?, ?> values) {
			this.place = place;
			this.values = values;
		}

		CommandFailure wrong(String member, String must) {
			return DocumentReader.this.wrong(this.place + member, must);
		}

		String text(String member) {
			String text = optionalText(member);
			if (text == null) {
				throw wrong(member, "has to be a text");
			}
			return text;
		}

		@Nullable String optionalText(String member) {
			Object value = this.values.get(member);
			if (value == null || value instanceof String) {
				return (String) value;
			}
			throw wrong(member, "has to be a text or null");
		}

		@Nullable String json(String member) {
			Object value = this.values.get(member);
			return (value != null) ? PythonJson.dumps(value) : null;
		}

		int number(String member) {
			if (this.values.get(member) instanceof Number number && number.longValue() == number.intValue()) {
				return number.intValue();
			}
			throw wrong(member, "has to be a whole number");
		}

		boolean flag(String member) {
			if (this.values.get(member) instanceof Boolean flag) {
				return flag;
			}
			throw wrong(member, "has to be true or false");
		}

		@Nullable Instant time(String member) {
			String time = optionalText(member);
			try {
				return (time != null) ? Instant.parse(time) : null;
			}
			catch (DateTimeException ex) {
				throw wrong(member, "has to be a time such as 2025-02-11T12:00:00Z");
			}
		}

		List<String> texts(String member) {
			List<String> texts = new ArrayList<>();
			for (Object element : list(member)) {
				if (!(element instanceof String text)) {
					throw wrong(member, "has to be a list of texts");
				}
				texts.add(text);
			}
			return texts;
		}

		<T> List<T> each(String member, Function<Members, T> read) {
			List<T> elements = new ArrayList<>();
			for (Object element : list(member)) {
				if (!(element instanceof Map<?, ?> map)) {
					throw wrong(member, "has to be a list of objects");
				}
				elements.add(read.apply(new Members("%s%s[%d].".formatted(this.place, member, elements.size()), map)));
			}
			return elements;
		}

		private List<?> list(String member) {
			if (this.values.get(member) instanceof List<?> list) {
				return list;
			}
			throw wrong(member, "has to be a list");
		}

	}

}
