package org.condastore.schema.revision;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.Catalog.Owner;
import org.condastore.schema.catalog.Catalog.Sequence;
import org.condastore.schema.catalog.TaskQueue;

/**
 * What a comparison leaves out, by name: tables with all that belongs to them, views,
 * sequences, types and functions.
 */
public final class Exclusions {

	/** Alembic's ledger. */
	private static final String REVISION_TABLE = "alembic_version";

	/** Whether what is no part of conda-store's schema is left out. */
	private final boolean standard;

	private final List<Pattern> patterns;

	private Exclusions(boolean standard, List<Pattern> patterns) {
		this.standard = standard;
		this.patterns = patterns;
	}

	/**
	 * Leaves out what is always left out: Celery's tables and {@code alembic_version}.
	 * @return the exclusions
	 */
	public static Exclusions standard() {
		return of(List.of());
	}

	/** Leaves out nothing. */
	static Exclusions none() {
		return new Exclusions(false, List.of());
	}

	/**
	 * Leaves out more.
	 * @param globs patterns of names besides the standard ones; {@code *} is any text,
	 * {@code ?} any character
	 * @return the exclusions
	 */
	public static Exclusions of(List<String> globs) {
		List<Pattern> patterns = new ArrayList<>();
		globs.forEach((glob) -> patterns.add(pattern(glob)));
		return new Exclusions(true, List.copyOf(patterns));
	}

	/**
	 * Whether a name is left out.
	 * @param name the name of a table, view, sequence, type or function, without quotes
	 * @return true if it is not compared
	 */
	public boolean excludes(String name) {
		return (this.standard && (TaskQueue.owns(name) || name.equals(REVISION_TABLE)))
				|| this.patterns.stream().anyMatch((pattern) -> pattern.matcher(name).matches());
	}

	/**
	 * Leaves out of a catalog what is excluded.
	 * @param catalog the catalog
	 * @return what is left
	 */
	public Catalog apply(Catalog catalog) {
		return new Catalog(catalog.tables().stream().filter((table) -> !excludes(table.name())).toList(),
				catalog.views().stream().filter((view) -> !excludes(view.name())).toList(),
				catalog.sequences().stream().filter((sequence) -> !excludes(sequence)).toList(),
				catalog.enums().stream().filter((type) -> !excludes(type.name())).toList(),
				catalog.definitions()
					.stream()
					.filter((definition) -> !excludes(SqlText.tokens(definition.name()).get(0).value()))
					.toList());
	}

	private boolean excludes(Sequence sequence) {
		Owner owner = sequence.owner();
		return excludes(sequence.name()) || (owner != null && excludes(owner.table()));
	}

	private static Pattern pattern(String glob) {
		StringBuilder regex = new StringBuilder();
		glob.codePoints().forEach((character) -> {
			if (character == '*') {
				regex.append(".*");
			}
			else if (character == '?') {
				regex.append('.');
			}
			else {
				regex.append(Pattern.quote(Character.toString(character)));
			}
		});
		return Objects.requireNonNull(Pattern.compile(regex.toString(), Pattern.DOTALL));
	}

}
