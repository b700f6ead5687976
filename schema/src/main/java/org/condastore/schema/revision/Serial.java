package org.condastore.schema.revision;

import java.util.Optional;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.Catalog.Column;
import org.condastore.schema.catalog.Catalog.Generation;
import org.condastore.schema.catalog.Catalog.Owner;
import org.condastore.schema.catalog.Catalog.Sequence;
import org.condastore.schema.catalog.Catalog.Table;

/**
 * A column whose default counts on a sequence of its own.
 *
 * @param type serial, bigserial or smallserial
 * @param sequence the sequence
 */
record Serial(String type, Sequence sequence) {

	/**
	 * Whether {@code column serial} is all that it takes to make a column as it is.
	 * @return the pseudo type; empty if the column or its sequence is different
	 */
	static Optional<Serial> of(Catalog catalog, Table table, Column column) {
		String type = switch (column.type()) {
			case "integer" -> "serial";
			case "bigint" -> "bigserial";
			case "smallint" -> "smallserial";
			default -> "";
		};
		if (type.isEmpty() || !column.notNull()) {
			return Optional.empty();
		}
		return behind(catalog, table.name(), column)
			.filter((sequence) -> sequence.name().equals(Identifiers.sequenceName(table.name(), column.name())))
			.filter((sequence) -> sequence.type().equals(column.type()) && hasDefaults(sequence))
			.map((sequence) -> new Serial(type, sequence));
	}

	/** The sequence that a column owns and takes its default from. */
	static Optional<Sequence> behind(Catalog catalog, String table, Column column) {
		if (column.generation() != Generation.DEFAULT) {
			return Optional.empty();
		}
		return catalog.sequences()
			.stream()
			.filter((sequence) -> new Owner(table, column.name(), false).equals(sequence.owner()))
			.filter((sequence) -> next(sequence.name()).equals(column.defaultExpression()))
			.findFirst();
	}

	/** The sequence of an identity column. */
	static Optional<Sequence> ofIdentity(Catalog catalog, String table, String column) {
		return catalog.sequences()
			.stream()
			.filter((sequence) -> new Owner(table, column, true).equals(sequence.owner()))
			.findFirst();
	}

	/** The default that takes the next value, as PostgreSQL spells it. */
	static String next(String sequence) {
		return "nextval('%s'::regclass)".formatted(Identifiers.quoted(sequence).replace("'", "''"));
	}

	/** Whether a sequence counts as one does that is made without options. */
	static boolean hasDefaults(Sequence sequence) {
		return sequence.start() == 1 && sequence.increment() == 1 && sequence.minimum() == 1
				&& sequence.maximum() == greatest(sequence.type()) && sequence.cache() == 1 && !sequence.cycle();
	}

	static long greatest(String type) {
		return switch (type) {
			case "smallint" -> Short.MAX_VALUE;
			case "integer" -> Integer.MAX_VALUE;
			default -> Long.MAX_VALUE;
		};
	}

	static long least(String type) {
		return switch (type) {
			case "smallint" -> Short.MIN_VALUE;
			case "integer" -> Integer.MIN_VALUE;
			default -> Long.MIN_VALUE;
		};
	}

}
