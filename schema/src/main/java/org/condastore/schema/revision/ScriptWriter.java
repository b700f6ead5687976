package org.condastore.schema.revision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.Catalog.Column;
import org.condastore.schema.catalog.Catalog.Constraint;
import org.condastore.schema.catalog.Catalog.Definition;
import org.condastore.schema.catalog.Catalog.Dependency;
import org.condastore.schema.catalog.Catalog.EnumType;
import org.condastore.schema.catalog.Catalog.Generation;
import org.condastore.schema.catalog.Catalog.Index;
import org.condastore.schema.catalog.Catalog.Owner;
import org.condastore.schema.catalog.Catalog.Sequence;
import org.condastore.schema.catalog.Catalog.Table;
import org.condastore.schema.catalog.Catalog.View;
import org.condastore.schema.revision.Difference.ColumnChanged;
import org.condastore.schema.revision.MigrationScript.Step;
import org.jspecify.annotations.Nullable;

/**
 * Writes a script: everything that is in the way goes first, then tables change, then
 * what stands on them comes.
 */
final class ScriptWriter {

	/** Defaults that follow their column into another type. */
	private static final Pattern NEUTRAL_DEFAULT = Pattern.compile("nextval\\(.*|-?[0-9]+|true|false");

	private static final Pattern VOLATILE = Pattern
		.compile("\\b(nextval|random|gen_random_uuid|uuidv4|uuidv7|clock_timestamp|timeofday|uuid_generate_v4)\\(");

	private final Comparison comparison;

	private final Catalog base;

	private final Catalog target;

	/** Whether this takes back what another script did. */
	private final boolean back;

	private final Consequences consequences;

	private final List<Step> steps = new ArrayList<>();

	/** Objects that are made by this script, as in {@code COMMENT ON}. */
	private final Set<String> made = new HashSet<>();

	private ScriptWriter(Comparison comparison, boolean back, Set<String> additionsToRebuild) {
		this.comparison = comparison;
		this.base = comparison.base();
		this.target = comparison.target();
		this.back = back;
		this.consequences = new Consequences(comparison, additionsToRebuild);
	}

	static MigrationScript write(Comparison comparison, boolean back) {
		MigrationScript script = new ScriptWriter(comparison, back, Set.of()).write();
		Set<String> used = usedAdditions(comparison, script);
		return used.isEmpty() ? script : new ScriptWriter(comparison, back, used).write();
	}

	/**
	 * A value that was added to an enum cannot be used in the same transaction, unless
	 * the whole type was made in it.
	 */
	private static Set<String> usedAdditions(Comparison comparison, MigrationScript script) {
		Set<String> used = new TreeSet<>();
		for (Difference.EnumChanged change : comparison.only(Difference.EnumChanged.class)) {
			for (String label : change.added()) {
				String constant = Identifiers.literal(label) + "::" + Identifiers.quoted(change.name());
				if (script.steps()
					.stream()
					.flatMap((step) -> step.statements().stream())
					.anyMatch((statement) -> statement.contains(constant))) {
					used.add(change.name());
				}
			}
		}
		return used;
	}

	private MigrationScript write() {
		renames();
		dropViews();
		dropDefinitions();
		dropConstraints(true);
		dropConstraints(false);
		dropIndexes();
		releaseSequences();
		dropTables();
		dropReplacedFunctions();
		types();
		sequences();
		functions(false);
		createTables();
		this.base.tables().forEach((table) -> this.target.table(table.name()).ifPresent((then) -> alter(table, then)));
		ownSequences();
		addConstraints();
		addIndexes();
		addForeignKeys();
		properties();
		functions(true);
		createViews();
		addDefinitions();
		dropUnused();
		comments();
		return new MigrationScript(this.steps);
	}

	private void renames() {
		for (Difference.Renamed rename : this.comparison.only(Difference.Renamed.class)) {
			String before = Identifiers.quoted(rename.before());
			String after = Identifiers.quoted(rename.name());
			String table = (rename.table() != null) ? Identifiers.quoted(rename.table()) : "";
			step(rename.description(), switch (rename.kind()) {
				case "column" -> "ALTER TABLE %s RENAME COLUMN %s TO %s".formatted(table, before, after);
				case "constraint" -> "ALTER TABLE %s RENAME CONSTRAINT %s TO %s".formatted(table, before, after);
				default -> "ALTER %s %s RENAME TO %s".formatted(rename.kind().toUpperCase(Locale.ROOT), before, after);
			});
		}
	}

	private void dropViews() {
		List<View> order = new ArrayList<>(ordered(this.base.views()));
		Collections.reverse(order);
		for (View view : order) {
			if (this.consequences.isDropped(view)) {
				Optional<View> then = view(this.target, view.name());
				List<Warning> warnings = new ArrayList<>();
				if (view.materialized() && then.isPresent()) {
					warnings.add(
							new Warning(Warning.Kind.LOCK, "%s is computed again further down".formatted(view.name())));
				}
				step(then.isPresent()
						? "%s %s makes room; it is made again below"
							.formatted(view.materialized() ? "materialized view" : "view", view.name())
						: new Difference.ViewDropped(view).description(), warnings,
						"DROP %s %s".formatted(TableSql.kind(view), Identifiers.quoted(view.name())));
			}
		}
	}

	private void dropDefinitions() {
		this.base.tables().forEach((table) -> dropDefinitions(table.name()));
		this.base.views()
			.stream()
			.filter((view) -> !this.consequences.isDropped(view))
			.forEach((view) -> dropDefinitions(view.name()));
	}

	private void dropDefinitions(String relation) {
		this.consequences.droppedDefinitions(relation)
			.forEach((definition) -> step("drop %s %s on %s".formatted(definition.kind(), definition.name(), relation),
					TableSql.drop(definition, relation)));
	}

	private void dropConstraints(boolean foreignKeys) {
		for (Table table : this.base.tables()) {
			for (Constraint constraint : this.consequences.droppedConstraints(table.name())) {
				if ((constraint.kind() == Constraint.Kind.FOREIGN_KEY) == foreignKeys) {
					boolean stays = counterpart(table.name(), constraint).isPresent();
					String what = new Difference.ConstraintDropped(table.name(), constraint).description();
					step(stays ? what + ", to be made again below" : what, "ALTER TABLE %s DROP CONSTRAINT %s"
						.formatted(Identifiers.quoted(table.name()), Identifiers.quoted(constraint.name())));
				}
			}
		}
	}

	private Optional<Constraint> counterpart(String table, Constraint constraint) {
		return this.target.table(table)
			.flatMap((then) -> then.constraints()
				.stream()
				.filter((other) -> other.name().equals(constraint.name()))
				.findFirst());
	}

	private void dropIndexes() {
		for (Table table : this.base.tables()) {
			dropIndexes(table.name());
		}
		this.base.views()
			.stream()
			.filter((view) -> !this.consequences.isDropped(view))
			.forEach((view) -> dropIndexes(view.name()));
	}

	private void dropIndexes(String relation) {
		this.consequences.droppedIndexes(relation)
			.forEach((index) -> step(new Difference.IndexDropped(relation, index).description(),
					"DROP INDEX " + Identifiers.quoted(index.name())));
	}

	/** A sequence goes with the column that owns it, so it has to be nobody's in time. */
	private void releaseSequences() {
		for (Difference.SequenceChanged change : this.comparison.only(Difference.SequenceChanged.class)) {
			Owner owner = change.before().owner();
			if (owner != null && !owner.equals(change.after().owner())) {
				step("sequence %s no longer goes with %s.%s".formatted(change.name(), owner.table(), owner.column()),
						"ALTER SEQUENCE %s OWNED BY NONE".formatted(Identifiers.quoted(change.name())));
			}
		}
	}

	private void dropTables() {
		for (Table table : this.consequences.droppedTables()) {
			String what = this.back ? "every row that %s has got since is lost" : "every row of %s is lost";
			boolean foreign = table.properties().contains("FOREIGN");
			step(new Difference.TableDropped(table).description(),
					List.of(new Warning(Warning.Kind.DATA_LOSS, what.formatted(table.name()))),
					"DROP %sTABLE %s".formatted(foreign ? "FOREIGN " : "", Identifiers.quoted(table.name())));
		}
	}

	private void dropReplacedFunctions() {
		this.consequences.droppedFunctions()
			.forEach((function) -> step("drop %s %s".formatted(function.kind(), function.name()),
					TableSql.drop(function, "")));
	}

	private void types() {
		for (Difference.EnumAdded change : this.comparison.only(Difference.EnumAdded.class)) {
			step(change.description(), create(change.added()));
			made("TYPE", change.name());
		}
		for (Difference.EnumChanged change : this.comparison.only(Difference.EnumChanged.class)) {
			if (this.consequences.rebuiltTypes().contains(change.name())) {
				rebuild(change);
			}
			else {
				step(change.description(),
						List.of(new Warning(Warning.Kind.NOTE,
								"rows cannot get the new value before this transaction has ended; there is no way to"
										+ " remove a value from an enum but to make the type again")),
						additions(change).toArray(String[]::new));
			}
		}
		for (Definition definition : inOrder(
				this.target.definitions().stream().filter(Consequences::isType).toList())) {
			boolean isNew = this.base.definitions().stream().noneMatch((old) -> isSame(old, definition));
			boolean rebuilt = this.consequences.rebuiltTypes().contains(Consequences.unquoted(definition.name()));
			if (isNew || rebuilt) {
				List<String> statements = new ArrayList<>();
				if (!isNew) {
					statements.add("ALTER %s %s RENAME TO %s".formatted(definition.kind().toUpperCase(Locale.ROOT),
							definition.name(), Identifiers.quoted(aside(Consequences.unquoted(definition.name())))));
				}
				statements.addAll(TableSql.create(definition, ""));
				step("%s %s %s".formatted(isNew ? "add" : "change", definition.kind(), definition.name()),
						statements.toArray(String[]::new));
				this.made.add(Comments.on(definition, ""));
			}
		}
	}

	private static String create(EnumType type) {
		return "CREATE TYPE %s AS ENUM (%s)".formatted(Identifiers.quoted(type.name()),
				String.join(", ", type.labels().stream().map(Identifiers::literal).toList()));
	}

	private void rebuild(Difference.EnumChanged change) {
		List<Warning> warnings = new ArrayList<>();
		warnings.add(
				new Warning(Warning.Kind.REWRITE, "the type is made again, and so is every table with a column of it"));
		if (!change.removed().isEmpty()) {
			warnings.add(new Warning(Warning.Kind.EXISTING_ROWS,
					"this fails while a row has the value %s: give such rows another value first"
						.formatted(String.join(" or ", change.removed().stream().map(Identifiers::literal).toList()))));
		}
		String name = Identifiers.quoted(change.name());
		step(change.description(), warnings,
				"ALTER TYPE %s RENAME TO %s".formatted(name, Identifiers.quoted(aside(change.name()))),
				create(change.after()));
		made("TYPE", change.name());
	}

	private static List<String> additions(Difference.EnumChanged change) {
		List<String> statements = new ArrayList<>();
		List<String> labels = change.after().labels();
		List<String> there = new ArrayList<>(change.before().labels());
		for (int i = 0; i < labels.size(); i++) {
			String label = labels.get(i);
			if (there.contains(label)) {
				continue;
			}
			String place = "";
			if (i > 0 && !there.get(there.size() - 1).equals(labels.get(i - 1))) {
				place = " AFTER " + Identifiers.literal(labels.get(i - 1));
			}
			else if (i == 0 && !there.isEmpty()) {
				place = " BEFORE " + Identifiers.literal(there.get(0));
			}
			there.add(i, label);
			statements.add("ALTER TYPE %s ADD VALUE %s%s".formatted(Identifiers.quoted(change.name()),
					Identifiers.literal(label), place));
		}
		return statements;
	}

	private void sequences() {
		for (Difference.SequenceAdded change : this.comparison.only(Difference.SequenceAdded.class)) {
			List<String> statements = new ArrayList<>();
			statements.add(TableSql.create(change.added(), change.name()));
			Owner owner = change.added().owner();
			boolean filled = owner != null && this.base.table(owner.table())
				.flatMap((table) -> table.column(owner.column()))
				.filter((column) -> column.type().endsWith("int") || column.type().equals("integer"))
				.isPresent();
			if (filled) {
				statements.add(continued(change.name(), Objects.requireNonNull(owner)));
			}
			step(change.description(), statements.toArray(String[]::new));
			made("SEQUENCE", change.name());
		}
		for (Difference.SequenceChanged change : this.comparison.only(Difference.SequenceChanged.class)) {
			String alter = TableSql.alter(change.before(), change.after());
			if (!alter.isEmpty()) {
				List<Warning> warnings = TableSql.restarts(change.before(), change.after())
						? List.of(new Warning(Warning.Kind.DATA_LOSS,
								"%s starts again at %d".formatted(change.name(), change.after().start())))
						: List.of();
				step(change.description(), warnings, alter);
			}
		}
	}

	/** Whether every row gets a value of its own. */
	static boolean isVolatile(String defaultExpression) {
		return VOLATILE.matcher(defaultExpression).find();
	}

	/** Lets a sequence go on after the values that its column has already. */
	private static String continued(String sequence, Owner owner) {
		return "SELECT setval(%s, max(%s)) FROM %s".formatted(Identifiers.literal(Identifiers.quoted(sequence)),
				Identifiers.quoted(owner.column()), Identifiers.quoted(owner.table()));
	}

	private void functions(boolean late) {
		Set<String> relations = new HashSet<>();
		this.comparison.only(Difference.TableAdded.class).forEach((change) -> relations.add(change.name()));
		this.target.views().forEach((view) -> relations.add(view.name()));
		List<Definition> due = new ArrayList<>();
		for (Definition function : this.target.definitions()) {
			if (!Consequences.isFunction(function)) {
				continue;
			}
			Optional<Definition> old = this.base.definitions()
				.stream()
				.filter((other) -> isSame(other, function))
				.findFirst();
			boolean stays = old.isPresent() && old.get().text().equals(function.text())
					&& !this.consequences.droppedFunctions().contains(old.get());
			boolean onRelation = !function.kind().equals("aggregate")
					&& Consequences.mentionsAny(Consequences.head(function), relations);
			if (!stays && onRelation == late) {
				due.add(function);
			}
		}
		if (due.stream().anyMatch((function) -> function.text().contains("\n LANGUAGE sql"))) {
			step("bodies of functions may name what is made further down", "SET LOCAL check_function_bodies = off");
		}
		for (Definition function : inOrder(due)) {
			boolean isNew = this.base.definitions().stream().noneMatch((other) -> isSame(other, function));
			step("%s %s %s".formatted(isNew ? "add" : "change", function.kind(), function.name()),
					TableSql.create(function, "").toArray(String[]::new));
			if (isNew || this.consequences.droppedFunctions().stream().anyMatch((other) -> isSame(other, function))) {
				this.made.add(Comments.on(function, ""));
			}
		}
	}

	private void createTables() {
		List<Table> left = new ArrayList<>();
		this.comparison.only(Difference.TableAdded.class).forEach((change) -> left.add(change.added()));
		while (!left.isEmpty()) {
			// What is a part of another table, or like it, comes after that.
			Table next = left.stream()
				.filter((table) -> left.stream()
					.noneMatch((other) -> !other.name().equals(table.name()) && table.properties()
						.stream()
						.anyMatch((property) -> SqlText.mentions(property, other.name()))))
				.findFirst()
				.orElse(left.get(0));
			left.remove(next);
			create(next);
		}
	}

	private void create(Table table) {
		String what = new Difference.TableAdded(table).description();
		this.made.addAll(Comments.of(table).keySet());
		for (Sequence sequence : this.target.sequences()) {
			if (sequence.owner() != null && sequence.owner().table().equals(table.name())) {
				made("SEQUENCE", sequence.name());
			}
		}
		if (isByHand(table.properties())) {
			this.steps.add(new Step(List.of(what),
					List.of(new Warning(Warning.Kind.BY_HAND,
							"nothing here knows how to make %s: %s".formatted(table.name(), table.properties()))),
					List.of()));
			return;
		}
		List<Warning> warnings = this.back
				? List.of(new Warning(Warning.Kind.DATA_LOSS, table.name() + " comes back empty")) : List.of();
		List<String> statements = new ArrayList<>();
		statements.add(TableSql.create(this.target, table));
		List<String> storage = new ArrayList<>();
		table.columns().forEach((column) -> storage.addAll(TableSql.storage(List.of(), column)));
		if (!storage.isEmpty()) {
			statements.add(alterTable(table.name(), storage));
		}
		step(what, warnings, statements.toArray(String[]::new));
	}

	private static boolean isByHand(List<String> properties) {
		return properties.contains("FOREIGN") || properties.stream().anyMatch((text) -> text.startsWith("OF "));
	}

	private void alter(Table whole, Table wholeAfter) {
		Table before = TableSql.withoutInherited(this.base, whole);
		Table after = TableSql.withoutInherited(this.target, wholeAfter);
		dropColumns(before, after);
		alterColumns(before, after);
		addColumns(before, after);
	}

	private void dropColumns(Table before, Table after) {
		List<Column> dropped = new ArrayList<>();
		List<Warning> warnings = new ArrayList<>();
		List<String> purposes = new ArrayList<>();
		for (Column column : before.columns()) {
			boolean gone = after.column(column.name()).isEmpty();
			boolean again = this.consequences.recreatedColumns().contains(new ColumnName(after.name(), column.name()));
			if (gone || again) {
				dropped.add(column);
				String description = new Difference.ColumnDropped(after.name(), column).description();
				purposes.add(gone ? description : description + ", to be made again below");
				if (!Difference.isComputed(column)) {
					warnings.add(new Warning(Warning.Kind.DATA_LOSS,
							(this.back ? "the values that %s.%s has got since are lost"
									: "the values of %s.%s are lost")
								.formatted(after.name(), column.name())));
				}
			}
		}
		// A computed column has to go before those that it is computed from.
		dropped.sort(Comparator.comparing((column) -> !Difference.isComputed(column)));
		List<String> clauses = dropped.stream()
			.map((column) -> "DROP COLUMN " + Identifiers.quoted(column.name()))
			.toList();
		alter(after.name(), purposes, warnings, clauses);
	}

	private void alterColumns(Table before, Table after) {
		List<String> clauses = new ArrayList<>();
		List<String> purposes = new ArrayList<>();
		List<Warning> warnings = new ArrayList<>();
		List<Runnable> identities = new ArrayList<>();
		for (Column column : after.columns()) {
			ColumnName name = new ColumnName(after.name(), column.name());
			Optional<Column> old = before.column(column.name());
			if (old.isEmpty() || this.consequences.recreatedColumns().contains(name)) {
				continue;
			}
			List<ColumnChanged> changes = this.comparison.only(ColumnChanged.class)
				.stream()
				.filter((change) -> change.table().equals(after.name()) && change.name().equals(column.name()))
				.toList();
			boolean identity = changes.stream().anyMatch((change) -> change.aspect() == ColumnChanged.Aspect.GENERATION)
					&& (isIdentity(old.get()) || isIdentity(column));
			if (identity) {
				changes.stream()
					.filter((change) -> change.aspect() == ColumnChanged.Aspect.GENERATION)
					.forEach((change) -> {
						if (isIdentity(old.get())) {
							identity(change);
						}
						else {
							identities.add(() -> identity(change));
						}
					});
			}
			changes.stream()
				.filter((change) -> !(identity && change.aspect() == ColumnChanged.Aspect.GENERATION))
				.forEach((change) -> purposes.add(change.description()));
			type(name, old.get(), column, clauses, purposes, warnings);
			for (ColumnChanged change : changes) {
				clauses.addAll(clauses(change, identity, warnings));
			}
		}
		alter(after.name(), purposes, warnings, clauses);
		identities.forEach(Runnable::run);
	}

	private void type(ColumnName name, Column before, Column after, List<String> clauses, List<String> purposes,
			List<Warning> warnings) {
		TypeChange change = this.consequences.retypedColumns().get(name);
		if (change == null) {
			return;
		}
		boolean rebuilt = Consequences.mentionsAny(before.type(), this.consequences.rebuiltTypes())
				&& Consequences.mentionsAny(after.type(), this.consequences.rebuiltTypes());
		String column = Identifiers.quoted(name.column());
		if (resetsDefault(name, before, after)) {
			clauses.add("ALTER COLUMN %s DROP DEFAULT".formatted(column));
		}
		boolean using = change.needsUsing() || rebuilt;
		String expression = rebuilt ? column + "::text::" + after.type() : change.using(name.column());
		clauses.add("ALTER COLUMN %s TYPE %s%s".formatted(column, Difference.fullType(after),
				using ? " USING " + expression : ""));
		if (resetsDefault(name, before, after) && after.defaultExpression() != null && !isIdentity(after)) {
			clauses.add("ALTER COLUMN %s SET DEFAULT %s".formatted(column, after.defaultExpression()));
		}
		String where = name.table() + '.' + name.column();
		if (before.type().equals(after.type())) {
			if (rebuilt) {
				purposes.add("%s takes the new %s".formatted(where, after.type()));
			}
			return;
		}
		if (change.rewrites()) {
			warnings.add(new Warning(Warning.Kind.REWRITE,
					"%s and its indexes are written again, and nobody can read it meanwhile".formatted(name.table())));
		}
		if (change.needsUsing()) {
			warnings.add(new Warning(Warning.Kind.CONVERSION,
					"USING %s is a guess; it fails on the first value of %s that is not one of %s".formatted(expression,
							where, after.type())));
		}
		else if (change.canFail()) {
			warnings.add(new Warning(Warning.Kind.EXISTING_ROWS,
					"this fails on the first value of %s that %s cannot hold".formatted(where, after.type())));
		}
		change.loss().ifPresent((loss) -> warnings.add(new Warning(Warning.Kind.DATA_LOSS, where + ": " + loss)));
	}

	/** Whether a column's default cannot be left where it is when the type changes. */
	private boolean resetsDefault(ColumnName name, Column before, Column after) {
		String expression = before.defaultExpression();
		return this.consequences.isOtherType(name) && expression != null && !Difference.isComputed(before)
				&& !(expression.equals(after.defaultExpression()) && NEUTRAL_DEFAULT.matcher(expression).matches());
	}

	private List<String> clauses(ColumnChanged change, boolean identity, List<Warning> warnings) {
		Column after = change.after();
		String column = "ALTER COLUMN " + Identifiers.quoted(change.name());
		String where = change.table() + '.' + change.name();
		ColumnName name = new ColumnName(change.table(), change.name());
		return switch (change.aspect()) {
			case TYPE -> List.of();
			case NULLABILITY -> {
				if (after.notNull()) {
					warnings.add(new Warning(Warning.Kind.EXISTING_ROWS,
							"this fails while %s is null in any row, and reads all of %s under an exclusive lock"
								.formatted(where, change.table())));
				}
				yield List.of(column + (after.notNull() ? " SET NOT NULL" : " DROP NOT NULL"));
			}
			case DEFAULT -> {
				boolean done = this.consequences.retypedColumns().containsKey(name)
						&& resetsDefault(name, change.before(), after);
				yield done ? List.of() : List.of(column + defaultClause(after));
			}
			case GENERATION -> {
				if (identity) {
					yield List.of();
				}
				warnings.add(
						new Warning(Warning.Kind.NOTE, "%s keeps the values that were computed last".formatted(where)));
				yield (after.defaultExpression() == null) ? List.of(column + " DROP EXPRESSION")
						: List.of(column + " DROP EXPRESSION", column + defaultClause(after));
			}
			case STORAGE -> TableSql.storage(Difference.storage(change.before()), after);
		};
	}

	private static String defaultClause(Column column) {
		String expression = column.defaultExpression();
		return (expression != null) ? " SET DEFAULT " + expression : " DROP DEFAULT";
	}

	private static boolean isIdentity(Column column) {
		return column.generation() == Generation.IDENTITY_ALWAYS
				|| column.generation() == Generation.IDENTITY_BY_DEFAULT;
	}

	/** A column becomes an identity column, stops to be one, or becomes another one. */
	private void identity(ColumnChanged change) {
		String table = Identifiers.quoted(change.table());
		String column = Identifiers.quoted(change.name());
		String alter = "ALTER TABLE %s ALTER COLUMN %s ".formatted(table, column);
		Column after = change.after();
		List<String> statements = new ArrayList<>();
		if (isIdentity(change.before()) && isIdentity(after)) {
			statements.add(alter + "SET GENERATED " + TableSql.generated(after.generation()));
		}
		else if (isIdentity(after)) {
			becomeIdentity(change, alter, statements);
		}
		else {
			ceaseIdentity(change, alter, statements);
		}
		step(change.description(), statements.toArray(String[]::new));
	}

	private void becomeIdentity(ColumnChanged change, String alter, List<String> statements) {
		Sequence sequence = Serial.ofIdentity(this.target, change.table(), change.name()).orElseThrow();
		Optional<Sequence> old = this.base.sequences()
			.stream()
			.filter((other) -> new Owner(change.table(), change.name(), false).equals(other.owner()))
			.findFirst();
		String aside = Identifiers.quoted(aside(sequence.name()));
		if (change.before().defaultExpression() != null) {
			statements.add(alter + "DROP DEFAULT");
		}
		if (old.isPresent()) {
			statements.add("ALTER SEQUENCE %s OWNED BY NONE".formatted(Identifiers.quoted(old.get().name())));
			statements.add("ALTER SEQUENCE %s RENAME TO %s".formatted(Identifiers.quoted(old.get().name()), aside));
		}
		statements
			.add(alter + "ADD GENERATED %s AS IDENTITY%s".formatted(TableSql.generated(change.after().generation()),
					TableSql.identityOptions(this.target, change.table(), change.after())));
		if (old.isPresent()) {
			statements.add(position(sequence.name(), aside));
			statements.add("DROP SEQUENCE " + aside);
		}
		else {
			statements.add(continued(sequence.name(), new Owner(change.table(), change.name(), true)));
		}
		made("SEQUENCE", sequence.name());
	}

	private void ceaseIdentity(ColumnChanged change, String alter, List<String> statements) {
		Optional<Sequence> then = Serial.behind(this.target, change.table(), change.after());
		String drop = alter + "DROP IDENTITY";
		if (then.isEmpty()) {
			statements.add(drop);
			if (change.after().defaultExpression() != null) {
				statements.add(alter.strip() + defaultClause(change.after()));
			}
			return;
		}
		Sequence old = Serial.ofIdentity(this.base, change.table(), change.name()).orElseThrow();
		String aside = aside(then.get().name());
		String name = Identifiers.quoted(then.get().name());
		statements.add(TableSql.create(then.get(), aside));
		statements.add(position(aside, Identifiers.quoted(old.name())));
		statements.add(drop);
		statements.add("ALTER SEQUENCE %s RENAME TO %s".formatted(Identifiers.quoted(aside), name));
		statements.add(alter.strip() + defaultClause(change.after()));
		statements.add(owned(then.get()));
		made("SEQUENCE", then.get().name());
	}

	/** Lets one sequence go on where another one is. */
	private static String position(String sequence, String from) {
		return "SELECT setval(%s, last_value, is_called) FROM %s"
			.formatted(Identifiers.literal(Identifiers.quoted(sequence)), from);
	}

	private void addColumns(Table before, Table after) {
		List<String> clauses = new ArrayList<>();
		List<String> purposes = new ArrayList<>();
		List<Warning> warnings = new ArrayList<>();
		List<String> storage = new ArrayList<>();
		for (Column column : after.columns()) {
			boolean again = this.consequences.recreatedColumns().contains(new ColumnName(after.name(), column.name()));
			if (before.column(column.name()).isPresent() && !again) {
				continue;
			}
			purposes.add(new Difference.ColumnAdded(after.name(), column, false).description());
			clauses.add("ADD COLUMN " + TableSql.column(this.target, after, column));
			storage.addAll(TableSql.storage(List.of(), column));
			this.made.add(Comments.onColumn(after.name(), column.name()));
			this.target.sequences()
				.stream()
				.filter((sequence) -> sequence.owner() != null && sequence.owner().table().equals(after.name())
						&& sequence.owner().column().equals(column.name()))
				.forEach((sequence) -> made("SEQUENCE", sequence.name()));
			warnAboutNewColumn(after, column, warnings);
		}
		alter(after.name(), purposes, warnings, clauses);
		if (!storage.isEmpty()) {
			step("storage of the new columns", alterTable(after.name(), storage));
		}
	}

	private void warnAboutNewColumn(Table table, Column column, List<Warning> warnings) {
		String where = table.name() + '.' + column.name();
		String expression = column.defaultExpression();
		boolean serial = Serial.behind(this.target, table.name(), column).isPresent();
		if (column.notNull() && expression == null && !isIdentity(column)) {
			warnings.add(new Warning(Warning.Kind.EXISTING_ROWS,
					"%s is NOT NULL and has no default: this fails if %s has any row. Add it without NOT NULL, fill it,"
						.formatted(where, table.name()) + " then SET NOT NULL"));
		}
		boolean computed = column.generation() == Generation.STORED;
		if (isIdentity(column) || serial || computed
				|| (expression != null && !Difference.isComputed(column) && isVolatile(expression))) {
			warnings.add(new Warning(Warning.Kind.REWRITE,
					"every row of %s gets a value of its own, so the table is written again, and nobody can read it"
						.formatted(table.name()) + " meanwhile"));
		}
		if (this.back && !Difference.isComputed(column)) {
			warnings.add(new Warning(Warning.Kind.DATA_LOSS, where + " comes back without the values that it had"));
		}
	}

	private void ownSequences() {
		for (Sequence sequence : this.target.sequences()) {
			if (sequence.owner() == null || sequence.owner().identity()) {
				continue;
			}
			boolean added = this.comparison.only(Difference.SequenceAdded.class)
				.stream()
				.anyMatch((change) -> change.added().equals(sequence));
			boolean changed = this.comparison.only(Difference.SequenceChanged.class)
				.stream()
				.anyMatch((change) -> change.after().equals(sequence)
						&& !sequence.owner().equals(change.before().owner()));
			if (added || changed) {
				step("sequence %s goes with %s.%s".formatted(sequence.name(), sequence.owner().table(),
						sequence.owner().column()), owned(sequence));
			}
		}
	}

	private static String owned(Sequence sequence) {
		Owner owner = Objects.requireNonNull(sequence.owner());
		return "ALTER SEQUENCE %s OWNED BY %s.%s".formatted(Identifiers.quoted(sequence.name()),
				Identifiers.quoted(owner.table()), Identifiers.quoted(owner.column()));
	}

	private void addConstraints() {
		for (Table table : this.target.tables()) {
			for (Constraint constraint : table.constraints()) {
				if (constraint.kind() != Constraint.Kind.FOREIGN_KEY && isDue(table, constraint)) {
					add(table, constraint);
				}
			}
		}
	}

	private void addForeignKeys() {
		for (Table table : this.target.tables()) {
			for (Constraint constraint : table.constraints()) {
				if (constraint.kind() == Constraint.Kind.FOREIGN_KEY && isDue(table, constraint)) {
					add(table, constraint);
				}
			}
		}
		for (Difference.ConstraintChanged change : this.comparison.only(Difference.ConstraintChanged.class)) {
			if (change.isValidation() && this.consequences.droppedConstraints(change.table())
				.stream()
				.noneMatch((dropped) -> dropped.name().equals(change.name()))) {
				step(change.description(), "ALTER TABLE %s VALIDATE CONSTRAINT %s"
					.formatted(Identifiers.quoted(change.table()), Identifiers.quoted(change.name())));
			}
		}
	}

	private boolean isDue(Table table, Constraint constraint) {
		Optional<Table> old = this.base.table(table.name());
		if (old.isEmpty()) {
			return !TableSql.isInline(constraint) && !isByHand(table.properties());
		}
		boolean there = old.get().constraints().stream().anyMatch((other) -> other.name().equals(constraint.name()));
		return !there || this.consequences.droppedConstraints(table.name())
			.stream()
			.anyMatch((dropped) -> dropped.name().equals(constraint.name()));
	}

	private void add(Table table, Constraint constraint) {
		this.made.add(Comments.onConstraint(table.name(), constraint.name()));
		List<Warning> warnings = new ArrayList<>();
		if (this.base.table(table.name()).isPresent()) {
			warnAboutNewConstraint(table.name(), constraint, warnings);
		}
		boolean again = this.base.table(table.name())
			.stream()
			.flatMap((old) -> old.constraints().stream())
			.anyMatch(
					(old) -> old.name().equals(constraint.name()) && old.definition().equals(constraint.definition()));
		step(again(again, new Difference.ConstraintAdded(table.name(), constraint), warnings), warnings,
				"ALTER TABLE %s\n    ADD CONSTRAINT %s %s".formatted(Identifiers.quoted(table.name()),
						Identifiers.quoted(constraint.name()), constraint.definition()));
	}

	private static void warnAboutNewConstraint(String table, Constraint constraint, List<Warning> warnings) {
		boolean unchecked = constraint.definition().endsWith(" NOT VALID")
				|| constraint.definition().endsWith(" NOT ENFORCED");
		if (unchecked) {
			return;
		}
		switch (constraint.kind()) {
			case FOREIGN_KEY -> {
				warnings.add(new Warning(Warning.Kind.EXISTING_ROWS,
						"this fails while a row of %s refers to nothing".formatted(table)));
				warnings.add(new Warning(Warning.Kind.LOCK,
						("nobody can write to %s or the table that it refers to while rows are checked; on large tables"
								+ " add it NOT VALID and VALIDATE it in a transaction of its own")
							.formatted(table)));
			}
			case CHECK -> {
				warnings.add(new Warning(Warning.Kind.EXISTING_ROWS,
						"this fails while a row of %s violates it".formatted(table)));
				warnings.add(new Warning(Warning.Kind.LOCK,
						("nobody can use %s while rows are checked; on a large table add it NOT VALID and VALIDATE it"
								+ " in a transaction of its own")
							.formatted(table)));
			}
			default -> {
				warnings.add(new Warning(Warning.Kind.EXISTING_ROWS,
						((constraint.kind() == Constraint.Kind.EXCLUSION)
								? "this fails while rows of %s exclude each other"
								: "this fails while two rows of %s have the same key")
							.formatted(table)));
				warnings.add(new Warning(Warning.Kind.LOCK,
						(constraint.kind() == Constraint.Kind.EXCLUSION)
								? "nobody can use %s while the index is built".formatted(table)
								: ("nobody can use %s while the index is built; on a large table build a unique index"
										+ " CONCURRENTLY first and add the key USING INDEX")
									.formatted(table)));
			}
		}
	}

	private void addIndexes() {
		for (Table table : this.target.tables()) {
			addIndexes(table.name(), table.indexes(),
					this.base.table(table.name()).map(Table::indexes).orElse(List.of()),
					this.base.table(table.name()).isPresent());
		}
		for (View view : this.target.views()) {
			Optional<View> old = view(this.base, view.name());
			if (old.isPresent() && !this.consequences.isDropped(old.get())) {
				addIndexes(view.name(), view.indexes(), old.get().indexes(), true);
			}
		}
	}

	private void addIndexes(String relation, List<Index> indexes, List<Index> before, boolean filled) {
		for (Index index : indexes) {
			boolean there = before.stream().anyMatch((other) -> other.name().equals(index.name()));
			boolean dropped = this.consequences.droppedIndexes(relation)
				.stream()
				.anyMatch((other) -> other.name().equals(index.name()));
			if (there && !dropped) {
				continue;
			}
			made("INDEX", index.name());
			List<Warning> warnings = new ArrayList<>();
			if (filled && index.unique()) {
				warnings.add(new Warning(Warning.Kind.EXISTING_ROWS,
						"this fails while two rows of %s have the same key".formatted(relation)));
			}
			if (filled) {
				warnings.add(new Warning(Warning.Kind.LOCK,
						("nobody can write to %s while the index is built; on a large table write CREATE INDEX"
								+ " CONCURRENTLY, in a script of its own")
							.formatted(relation)));
			}
			boolean again = before.stream()
				.anyMatch((other) -> other.name().equals(index.name()) && other.valid()
						&& IndexText.of(other).equals(IndexText.of(index)));
			step(again(again, new Difference.IndexAdded(relation, index), warnings), warnings, sql(index));
		}
	}

	/**
	 * What only made room is as it was, and rows that obeyed it still do, unless their
	 * values were rounded.
	 */
	private String again(boolean again, Difference difference, List<Warning> warnings) {
		if (!again) {
			return difference.description();
		}
		boolean rounded = this.consequences.retypedColumns()
			.entrySet()
			.stream()
			.anyMatch((entry) -> entry.getKey().table().equals(difference.table())
					&& entry.getValue().loss().isPresent());
		if (!rounded) {
			warnings.removeIf((warning) -> warning.kind() == Warning.Kind.EXISTING_ROWS);
		}
		return difference.description().replaceFirst("^add ", "make again ");
	}

	/**
	 * The statement, without the access method that nobody writes. What PostgreSQL says
	 * ONLY for is the index of a partitioned table, and its partitions should have it.
	 */
	private static String sql(Index index) {
		return IndexText.of(index).everywhere().sql().replaceFirst(" USING btree ", " ");
	}

	private void properties() {
		for (Table table : this.target.tables()) {
			List<String> before = this.base.table(table.name()).map(Table::properties).orElse(List.of());
			boolean isNew = this.base.table(table.name()).isEmpty();
			if (isNew && isByHand(table.properties())) {
				continue;
			}
			List<String> clauses = new ArrayList<>();
			List<Warning> warnings = new ArrayList<>();
			for (String property : before) {
				boolean replaced = !property.startsWith("WITH ") && table.properties()
					.stream()
					.anyMatch((other) -> other.split(" ")[0].equals(property.split(" ")[0])
							&& other.startsWith("REPLICA "));
				if (!table.properties().contains(property) && !replaced) {
					property(property, false, clauses, warnings);
				}
			}
			for (String property : table.properties()) {
				boolean made = isNew && !property.startsWith("REPLICA ") && !property.endsWith("ROW LEVEL SECURITY");
				if (!before.contains(property) && !made) {
					property(property, true, clauses, warnings);
				}
			}
			if (!clauses.isEmpty() || !warnings.isEmpty()) {
				String what = isNew ? "properties of " + table.name()
						: new Difference.TableChanged(table.name(), before, table.properties()).description();
				alter(table.name(), List.of(what), warnings, clauses);
			}
		}
	}

	private static void property(String property, boolean on, List<String> clauses, List<Warning> warnings) {
		if (property.equals("UNLOGGED")) {
			clauses.add(on ? "SET UNLOGGED" : "SET LOGGED");
			warnings
				.add(new Warning(Warning.Kind.REWRITE, "the table is written again, and nobody can read it meanwhile"));
			if (on) {
				warnings.add(new Warning(Warning.Kind.DATA_LOSS, "an unlogged table is empty after a crash"));
			}
		}
		else if (property.startsWith("WITH ")) {
			String options = property.substring("WITH ".length());
			clauses.add(on ? "SET " + options : "RESET " + options.replaceAll("=[^,)]*", ""));
		}
		else if (property.startsWith("REPLICA ")) {
			clauses.add(on ? property : "REPLICA IDENTITY DEFAULT");
		}
		else if (property.equals("ROW LEVEL SECURITY")) {
			clauses.add((on ? "ENABLE " : "DISABLE ") + property);
		}
		else if (property.equals("FORCE ROW LEVEL SECURITY")) {
			clauses.add(on ? property : "NO " + property);
		}
		else if (property.startsWith("INHERITS ")) {
			clauses.add((on ? "INHERIT " : "NO INHERIT ") + property.substring("INHERITS ".length()));
		}
		else {
			warnings.add(new Warning(Warning.Kind.BY_HAND,
					"no statement %s %s".formatted(on ? "makes a table" : "takes away", property)));
		}
	}

	private void createViews() {
		for (View view : ordered(this.target.views())) {
			Optional<View> old = view(this.base, view.name());
			boolean isNew = old.isEmpty();
			boolean dropped = old.isPresent() && this.consequences.isDropped(old.get());
			boolean replaced = old.isPresent() && this.consequences.isReplaced(old.get());
			if (!isNew && !dropped && !replaced) {
				continue;
			}
			List<String> statements = new ArrayList<>();
			statements.add(TableSql.create(view, replaced));
			for (Column column : view.columns()) {
				if (column.defaultExpression() != null && !replaced) {
					statements
						.add("ALTER VIEW %s ALTER COLUMN %s SET DEFAULT %s".formatted(Identifiers.quoted(view.name()),
								Identifiers.quoted(column.name()), column.defaultExpression()));
				}
			}
			if (!replaced) {
				view.indexes().forEach((index) -> statements.add(sql(index)));
				view.definitions().forEach((definition) -> statements.addAll(TableSql.create(definition, view.name())));
				this.made.addAll(Comments.of(view).keySet());
			}
			boolean changed = this.comparison.only(Difference.ViewChanged.class)
				.stream()
				.anyMatch((change) -> change.name().equals(view.name()));
			String what = isNew ? "add" : changed ? "change" : "make again";
			step("%s %s %s".formatted(what, view.materialized() ? "materialized view" : "view", view.name()),
					statements.toArray(String[]::new));
		}
	}

	private void addDefinitions() {
		for (Table table : this.target.tables()) {
			addDefinitions(table.name(), table.definitions(),
					this.base.table(table.name()).map(Table::definitions).orElse(List.of()));
		}
		for (View view : this.target.views()) {
			Optional<View> old = view(this.base, view.name());
			if (old.isPresent() && !this.consequences.isDropped(old.get())) {
				addDefinitions(view.name(), view.definitions(), old.get().definitions());
			}
		}
	}

	private void addDefinitions(String relation, List<Definition> definitions, List<Definition> before) {
		for (Definition definition : definitions) {
			boolean there = before.stream().anyMatch((other) -> isSame(other, definition));
			boolean dropped = this.consequences.droppedDefinitions(relation)
				.stream()
				.anyMatch((other) -> isSame(other, definition));
			if (!there || dropped) {
				this.made.add(Comments.on(definition, relation));
				step("add %s %s on %s".formatted(definition.kind(), definition.name(), relation),
						TableSql.create(definition, relation).toArray(String[]::new));
			}
		}
	}

	private void dropUnused() {
		for (Difference.SequenceDropped change : this.comparison.only(Difference.SequenceDropped.class)) {
			step(change.description(),
					List.of(new Warning(Warning.Kind.DATA_LOSS, "the position of %s is lost".formatted(change.name()))),
					"DROP SEQUENCE " + Identifiers.quoted(change.name()));
		}
		List<Definition> gone = new ArrayList<>();
		for (Difference.DefinitionDropped change : this.comparison.only(Difference.DefinitionDropped.class)) {
			if (change.table() == null && !this.consequences.droppedFunctions().contains(change.dropped())) {
				gone.add(change.dropped());
			}
		}
		List<Definition> order = new ArrayList<>(inOrder(gone));
		Collections.reverse(order);
		order.sort(Comparator.comparing(Consequences::isType));
		order.forEach((definition) -> step("drop %s %s".formatted(definition.kind(), definition.name()),
				TableSql.drop(definition, "")));
		List<Definition> rebuilt = new ArrayList<>(
				inOrder(this.base.definitions().stream().filter(Consequences::isType).toList()));
		Collections.reverse(rebuilt);
		for (Definition definition : rebuilt) {
			String name = Consequences.unquoted(definition.name());
			boolean stays = this.target.definitions().stream().anyMatch((other) -> isSame(other, definition));
			if (stays && this.consequences.rebuiltTypes().contains(name)) {
				step("drop the old " + definition.name(), "DROP %s %s"
					.formatted(definition.kind().toUpperCase(Locale.ROOT), Identifiers.quoted(aside(name))));
			}
		}
		for (Difference.EnumChanged change : this.comparison.only(Difference.EnumChanged.class)) {
			if (this.consequences.rebuiltTypes().contains(change.name())) {
				step("drop the old " + change.name(), "DROP TYPE " + Identifiers.quoted(aside(change.name())));
			}
		}
		for (Difference.EnumDropped change : this.comparison.only(Difference.EnumDropped.class)) {
			step(change.description(), "DROP TYPE " + Identifiers.quoted(change.name()));
		}
	}

	private void comments() {
		Map<String, @Nullable String> before = Comments.of(this.base);
		Comments.of(this.target).forEach((object, comment) -> {
			String there = this.made.contains(object) ? null : before.get(object);
			if (!Objects.equals(there, comment)) {
				step(new Difference.CommentChanged(object, there, comment).description(), "COMMENT ON %s IS %s"
					.formatted(object, (comment != null) ? Identifiers.literal(comment) : "NULL"));
			}
		});
	}

	/** A name that nothing has, for the time until the old thing is dropped. */
	private String aside(String name) {
		Set<String> taken = new HashSet<>();
		for (Catalog catalog : List.of(this.base, this.target)) {
			catalog.enums().forEach((type) -> taken.add(type.name()));
			catalog.sequences().forEach((sequence) -> taken.add(sequence.name()));
			catalog.tables().forEach((table) -> taken.add(table.name()));
			catalog.views().forEach((view) -> taken.add(view.name()));
			catalog.definitions().forEach((definition) -> taken.add(Consequences.unquoted(definition.name())));
		}
		String stem = (name.length() > 50) ? name.substring(0, 50) : name;
		String aside = stem + "_old";
		for (int i = 2; taken.contains(aside); i++) {
			aside = stem + "_old" + i;
		}
		return aside;
	}

	/** Views, those first that others are about. */
	private static List<View> ordered(List<View> views) {
		Map<String, View> byName = Comparison.byName(views, View::name);
		Map<String, View> order = new LinkedHashMap<>();
		views.forEach((view) -> visit(view, byName, order, new LinkedHashSet<>()));
		return List.copyOf(order.values());
	}

	private static void visit(View view, Map<String, View> byName, Map<String, View> order, Set<String> path) {
		if (order.containsKey(view.name()) || !path.add(view.name())) {
			return;
		}
		for (Dependency dependency : view.dependencies()) {
			View other = byName.get(dependency.name());
			if (dependency.kind() == Dependency.Referent.RELATION && other != null) {
				visit(other, byName, order, path);
			}
		}
		order.put(view.name(), view);
	}

	/** Definitions, those first that others mention. */
	private static List<Definition> inOrder(List<Definition> definitions) {
		List<Definition> left = new ArrayList<>(definitions);
		List<Definition> order = new ArrayList<>();
		while (!left.isEmpty()) {
			Definition next = left.stream()
				.filter((definition) -> left.stream()
					.noneMatch((other) -> !isSame(other, definition)
							&& SqlText.mentions(definition.text(), Consequences.unquoted(other.name()))
							&& !Consequences.unquoted(other.name()).equals(Consequences.unquoted(definition.name()))))
				.findFirst()
				.orElse(left.get(0));
			left.remove(next);
			order.add(next);
		}
		return order;
	}

	private static boolean isSame(Definition one, Definition other) {
		return one.kind().equals(other.kind()) && one.name().equals(other.name());
	}

	private static Optional<View> view(Catalog catalog, String name) {
		return catalog.views().stream().filter((view) -> view.name().equals(name)).findFirst();
	}

	private void made(String kind, String name) {
		this.made.add(Comments.on(kind, name));
	}

	private void alter(String table, List<String> purposes, List<Warning> warnings, List<String> clauses) {
		if (!clauses.isEmpty() || !warnings.isEmpty()) {
			this.steps.add(new Step(purposes, distinct(warnings),
					clauses.isEmpty() ? List.of() : List.of(alterTable(table, clauses))));
		}
	}

	private static List<Warning> distinct(List<Warning> warnings) {
		return List.copyOf(new LinkedHashSet<>(warnings));
	}

	private static String alterTable(String table, List<String> clauses) {
		String start = "ALTER TABLE " + Identifiers.quoted(table);
		return start + ((clauses.size() == 1) ? " " : "\n    ") + String.join(",\n    ", clauses);
	}

	private void step(String purpose, String... statements) {
		step(purpose, List.of(), statements);
	}

	private void step(String purpose, List<Warning> warnings, String... statements) {
		this.steps.add(new Step(List.of(purpose), warnings, List.of(statements)));
	}

}
