package org.condastore.schema.revision;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.Catalog.Column;
import org.condastore.schema.catalog.Catalog.Definition;
import org.condastore.schema.catalog.Catalog.Index;
import org.condastore.schema.catalog.Catalog.Table;
import org.condastore.schema.catalog.Catalog.View;
import org.jspecify.annotations.Nullable;

/** What a catalog's comments are about. */
final class Comments {

	private final Map<String, @Nullable String> comments = new LinkedHashMap<>();

	private Comments() {
	}

	/**
	 * Lists everything that can have a comment.
	 * @param catalog the catalog
	 * @return by object, as in {@code COMMENT ON object}, the comment or null
	 */
	static Map<String, @Nullable String> of(Catalog catalog) {
		Comments all = new Comments();
		catalog.enums().forEach((type) -> all.put("TYPE", type.name(), type.comment()));
		catalog.definitions().forEach((definition) -> all.put(definition, ""));
		catalog.sequences().forEach((sequence) -> all.put("SEQUENCE", sequence.name(), sequence.comment()));
		catalog.tables().forEach(all::put);
		catalog.views().forEach(all::put);
		return all.comments;
	}

	/** What belongs to one table, the table itself included. */
	static Map<String, @Nullable String> of(Table table) {
		Comments all = new Comments();
		all.put(table);
		return all.comments;
	}

	/** What belongs to one view, the view itself included. */
	static Map<String, @Nullable String> of(View view) {
		Comments all = new Comments();
		all.put(view);
		return all.comments;
	}

	static String onColumn(String table, String column) {
		return "COLUMN " + Identifiers.quoted(table) + '.' + Identifiers.quoted(column);
	}

	static String onConstraint(String table, String constraint) {
		return "CONSTRAINT " + Identifiers.quoted(constraint) + " ON " + Identifiers.quoted(table);
	}

	static String on(String kind, String name) {
		return kind + ' ' + Identifiers.quoted(name);
	}

	static String on(Definition definition, String table) {
		// In a comment, an extended statistics object has no table.
		boolean owned = !table.isEmpty() && !definition.kind().equals("statistics");
		return definition.kind().toUpperCase(Locale.ROOT) + ' ' + definition.name()
				+ (owned ? " ON " + Identifiers.quoted(table) : "");
	}

	private void put(Table table) {
		put("TABLE", table.name(), table.comment());
		columns(table.name(), table.columns());
		table.constraints()
			.forEach((constraint) -> this.comments.put(onConstraint(table.name(), constraint.name()),
					constraint.comment()));
		indexes(table.indexes());
		table.definitions().forEach((definition) -> put(definition, table.name()));
	}

	private void put(View view) {
		put(view.materialized() ? "MATERIALIZED VIEW" : "VIEW", view.name(), view.comment());
		columns(view.name(), view.columns());
		indexes(view.indexes());
		view.definitions().forEach((definition) -> put(definition, view.name()));
	}

	private void columns(String table, List<Column> columns) {
		columns.forEach((column) -> this.comments.put(onColumn(table, column.name()), column.comment()));
	}

	private void indexes(List<Index> indexes) {
		indexes.forEach((index) -> put("INDEX", index.name(), index.comment()));
	}

	private void put(Definition definition, String table) {
		this.comments.put(on(definition, table), definition.comment());
	}

	private void put(String kind, String name, @Nullable String comment) {
		this.comments.put(on(kind, name), comment);
	}

}
