package org.condastore.schema.revision;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.Catalog.Column;
import org.condastore.schema.catalog.Catalog.Constraint;
import org.condastore.schema.catalog.Catalog.Definition;
import org.condastore.schema.catalog.Catalog.Dependency;
import org.condastore.schema.catalog.Catalog.Generation;
import org.condastore.schema.catalog.Catalog.Index;
import org.condastore.schema.catalog.Catalog.Reference;
import org.condastore.schema.catalog.Catalog.Table;
import org.condastore.schema.catalog.Catalog.View;
import org.condastore.schema.revision.Difference.ColumnChanged;
import org.condastore.schema.revision.Difference.ConstraintChanged;

/**
 * What has to go and come back because something else changes, although it is the same
 * before and afterwards.
 */
final class Consequences {

	private final Comparison comparison;

	private final Catalog base;

	private final Catalog target;

	/** Types that are made anew under their old name. */
	private final Set<String> rebuiltTypes = new TreeSet<>();

	/** Columns that are dropped and added, because there is no way to alter them. */
	private final Set<ColumnName> recreatedColumns = new LinkedHashSet<>();

	/** Columns that keep their values in another type. */
	private final Map<ColumnName, TypeChange> retypedColumns = new LinkedHashMap<>();

	private final Set<ColumnName> droppedColumns = new HashSet<>();

	/** By table. */
	private final Map<String, List<Constraint>> droppedConstraints = new LinkedHashMap<>();

	/** By table or materialized view. */
	private final Map<String, List<Index>> droppedIndexes = new LinkedHashMap<>();

	/** By table or view; triggers, rules, policies and statistics. */
	private final Map<String, List<Definition>> droppedDefinitions = new LinkedHashMap<>();

	/** Functions that make room for others of their name. */
	private final List<Definition> droppedFunctions = new ArrayList<>();

	private final Set<String> droppedViews = new HashSet<>();

	private final Set<String> replacedViews = new HashSet<>();

	private final List<Table> droppedTables = new ArrayList<>();

	Consequences(Comparison comparison, Set<String> additionsToRebuild) {
		this.comparison = comparison;
		this.base = comparison.base();
		this.target = comparison.target();
		types(additionsToRebuild);
		columns();
		functions();
		tables();
		constraints();
		indexes();
		definitions();
		views();
	}

	Set<String> rebuiltTypes() {
		return this.rebuiltTypes;
	}

	Set<ColumnName> recreatedColumns() {
		return this.recreatedColumns;
	}

	Map<ColumnName, TypeChange> retypedColumns() {
		return this.retypedColumns;
	}

	/** Tables that go, those first that refer to others. */
	List<Table> droppedTables() {
		return this.droppedTables;
	}

	List<Constraint> droppedConstraints(String table) {
		return this.droppedConstraints.getOrDefault(table, List.of());
	}

	List<Index> droppedIndexes(String relation) {
		return this.droppedIndexes.getOrDefault(relation, List.of());
	}

	List<Definition> droppedDefinitions(String relation) {
		return this.droppedDefinitions.getOrDefault(relation, List.of());
	}

	List<Definition> droppedFunctions() {
		return this.droppedFunctions;
	}

	/** Whether a view of the first catalog goes, for good or to come back. */
	boolean isDropped(View view) {
		return this.droppedViews.contains(view.name());
	}

	/** Whether CREATE OR REPLACE does for a view. */
	boolean isReplaced(View view) {
		return this.replacedViews.contains(view.name());
	}

	private void types(Set<String> additionsToRebuild) {
		for (Difference.EnumChanged change : this.comparison.only(Difference.EnumChanged.class)) {
			if (!change.isAddition() || additionsToRebuild.contains(change.name())) {
				this.rebuiltTypes.add(change.name());
			}
		}
		for (Difference.DefinitionChanged change : this.comparison.only(Difference.DefinitionChanged.class)) {
			if (isType(change.after())) {
				this.rebuiltTypes.add(unquoted(change.name()));
			}
		}
		boolean more = true;
		while (more) {
			more = false;
			for (Definition definition : this.base.definitions()) {
				if (isType(definition) && mentionsAny(definition.text(), this.rebuiltTypes)) {
					more |= this.rebuiltTypes.add(unquoted(definition.name()));
				}
			}
		}
	}

	private void columns() {
		for (Difference.ColumnDropped change : this.comparison.only(Difference.ColumnDropped.class)) {
			this.droppedColumns.add(new ColumnName(change.table(), change.name()));
		}
		for (ColumnChanged change : this.comparison.only(ColumnChanged.class)) {
			boolean computed = Difference.isComputed(change.before()) || Difference.isComputed(change.after());
			boolean kept = change.before().generation() == Generation.STORED
					&& change.after().generation() == Generation.DEFAULT;
			boolean changed = (change.aspect() == ColumnChanged.Aspect.GENERATION && !kept)
					|| change.aspect() == ColumnChanged.Aspect.TYPE;
			if (computed && changed) {
				this.recreatedColumns.add(new ColumnName(change.table(), change.name()));
			}
		}
		for (Table table : this.base.tables()) {
			Optional<Table> then = this.target.table(table.name());
			for (Column column : table.columns()) {
				then.flatMap((other) -> other.column(column.name()))
					.ifPresent((after) -> retyped(new ColumnName(table.name(), column.name()), column, after));
			}
		}
		for (Table table : this.base.tables()) {
			for (Column column : table.columns()) {
				ColumnName name = new ColumnName(table.name(), column.name());
				if (Difference.isComputed(column) && !this.droppedColumns.contains(name)
						&& this.target.table(table.name()).isPresent()
						&& mentionsAny(Objects.requireNonNull(column.defaultExpression()), moved(table.name(), true))) {
					this.recreatedColumns.add(name);
				}
			}
		}
		this.retypedColumns.keySet().removeAll(this.recreatedColumns);
	}

	private void retyped(ColumnName name, Column before, Column after) {
		boolean rebuilt = mentionsAny(before.type(), this.rebuiltTypes);
		if (rebuilt && Difference.isComputed(after)) {
			this.recreatedColumns.add(name);
		}
		else if (rebuilt || !Difference.fullType(before).equals(Difference.fullType(after))) {
			this.retypedColumns.put(name, new TypeChange(before.type(), after.type()));
		}
	}

	/** Whether the column's type is another one, not only longer or shorter. */
	boolean isOtherType(ColumnName name) {
		TypeChange change = this.retypedColumns.get(name);
		return change != null && (!change.isModifierOnly() || mentionsAny(change.from(), this.rebuiltTypes));
	}

	/** The columns of a table that something cannot stay on. */
	private Set<String> moved(String table, boolean alsoModifiers) {
		Set<String> moved = new HashSet<>();
		for (ColumnName name : this.recreatedColumns) {
			if (name.table().equals(table)) {
				moved.add(name.column());
			}
		}
		for (ColumnName name : this.retypedColumns.keySet()) {
			if (name.table().equals(table) && (alsoModifiers || isOtherType(name))) {
				moved.add(name.column());
			}
		}
		return moved;
	}

	private void functions() {
		Set<String> comingNames = new HashSet<>();
		this.comparison.only(Difference.DefinitionAdded.class)
			.stream()
			.filter((change) -> isFunction(change.added()))
			.forEach((change) -> comingNames.add(functionName(change.added())));
		for (Definition function : this.base.definitions()) {
			if (!isFunction(function)) {
				continue;
			}
			Optional<Definition> then = this.target.definitions()
				.stream()
				.filter((other) -> other.kind().equals(function.kind()) && other.name().equals(function.name()))
				.findFirst();
			boolean makesRoom = then.isEmpty() && comingNames.contains(functionName(function));
			boolean otherHead = then.isPresent() && !function.text().equals(then.get().text())
					&& (function.kind().equals("aggregate") || !head(function).equals(head(then.get())));
			if (makesRoom || otherHead || mentionsAny(head(function), this.rebuiltTypes)) {
				this.droppedFunctions.add(function);
			}
		}
	}

	private void tables() {
		List<Table> left = new ArrayList<>();
		this.comparison.only(Difference.TableDropped.class).forEach((change) -> left.add(change.dropped()));
		while (!left.isEmpty()) {
			Table next = left.stream()
				.filter((table) -> left.stream()
					.noneMatch((other) -> !other.name().equals(table.name()) && isBefore(other, table.name())))
				.findFirst()
				.orElse(left.get(0));
			left.remove(next);
			this.droppedTables.add(next);
			for (Table other : left) {
				other.constraints()
					.stream()
					.filter((key) -> refersTo(key, next.name()))
					.forEach((key) -> drop(other.name(), key));
			}
		}
	}

	/** Whether one table has to go before another one. */
	private static boolean isBefore(Table table, String other) {
		boolean inherits = table.properties()
			.stream()
			.anyMatch((property) -> (property.startsWith("PARTITION OF ") || property.startsWith("INHERITS "))
					&& SqlText.mentions(property, other));
		return inherits || table.constraints().stream().anyMatch((key) -> refersTo(key, other));
	}

	private static boolean refersTo(Constraint constraint, String table) {
		Reference reference = constraint.reference();
		return reference != null && SqlText.localName(reference.table()).equals(Optional.of(table));
	}

	private void constraints() {
		this.comparison.only(Difference.ConstraintDropped.class)
			.forEach((change) -> drop(change.table(), change.dropped()));
		this.comparison.only(ConstraintChanged.class)
			.stream()
			.filter((change) -> !change.isValidation())
			.forEach((change) -> drop(change.table(), change.before()));
		for (Table table : this.base.tables()) {
			if (this.target.table(table.name()).isEmpty()) {
				continue;
			}
			for (Constraint constraint : table.constraints()) {
				if (cannotStay(table.name(), constraint)) {
					drop(table.name(), constraint);
				}
			}
		}
		for (Table table : this.base.tables()) {
			for (Constraint key : table.constraints()) {
				if (key.reference() != null && losesItsKey(key.reference())) {
					drop(table.name(), key);
				}
			}
		}
	}

	private boolean cannotStay(String table, Constraint constraint) {
		boolean onRecreated = constraint.columns()
			.stream()
			.anyMatch((column) -> this.recreatedColumns.contains(new ColumnName(table, column)));
		boolean onOther = constraint.columns()
			.stream()
			.anyMatch((column) -> isOtherType(new ColumnName(table, column)));
		Reference reference = constraint.reference();
		if (reference != null) {
			String referenced = SqlText.localName(reference.table()).orElse("");
			return onRecreated
					|| constraint.columns().stream().anyMatch((column) -> isForeign(new ColumnName(table, column)))
					|| reference.columns()
						.stream()
						.map((column) -> new ColumnName(referenced, column))
						.anyMatch((column) -> isForeign(column) || this.recreatedColumns.contains(column));
		}
		boolean expression = constraint.kind() == Constraint.Kind.CHECK
				|| constraint.kind() == Constraint.Kind.EXCLUSION;
		boolean mentioned = constraint.kind() == Constraint.Kind.EXCLUSION
				&& mentionsAny(constraint.definition(), moved(table, false));
		return onRecreated || mentioned || (expression && onOther);
	}

	private boolean isForeign(ColumnName name) {
		TypeChange change = this.retypedColumns.get(name);
		return change != null && (!change.isSameFamily() || mentionsAny(change.from(), this.rebuiltTypes));
	}

	/** Whether the unique key that a foreign key stands on is dropped. */
	private boolean losesItsKey(Reference reference) {
		Optional<String> table = SqlText.localName(reference.table());
		if (table.isEmpty()) {
			return false;
		}
		Set<String> columns = Set.copyOf(reference.columns());
		boolean byConstraint = droppedConstraints(table.get()).stream()
			.anyMatch((key) -> (key.kind() == Constraint.Kind.PRIMARY_KEY || key.kind() == Constraint.Kind.UNIQUE)
					&& Set.copyOf(key.columns()).equals(columns));
		boolean byIndex = this.base.table(table.get())
			.stream()
			.flatMap((other) -> other.indexes().stream())
			.anyMatch((index) -> index.unique() && goes(table.get(), index) && Set.copyOf(index.keys())
				.equals(Set.copyOf(reference.columns().stream().map(Identifiers::quoted).toList())));
		return byConstraint || byIndex;
	}

	private void drop(String table, Constraint constraint) {
		List<Constraint> dropped = this.droppedConstraints.computeIfAbsent(table, (key) -> new ArrayList<>());
		if (!dropped.contains(constraint)) {
			dropped.add(constraint);
		}
	}

	private boolean goes(String relation, Index index) {
		boolean differs = this.comparison.only(Difference.IndexDropped.class)
			.stream()
			.anyMatch((change) -> change.table().equals(relation) && change.dropped().equals(index))
				|| this.comparison.only(Difference.IndexChanged.class)
					.stream()
					.anyMatch((change) -> change.table().equals(relation) && change.before().equals(index));
		IndexText text = IndexText.of(index);
		boolean onRecreated = mentionsAny(text.content(), recreatedOf(relation));
		boolean expression = index.predicate() != null
				|| index.keys().stream().anyMatch((key) -> SqlText.localName(key).isEmpty());
		return differs || onRecreated || (expression && mentionsAny(text.content(), moved(relation, false)));
	}

	private Set<String> recreatedOf(String table) {
		Set<String> columns = new HashSet<>();
		this.recreatedColumns.stream()
			.filter((name) -> name.table().equals(table))
			.forEach((name) -> columns.add(name.column()));
		return columns;
	}

	private void indexes() {
		for (Table table : this.base.tables()) {
			if (this.target.table(table.name()).isPresent()) {
				this.droppedIndexes.put(table.name(),
						table.indexes().stream().filter((index) -> goes(table.name(), index)).toList());
			}
		}
		for (View view : this.base.views()) {
			this.droppedIndexes.put(view.name(),
					view.indexes().stream().filter((index) -> goes(view.name(), index)).toList());
		}
	}

	private void definitions() {
		Set<String> functions = new HashSet<>();
		this.droppedFunctions.forEach((function) -> functions.add(functionName(function)));
		this.base.tables().forEach((table) -> {
			if (this.target.table(table.name()).isPresent()) {
				definitions(table.name(), table.definitions(), functions);
			}
		});
		this.base.views().forEach((view) -> definitions(view.name(), view.definitions(), functions));
	}

	private void definitions(String relation, List<Definition> definitions, Set<String> functions) {
		Set<String> moved = new HashSet<>(moved(relation, true));
		this.droppedColumns.stream()
			.filter((name) -> name.table().equals(relation))
			.forEach((name) -> moved.add(name.column()));
		List<Definition> dropped = new ArrayList<>();
		for (Definition definition : definitions) {
			boolean differs = this.comparison.only(Difference.DefinitionDropped.class)
				.stream()
				.anyMatch((change) -> relation.equals(change.table()) && change.dropped().equals(definition))
					|| this.comparison.only(Difference.DefinitionChanged.class)
						.stream()
						.anyMatch((change) -> relation.equals(change.table()) && change.before().equals(definition));
			if (differs || mentionsAny(definition.text(), moved) || mentionsAny(definition.text(), functions)) {
				dropped.add(definition);
			}
		}
		this.droppedDefinitions.put(relation, dropped);
	}

	private void views() {
		for (Difference.ViewDropped change : this.comparison.only(Difference.ViewDropped.class)) {
			this.droppedViews.add(change.name());
		}
		for (Difference.ViewChanged change : this.comparison.only(Difference.ViewChanged.class)) {
			(isReplaceable(change.before(), change.after()) ? this.replacedViews : this.droppedViews)
				.add(change.name());
		}
		Set<String> functions = new HashSet<>();
		this.droppedFunctions.forEach((function) -> functions.add(functionName(function)));
		boolean more = true;
		while (more) {
			more = false;
			for (View view : this.base.views()) {
				boolean stuck = view.dependencies().stream().anyMatch((dependency) -> moves(dependency, functions));
				more |= stuck && this.droppedViews.add(view.name());
			}
		}
		this.replacedViews.removeAll(this.droppedViews);
	}

	/** CREATE OR REPLACE only adds columns at the end. */
	private static boolean isReplaceable(View before, View after) {
		if (before.materialized() || after.materialized() || after.columns().size() < before.columns().size()) {
			return false;
		}
		for (int i = 0; i < before.columns().size(); i++) {
			Column old = before.columns().get(i);
			Column then = after.columns().get(i);
			if (!old.name().equals(then.name()) || !Difference.fullType(old).equals(Difference.fullType(then))
					|| !Objects.equals(old.defaultExpression(), then.defaultExpression())) {
				return false;
			}
		}
		return before.properties().equals(after.properties());
	}

	private boolean moves(Dependency dependency, Set<String> functions) {
		String name = dependency.name();
		String column = dependency.column();
		return switch (dependency.kind()) {
			case FUNCTION -> functions.contains(name);
			case TYPE -> this.rebuiltTypes.contains(name);
			case RELATION -> {
				boolean columnMoves = column != null && (moved(name, true).contains(column)
						|| this.droppedColumns.contains(new ColumnName(name, column)));
				boolean keyGoes = droppedConstraints(name).stream()
					.anyMatch((constraint) -> constraint.kind() == Constraint.Kind.PRIMARY_KEY);
				yield this.droppedViews.contains(name) || columnMoves || keyGoes
						|| this.comparison.renaming().concerns(name, column)
						|| this.droppedTables.stream().anyMatch((table) -> table.name().equals(name));
			}
		};
	}

	static boolean isType(Definition definition) {
		return definition.kind().equals("domain") || definition.kind().equals("type");
	}

	static boolean isFunction(Definition definition) {
		return definition.kind().equals("function") || definition.kind().equals("procedure")
				|| definition.kind().equals("aggregate");
	}

	/** Name, arguments and result, which CREATE OR REPLACE cannot change. */
	static String head(Definition function) {
		int body = function.text().indexOf("\n LANGUAGE ");
		return function.name() + ((body < 0) ? function.text() : function.text().substring(0, body));
	}

	static String unquoted(String name) {
		return SqlText.tokens(name).get(0).value();
	}

	private static String functionName(Definition function) {
		return unquoted(function.name());
	}

	static boolean mentionsAny(String sql, Set<String> names) {
		return !names.isEmpty()
				&& SqlText.tokens(sql).stream().anyMatch((token) -> token.isName() && names.contains(token.value()));
	}

}
