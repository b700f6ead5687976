package org.condastore.schema.revision;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** Names and values as SQL spells them. */
final class Identifiers {

	private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

	/** The longest name, in bytes: NAMEDATALEN - 1. */
	private static final int LONGEST = 63;

	/**
	 * The words that cannot be every kind of name without quotes, of PostgreSQL 15 to 18:
	 * all but the "unreserved" ones of {@code pg_get_keywords()}.
	 */
	private static final Set<String> KEYWORDS = Set.of("all", "analyse", "analyze", "and", "any", "array", "as", "asc",
			"asymmetric", "authorization", "between", "bigint", "binary", "bit", "boolean", "both", "case", "cast",
			"char", "character", "check", "coalesce", "collate", "collation", "column", "concurrently", "constraint",
			"create", "cross", "current_catalog", "current_date", "current_role", "current_schema", "current_time",
			"current_timestamp", "current_user", "dec", "decimal", "default", "deferrable", "desc", "distinct", "do",
			"else", "end", "except", "exists", "extract", "false", "fetch", "float", "for", "foreign", "freeze", "from",
			"full", "grant", "greatest", "group", "grouping", "having", "ilike", "in", "initially", "inner", "inout",
			"int", "integer", "intersect", "interval", "into", "is", "isnull", "join", "json", "json_array",
			"json_arrayagg", "json_exists", "json_object", "json_objectagg", "json_query", "json_scalar",
			"json_serialize", "json_table", "json_value", "lateral", "leading", "least", "left", "like", "limit",
			"localtime", "localtimestamp", "merge_action", "national", "natural", "nchar", "none", "normalize", "not",
			"notnull", "null", "nullif", "numeric", "offset", "on", "only", "or", "order", "out", "outer", "overlaps",
			"overlay", "placing", "position", "precision", "primary", "real", "references", "returning", "right", "row",
			"select", "session_user", "setof", "similar", "smallint", "some", "substring", "symmetric", "system_user",
			"table", "tablesample", "then", "time", "timestamp", "to", "trailing", "treat", "trim", "true", "union",
			"unique", "user", "using", "values", "varchar", "variadic", "verbose", "when", "where", "window", "with",
			"xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi",
			"xmlroot", "xmlserialize", "xmltable");

	private Identifiers() {
	}

	/** A name, quoted where PostgreSQL's {@code quote_ident} would quote it. */
	static String quoted(String name) {
		return (PLAIN.matcher(name).matches() && !KEYWORDS.contains(name)) ? name
				: '"' + name.replace("\"", "\"\"") + '"';
	}

	/** A string constant. */
	static String literal(String value) {
		String doubled = value.replace("'", "''");
		return value.contains("\\") ? "E'" + doubled.replace("\\", "\\\\") + '\'' : '\'' + doubled + '\'';
	}

	/** A comma-separated list of names. */
	static String list(Iterable<String> names) {
		StringBuilder list = new StringBuilder();
		for (String name : names) {
			list.append(list.isEmpty() ? "" : ", ").append(quoted(name));
		}
		return list.toString();
	}

	/**
	 * The name that PostgreSQL gives to the sequence of a serial or identity column if it
	 * is not taken. Of names that are too long together, the longer one is cut first.
	 */
	static String sequenceName(String table, String column) {
		String first = table;
		String second = column;
		int room = LONGEST - "__seq".length();
		while (bytes(first) + bytes(second) > room) {
			if (bytes(first) > bytes(second)) {
				first = shortened(first);
			}
			else {
				second = shortened(second);
			}
		}
		return first + '_' + second + "_seq";
	}

	private static String shortened(String name) {
		return name.substring(0, name.offsetByCodePoints(name.length(), -1));
	}

	private static int bytes(String name) {
		return name.getBytes(StandardCharsets.UTF_8).length;
	}

}
