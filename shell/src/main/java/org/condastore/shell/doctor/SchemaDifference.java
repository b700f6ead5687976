package org.condastore.shell.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.condastore.schema.catalog.CatalogReader;
import org.condastore.schema.catalog.CatalogText;
import org.condastore.schema.catalog.TaskQueue;
import org.condastore.schema.migration.CatalogDifferences;
import org.condastore.schema.migration.RecordedCatalogs;
import org.condastore.schema.migration.Revision;
import org.condastore.schema.migration.Revisions;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.ALEMBIC_VERSION;

/**
 * Something in which a schema is not what its revision should look like.
 *
 * @param of the table, sequence or type
 * @param thing what of it, such as {@code column hash}
 * @param definition all of it
 */
record SchemaDifference(String of, String thing, String definition) {

	/** A heading of a catalog's text, and a line beneath it. */
	private static final Pattern LINE = Pattern.compile("(\\S+) (\\S+)(?:: (.*))?", Pattern.DOTALL);

	private static final Pattern INDEX = Pattern.compile("CREATE (?:UNIQUE )?INDEX (\\S+) .*", Pattern.DOTALL);

	/** What {@code alembic_version} holds. */
	static List<String> revisions(Examination examination) {
		return examination.sql()
			.select(ALEMBIC_VERSION.VERSION_NUM)
			.from(ALEMBIC_VERSION)
			.orderBy(ALEMBIC_VERSION.VERSION_NUM)
			.fetch(ALEMBIC_VERSION.VERSION_NUM);
	}

	/**
	 * Compares the schema with what was recorded of its revision.
	 * @return empty unless the database is at exactly one revision that is known
	 */
	static Optional<CatalogDifferences> all(Examination examination) {
		List<String> revisions = revisions(examination);
		Optional<Revision> revision = (revisions.size() == 1) ? Revisions.withId(revisions.get(0)) : Optional.empty();
		return revision
			.map((known) -> CatalogDifferences.between(RecordedCatalogs.of(known), found(examination.sql())));
	}

	/** As rows of findings. */
	static Findings findings(List<String> lines, String detail, int limit) {
		return new Findings(lines.size(), lines.stream().limit(limit).map((line) -> {
			SchemaDifference difference = of(line);
			return new Violation(difference.of(), difference.thing(), null, detail.formatted(difference.definition()));
		}).toList());
	}

	private static SchemaDifference of(String line) {
		Matcher parts = LINE.matcher(line);
		if (!parts.matches()) {
			throw new IllegalStateException("not a line of a catalog: " + line);
		}
		@Nullable String definition = parts.group(3);
		if (definition == null) {
			return new SchemaDifference(parts.group(2), parts.group(1), line);
		}
		Matcher index = INDEX.matcher(definition);
		String[] words = definition.split("\\s+", 3);
		String thing = (words.length > 1) ? words[0] + " " + words[1] : words[0];
		return new SchemaDifference(parts.group(2), index.matches() ? "index " + index.group(1) : thing,
				definition.replaceAll("\\s+", " "));
	}

	private static String found(DSLContext sql) {
		String schema = sql.select(DSL.function("current_schema", SQLDataType.CLOB)).fetchSingle().value1();
		return CatalogText.of(TaskQueue.without(new CatalogReader(sql).read(schema)));
	}

}
