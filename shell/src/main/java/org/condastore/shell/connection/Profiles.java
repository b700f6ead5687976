package org.condastore.shell.connection;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The profiles of {@code profiles.yaml}:
 *
 * <pre>{@code
 * production:
 *   url: postgresql://conda@db.example.org/conda-store
 *   production: true
 *   read-only: true
 * }</pre>
 *
 * <p>
 * {@code url} is required. What is not known, doubled or of the wrong type is refused
 * with its line: a misspelt {@code read-only} must not be a profile that writes.
 */
public final class Profiles {

	private static final String EXAMPLE = "each profile is a name with url, production (true or false) and"
			+ " read-only (true or false)";

	private final Path file;

	private final Map<ProfileName, Profile> profiles;

	private Profiles(Path file, Map<ProfileName, Profile> profiles) {
		this.file = file;
		this.profiles = profiles;
	}

	/**
	 * Reads a file of profiles.
	 * @param file if it does not exist there are no profiles
	 * @throws CommandFailure usage, with file and line, if it is not as it should be
	 */
	public static Profiles read(Path file) {
		if (!Files.exists(file)) {
			return new Profiles(file, Map.of());
		}
		String text;
		try {
			text = Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (CharacterCodingException ex) {
			throw CommandFailure.usage("%s is not UTF-8 text".formatted(file), EXAMPLE);
		}
		catch (IOException ex) {
			throw CommandFailure.usage("%s cannot be read".formatted(file), "check its permissions");
		}
		return new Profiles(file, new Reader(file).read(text));
	}

	/** Every profile's name, in the order of the file. */
	public List<ProfileName> names() {
		return List.copyOf(this.profiles.keySet());
	}

	/** A profile by its name. */
	public Optional<Profile> find(ProfileName name) {
		return Optional.ofNullable(this.profiles.get(name));
	}

	/**
	 * A profile by its name.
	 * @throws CommandFailure usage, if there is none
	 */
	public Profile get(ProfileName name) {
		return find(name).orElseThrow(() -> CommandFailure.usage("there is no profile %s".formatted(name),
				this.profiles.isEmpty() ? "profiles are defined in %s".formatted(this.file)
						: "%s defines %s".formatted(this.file,
								String.join(", ", this.profiles.keySet().stream().map(ProfileName::value).toList()))));
	}

	/** Where they were read from. */
	public Path file() {
		return this.file;
	}

	/** From YAML nodes to profiles: the nodes know their lines. */
	private record Reader(Path file) {

		private static final Set<Tag> STANDARD = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.TIMESTAMP);

		/** YAML 1.1's words for true. */
		private static final Set<String> TRUE = Set.of("true", "yes", "on");

		Map<ProfileName, Profile> read(String text) {
			LoaderOptions options = new LoaderOptions();
			options.setMaxAliasesForCollections(0);
			options.setNestingDepthLimit(5);
			Map<ProfileName, Profile> profiles = new LinkedHashMap<>();
			try {
				Node root = new Yaml(options).compose(new StringReader(text));
				if (root == null || (root instanceof ScalarNode && Tag.NULL.equals(root.getTag()))) {
					return profiles;
				}
				Set<String> seen = new HashSet<>();
				for (NodeTuple entry : mapping(root, "the file is not a mapping of profiles").getValue()) {
					String name = text(entry.getKeyNode(), "a profile's name is not text");
					if (!ProfileName.isAllowed(name)) {
						throw failure(entry.getKeyNode(), "this is not a profile name");
					}
					if (!seen.add(name)) {
						throw failure(entry.getKeyNode(), "profile %s is there twice".formatted(name));
					}
					ProfileName profileName = new ProfileName(name);
					profiles.put(profileName, profile(profileName, entry));
				}
				return profiles;
			}
			catch (MarkedYAMLException ex) {
				throw failure(ex.getProblemMark(), "this is not YAML");
			}
			catch (YAMLException ex) {
				throw failure((Mark) null, "this is not YAML");
			}
		}

		private Profile profile(ProfileName name, NodeTuple entry) {
			String url = null;
			boolean production = false;
			boolean readOnly = false;
			Set<String> seen = new HashSet<>();
			for (NodeTuple setting : mapping(entry.getValueNode(), "profile %s is not a mapping".formatted(name))
				.getValue()) {
				Node keyNode = setting.getKeyNode();
				Node valueNode = setting.getValueNode();
				String key = text(keyNode, "profile %s has a key that is not text".formatted(name));
				if (!seen.add(key)) {
					throw failure(keyNode, "profile %s has a key twice".formatted(name));
				}
				switch (key) {
					case "url" -> url = text(valueNode, "the url of profile %s is not text".formatted(name));
					case "production" ->
						production = flag(valueNode, "production of profile %s is not true or false".formatted(name));
					case "read-only" ->
						readOnly = flag(valueNode, "read-only of profile %s is not true or false".formatted(name));
					default -> throw failure(keyNode,
							key.matches("[A-Za-z_-]{1,30}") ? "profile %s has an unknown key %s".formatted(name, key)
									: "profile %s has an unknown key".formatted(name));
				}
			}
			if (url == null || url.isBlank()) {
				throw failure(entry.getKeyNode(), "profile %s has no url".formatted(name));
			}
			return new Profile(name, url, production, readOnly);
		}

		private MappingNode mapping(Node node, String otherwise) {
			if (node instanceof MappingNode mapping && Tag.MAP.equals(node.getTag())) {
				return mapping;
			}
			throw failure(node, otherwise);
		}

		/**
		 * A scalar that is text, or reads like a number or a flag: a name may be
		 * {@code 2026}.
		 */
		private String text(Node node, String otherwise) {
			if (node instanceof ScalarNode scalar && STANDARD.contains(node.getTag())) {
				return scalar.getValue();
			}
			throw failure(node, otherwise);
		}

		private boolean flag(Node node, String otherwise) {
			if (node instanceof ScalarNode scalar && Tag.BOOL.equals(node.getTag())) {
				return TRUE.contains(scalar.getValue().toLowerCase(Locale.ROOT));
			}
			throw failure(node, otherwise);
		}

		private CommandFailure failure(Node node, String what) {
			return failure(node.getStartMark(), what);
		}

		private CommandFailure failure(@Nullable Mark mark, String what) {
			String place = (mark != null) ? this.file + ":" + (mark.getLine() + 1) : this.file.toString();
			return CommandFailure.usage(place + ": " + what, EXAMPLE);
		}

	}

}
