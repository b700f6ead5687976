package org.condastore.schema.revision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.Catalog.Column;
import org.condastore.schema.catalog.Catalog.Constraint;
import org.condastore.schema.catalog.Catalog.Definition;
import org.condastore.schema.catalog.Catalog.Dependency;
import org.condastore.schema.catalog.Catalog.Index;
import org.condastore.schema.catalog.Catalog.Owner;
import org.condastore.schema.catalog.Catalog.Reference;
import org.condastore.schema.catalog.Catalog.Sequence;
import org.condastore.schema.catalog.Catalog.Table;
import org.condastore.schema.catalog.Catalog.View;
import org.jspecify.annotations.Nullable;

/**
 * Tables and columns that get other names, and what a catalog looks like afterwards.
 *
 * <p>
 * Expressions are changed word by word. Where that is not what PostgreSQL does, the
 * comparison sees a difference too many, never one too few.
 */
final class Renaming {

	/** From old to new names. */
	private final Map<String, String> tables = new LinkedHashMap<>();

	/** By the new name of the table, from old to new names. */
	private final Map<String, Map<String, String>> columns = new LinkedHashMap<>();

	private Renaming() {
	}

	static Renaming of(List<Rename> renames, Catalog from, Catalog to) {
		Renaming renaming = new Renaming();
		for (Rename rename : renames) {
			if (rename.table() == null) {
				require(from.table(rename.before()).isPresent(), rename, "there is no table " + rename.before());
				require(to.table(rename.after()).isPresent(), rename, "the model has no table " + rename.after());
				require(to.table(rename.before()).isEmpty(), rename, "the model still has " + rename.before());
				require(from.table(rename.after()).isEmpty(), rename, "there already is a table " + rename.after());
				require(renaming.tables.put(rename.before(), rename.after()) == null, rename, "it is renamed twice");
			}
		}
		for (Rename rename : renames) {
			if (rename.table() != null) {
				renaming.addColumn(rename, rename.table(), from, to);
			}
		}
		return renaming;
	}

	private void addColumn(Rename rename, String named, Catalog from, Catalog to) {
		String after = this.tables.getOrDefault(named, named);
		String before = tableBefore(after);
		Optional<Table> old = from.table(before);
		Optional<Table> then = to.table(after);
		require(old.isPresent() && then.isPresent(), rename, "there is no table " + named);
		require(old.flatMap((table) -> table.column(rename.before())).isPresent(), rename,
				"%s has no column %s".formatted(before, rename.before()));
		require(then.flatMap((table) -> table.column(rename.after())).isPresent(), rename,
				"the model's %s has no column %s".formatted(after, rename.after()));
		require(then.flatMap((table) -> table.column(rename.before())).isEmpty(), rename,
				"the model's %s still has %s".formatted(after, rename.before()));
		require(old.flatMap((table) -> table.column(rename.after())).isEmpty(), rename,
				"%s already has a column %s".formatted(before, rename.after()));
		Map<String, String> siblings = this.columns.computeIfAbsent(after, (key) -> new LinkedHashMap<>());
		require(siblings.put(rename.before(), rename.after()) == null, rename, "it is renamed twice");
	}

	private static void require(boolean condition, Rename rename, String reason) {
		if (!condition) {
			throw new IllegalArgumentException("cannot rename %s: %s".formatted(rename, reason));
		}
	}

	Renaming reversed() {
		Renaming reversed = new Renaming();
		this.tables.forEach((before, after) -> reversed.tables.put(after, before));
		this.columns.forEach((table, names) -> {
			Map<String, String> back = new LinkedHashMap<>();
			names.forEach((before, after) -> back.put(after, before));
			reversed.columns.put(tableBefore(table), back);
		});
		return reversed;
	}

	/** The name that a table had, by its new one. */
	String tableBefore(String after) {
		for (Map.Entry<String, String> entry : this.tables.entrySet()) {
			if (entry.getValue().equals(after)) {
				return entry.getKey();
			}
		}
		return after;
	}

	/** The name that a column had, by its new one and the new one of its table. */
	String columnBefore(String table, String after) {
		for (Map.Entry<String, String> entry : columnsOf(table).entrySet()) {
			if (entry.getValue().equals(after)) {
				return entry.getKey();
			}
		}
		return after;
	}

	List<Difference.Renamed> differences() {
		List<Difference.Renamed> differences = new ArrayList<>();
		this.tables.forEach((before, after) -> differences.add(new Difference.Renamed("table", null, before, after)));
		this.columns.forEach((table, names) -> names
			.forEach((before, after) -> differences.add(new Difference.Renamed("column", table, before, after))));
		return differences;
	}

	/** Whether a relation, by its new name, or one of its columns was renamed. */
	boolean concerns(String table, @Nullable String column) {
		return this.tables.containsValue(table) || (column != null && columnsOf(table).containsValue(column));
	}

	Catalog apply(Catalog catalog) {
		List<Table> newTables = catalog.tables().stream().map(this::table).toList();
		List<Sequence> sequences = catalog.sequences().stream().map(this::sequence).toList();
		List<View> views = catalog.views().stream().map(this::view).toList();
		return new Catalog(newTables, views, sequences, catalog.enums(), catalog.definitions());
	}

	private Map<String, String> columnsOf(String newTable) {
		return this.columns.getOrDefault(newTable, Map.of());
	}

	private String newTable(String name) {
		return this.tables.getOrDefault(name, name);
	}

	private String newColumn(String newTable, String column) {
		return columnsOf(newTable).getOrDefault(column, column);
	}

	private List<String> newColumns(String newTable, List<String> names) {
		return names.stream().map((name) -> newColumn(newTable, name)).toList();
	}

	private Table table(Table table) {
		String name = newTable(table.name());
		UnaryOperator<String> own = (column) -> newColumn(name, column);
		UnaryOperator<String> all = (any) -> newTable(newColumn(name, any));
		return new Table(name, table.properties().stream().map((text) -> SqlText.renamed(text, all)).toList(),
				table.columns().stream().map((column) -> column(column, own)).toList(),
				table.constraints().stream().map((constraint) -> constraint(name, constraint)).toList(),
				table.indexes().stream().map((index) -> index(name, index)).toList(),
				table.definitions().stream().map((definition) -> definition(definition, all)).toList(),
				table.comment());
	}

	private static Column column(Column column, UnaryOperator<String> own) {
		String expression = column.defaultExpression();
		return new Column(column.position(), own.apply(column.name()), column.type(), column.notNull(),
				(expression != null) ? SqlText.renamed(expression, own) : null, column.generation(),
				column.properties(), column.comment());
	}

	private Constraint constraint(String newTable, Constraint constraint) {
		UnaryOperator<String> own = (column) -> newColumn(newTable, column);
		List<String> names = newColumns(newTable, constraint.columns());
		Reference reference = constraint.reference();
		if (reference == null) {
			return new Constraint(constraint.name(), constraint.kind(), SqlText.renamed(constraint.definition(), own),
					names, null, constraint.comment());
		}
		Reference then = reference(reference);
		String definition = constraint.definition();
		if (!then.equals(reference) || !names.equals(constraint.columns())) {
			int end = definition.indexOf(')', definition.indexOf(" REFERENCES "));
			definition = "FOREIGN KEY (%s) REFERENCES %s(%s)%s".formatted(Identifiers.list(names), then.table(),
					Identifiers.list(then.columns()), SqlText.renamed(definition.substring(end + 1), own));
		}
		return new Constraint(constraint.name(), constraint.kind(), definition, names, then, constraint.comment());
	}

	private Reference reference(Reference reference) {
		Optional<String> local = SqlText.localName(reference.table());
		if (local.isEmpty()) {
			return reference;
		}
		String name = newTable(local.get());
		return new Reference(name.equals(local.get()) ? reference.table() : Identifiers.quoted(name),
				newColumns(name, reference.columns()), reference.onDelete(), reference.onUpdate());
	}

	private Index index(String newTable, Index index) {
		UnaryOperator<String> own = (column) -> newColumn(newTable, column);
		IndexText text = IndexText.of(index);
		String predicate = index.predicate();
		return new Index(index.name(), index.unique(), index.valid(),
				text.on(newTable).with(SqlText.renamed(text.content(), own)).sql(),
				index.keys().stream().map((key) -> SqlText.renamed(key, own)).toList(),
				(predicate != null) ? SqlText.renamed(predicate, own) : null, index.comment());
	}

	private static Definition definition(Definition definition, UnaryOperator<String> names) {
		return new Definition(definition.kind(), definition.name(), SqlText.renamed(definition.text(), names),
				definition.comment());
	}

	private Sequence sequence(Sequence sequence) {
		Owner owner = sequence.owner();
		if (owner == null) {
			return sequence;
		}
		String table = newTable(owner.table());
		return new Sequence(sequence.name(), sequence.type(), sequence.start(), sequence.increment(),
				sequence.minimum(), sequence.maximum(), sequence.cache(), sequence.cycle(),
				new Owner(table, newColumn(table, owner.column()), owner.identity()), sequence.comment());
	}

	private View view(View view) {
		List<Dependency> dependencies = view.dependencies().stream().map(this::dependency).toList();
		String query = view.query();
		if (!dependencies.equals(view.dependencies())) {
			Map<String, String> names = new LinkedHashMap<>(this.tables);
			for (Dependency dependency : view.dependencies()) {
				if (dependency.column() != null) {
					String column = newColumn(newTable(dependency.name()), dependency.column());
					if (!column.equals(dependency.column())) {
						names.put(dependency.column(), column);
					}
				}
			}
			query = SqlText.renamed(query, (name) -> names.getOrDefault(name, name));
		}
		return new View(view.name(), view.materialized(), view.properties(), query, view.columns(), view.indexes(),
				view.definitions(), dependencies, view.comment());
	}

	private Dependency dependency(Dependency dependency) {
		if (dependency.kind() != Dependency.Referent.RELATION) {
			return dependency;
		}
		String table = newTable(dependency.name());
		String column = dependency.column();
		return new Dependency(dependency.kind(), table, (column != null) ? newColumn(table, column) : null);
	}

}
