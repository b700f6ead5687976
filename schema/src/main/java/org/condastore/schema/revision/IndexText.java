package org.condastore.schema.revision;

import java.util.List;

import org.condastore.schema.catalog.Catalog.Index;

/**
 * The parts of the statement that makes an index.
 *
 * @param name the index
 * @param table the table or materialized view
 * @param unique whether it is a unique index
 * @param only whether partitions stay without it
 * @param content the access method, the keys and what comes after them
 */
record IndexText(String name, String table, boolean unique, boolean only, String content) {

	static IndexText of(Index index) {
		List<SqlText.Token> tokens = SqlText.tokens(index.definition());
		int name = index.unique() ? 6 : 4;
		boolean only = tokens.get(name + 4).text().equals("ONLY");
		int table = only ? name + 6 : name + 4;
		// After the table comes USING, between blanks.
		String content = String.join("",
				tokens.subList(table + 4, tokens.size()).stream().map(SqlText.Token::text).toList());
		return new IndexText(tokens.get(name).value(), tokens.get(table).value(), index.unique(), only, content);
	}

	IndexText named(String newName) {
		return new IndexText(newName, this.table, this.unique, this.only, this.content);
	}

	IndexText on(String newTable) {
		return new IndexText(this.name, newTable, this.unique, this.only, this.content);
	}

	IndexText with(String newContent) {
		return new IndexText(this.name, this.table, this.unique, this.only, newContent);
	}

	IndexText everywhere() {
		return new IndexText(this.name, this.table, this.unique, false, this.content);
	}

	String sql() {
		return "CREATE %sINDEX %s ON %s%s USING %s".formatted(this.unique ? "UNIQUE " : "",
				Identifiers.quoted(this.name), this.only ? "ONLY " : "", Identifiers.quoted(this.table), this.content);
	}

}
