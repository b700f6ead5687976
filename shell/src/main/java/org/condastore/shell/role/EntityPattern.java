package org.condastore.shell.role;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a role is granted on: {@code NAMESPACE/ENVIRONMENT}, both with {@code *} for any
 * characters.
 *
 * <p>
 * conda-store makes a regular expression of it and replaces nothing but the star.
 * Therefore a dot stands for any character, and {@code + ? ^ $} mean what they mean in
 * regular expressions; and a namespace matches if the part before the slash does,
 * whatever the part behind it.
 *
 * @see <a href=
 * "https://github.com/conda-incubator/conda-store/blob/9177dc66/conda-store-server/conda_store_server/_internal/server/auth.py">
 * compile_arn_regex</a>
 */
final class EntityPattern {

	private static final String NAME = "[A-Za-z0-9\\-+_@$&?^~.=]";

	private static final Pattern ALLOWED = Pattern
		.compile("[A-Za-z0-9\\-+_@$&?^~.=*]{1,255}/[A-Za-z0-9\\-+_@$&?^~.=*]{1,255}");

	/** Java takes it, Python does not: there is nothing to repeat. */
	private static final Pattern NOTHING_TO_REPEAT = Pattern.compile("(?:^|[$^])[?+]");

	private final Pattern pattern;

	private EntityPattern(Pattern pattern) {
		this.pattern = pattern;
	}

	/**
	 * Reads what is stored.
	 * @return empty if conda-store fails on it
	 */
	static Optional<EntityPattern> stored(String entity) {
		if (!ALLOWED.matcher(entity).matches() || NOTHING_TO_REPEAT.matcher(entity).find()) {
			return Optional.empty();
		}
		String[] parts = entity.replaceAll("\\*+", Matcher.quoteReplacement(NAME + "*")).split("/");
		try {
			return Optional.of(new EntityPattern(Pattern.compile("^%s(?:/%s)?$".formatted(parts[0], parts[1]))));
		}
		catch (PatternSyntaxException ex) {
			// as in Python
			return Optional.empty();
		}
	}

	boolean matches(RoleTarget target) {
		return this.pattern.matcher(target.toString()).find();
	}

}
