package org.condastore.schema.revision;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column's type becomes another one.
 *
 * @param from the type until now, as PostgreSQL spells it
 * @param to the type then
 */
record TypeChange(String from, String to) {

	private static final Pattern MODIFIER = Pattern.compile("\\(([0-9, -]+)\\)");

	private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

	private static final Set<String> STRINGS = Set.of("character varying", "text", "character");

	/**
	 * From {@code pg_cast}: what ALTER TYPE does by itself, because an assignment would,
	 * strings as targets apart.
	 */
	private static final Map<String, Set<String>> ASSIGNMENTS = Map.ofEntries(
			Map.entry("smallint", Set.of("integer", "bigint", "real", "double precision", "numeric")),
			Map.entry("integer", Set.of("smallint", "bigint", "real", "double precision", "numeric")),
			Map.entry("bigint", Set.of("smallint", "integer", "real", "double precision", "numeric")),
			Map.entry("numeric", Set.of("smallint", "integer", "bigint", "real", "double precision")),
			Map.entry("real", Set.of("smallint", "integer", "bigint", "numeric", "double precision")),
			Map.entry("double precision", Set.of("smallint", "integer", "bigint", "numeric", "real")),
			Map.entry("date", Set.of("timestamp without time zone", "timestamp with time zone")),
			Map.entry("timestamp without time zone",
					Set.of("date", "time without time zone", "timestamp with time zone")),
			Map.entry("timestamp with time zone",
					Set.of("date", "time without time zone", "time with time zone", "timestamp without time zone")),
			Map.entry("time without time zone", Set.of("interval", "time with time zone")),
			Map.entry("time with time zone", Set.of("time without time zone")),
			Map.entry("interval", Set.of("time without time zone")), Map.entry("json", Set.of("jsonb")),
			Map.entry("jsonb", Set.of("json")), Map.entry("bit", Set.of("bit varying")),
			Map.entry("bit varying", Set.of("bit")), Map.entry("inet", Set.of("cidr")),
			Map.entry("cidr", Set.of("inet")));

	/** Casts that exist, but are only done when asked for. */
	private static final Map<String, Set<String>> EXPLICIT = Map.of("integer", Set.of("boolean"), "boolean",
			Set.of("integer"), "jsonb",
			Set.of("boolean", "numeric", "smallint", "integer", "bigint", "real", "double precision"));

	private static final Map<String, List<String>> WIDENINGS = Map.of("smallint",
			List.of("integer", "bigint", "numeric", "real", "double precision"), "integer",
			List.of("bigint", "numeric", "double precision"), "bigint", List.of("numeric"), "real",
			List.of("double precision"), "date", List.of("timestamp without time zone"), "jsonb", List.of("json"));

	/** The type without length, precision and scale. */
	static String base(String type) {
		return MODIFIER.matcher(type).replaceFirst("");
	}

	/** Whether only length, precision or scale change. */
	boolean isModifierOnly() {
		return base(this.from).equals(base(this.to));
	}

	/** Whether foreign keys between the two types go on working. */
	boolean isSameFamily() {
		return isModifierOnly() || (INTEGERS.contains(this.from) && INTEGERS.contains(this.to))
				|| (STRINGS.contains(base(this.from)) && STRINGS.contains(base(this.to)));
	}

	/** Whether a USING clause is needed, which is always a guess. */
	boolean needsUsing() {
		return !isModifierOnly() && !STRINGS.contains(base(this.to))
				&& !ASSIGNMENTS.getOrDefault(base(this.from), Set.of()).contains(base(this.to));
	}

	/** The value of an old column as one of the new type. */
	String using(String column) {
		boolean direct = STRINGS.contains(base(this.from))
				|| EXPLICIT.getOrDefault(base(this.from), Set.of()).contains(base(this.to));
		return Identifiers.quoted(column) + (direct ? "" : "::text") + "::" + this.to;
	}

	/** Whether the new type holds every old value unchanged. */
	boolean isWidening() {
		if (isModifierOnly()) {
			return holdsModifier();
		}
		if (base(this.to).equals("text") || this.to.equals("character varying")) {
			return true;
		}
		return this.to.equals(base(this.to)) && WIDENINGS.getOrDefault(base(this.from), List.of()).contains(this.to);
	}

	/** Whether there may be values that the new type cannot hold, not even rounded. */
	boolean canFail() {
		return !isWidening() && !(base(this.from).startsWith("time") && !needsUsing());
	}

	/**
	 * The greatest number of characters, if the new type has one and the old may exceed
	 * it.
	 */
	Optional<Integer> shorterLength() {
		Matcher length = MODIFIER.matcher(this.to);
		if (isWidening() || !STRINGS.contains(base(this.to)) || !length.find()) {
			return Optional.empty();
		}
		return Optional.of(Integer.valueOf(length.group(1)));
	}

	/** Whether the table is written anew. */
	boolean rewrites() {
		if (isModifierOnly()) {
			return !holdsModifier() || base(this.from).equals("character") || base(this.from).equals("bit");
		}
		boolean strings = (base(this.from).equals("character varying") && this.to.equals("text"))
				|| (this.from.equals("text") && this.to.equals("character varying"));
		return !strings && !(this.from.equals("cidr") && this.to.equals("inet"));
	}

	/** What old values lose without an error; empty if nothing. */
	Optional<String> loss() {
		String before = base(this.from);
		String after = base(this.to);
		if (before.equals("json") && after.equals("jsonb")) {
			return Optional.of("jsonb forgets the order of keys, repeated keys and blanks");
		}
		if (before.startsWith("timestamp") && after.startsWith("timestamp") && !before.equals(after)) {
			return Optional.of("the time zone of the session that runs this decides what the values mean");
		}
		if (before.startsWith("timestamp") && (after.equals("date") || after.startsWith("time "))) {
			return Optional.of("only a part of each point in time is kept");
		}
		boolean exact = INTEGERS.contains(after) || after.equals("numeric") || after.equals("real");
		boolean inexact = before.equals("numeric") || before.equals("double precision") || before.equals("real");
		if (exact && inexact && !isWidening()) {
			return Optional.of("values are rounded");
		}
		return Optional.empty();
	}

	private boolean holdsModifier() {
		int[] before = modifiers(this.from);
		int[] after = modifiers(this.to);
		if (after.length == 0) {
			return true;
		}
		if (before.length == 0) {
			return false;
		}
		if (base(this.to).startsWith("numeric")) {
			int scaleBefore = (before.length > 1) ? before[1] : 0;
			int scaleAfter = (after.length > 1) ? after[1] : 0;
			return scaleAfter == scaleBefore && after[0] >= before[0];
		}
		return after[0] >= before[0];
	}

	private static int[] modifiers(String type) {
		Matcher matcher = MODIFIER.matcher(type);
		if (!matcher.find()) {
			return new int[0];
		}
		return Pattern.compile(",")
			.splitAsStream(matcher.group(1))
			.mapToInt((part) -> Integer.parseInt(part.strip()))
			.toArray();
	}

}
