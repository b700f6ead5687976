package org.condastore.schema.revision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.Catalog.Column;
import org.condastore.schema.catalog.Catalog.Constraint;
import org.condastore.schema.catalog.Catalog.Definition;
import org.condastore.schema.catalog.Catalog.EnumType;
import org.condastore.schema.catalog.Catalog.Generation;
import org.condastore.schema.catalog.Catalog.Index;
import org.condastore.schema.catalog.Catalog.Owner;
import org.condastore.schema.catalog.Catalog.Sequence;
import org.condastore.schema.catalog.Catalog.Table;
import org.condastore.schema.catalog.Catalog.View;
import org.condastore.schema.revision.Difference.ColumnChanged;
import org.jspecify.annotations.Nullable;

/**
 * Two catalogs compared: what has to happen to the first one so that it becomes the
 * second. No database is asked.
 *
 * <p>
 * Neither the order of columns nor that of anything else matters. Constraints, indexes
 * and serial sequences that only have another name are found by themselves and renamed;
 * tables and columns are renamed only when told so. Both catalogs must have been read
 * from servers of the same major version, because the spelling of queries differs.
 */
public final class Comparison {

	private final Catalog from;

	private final Catalog to;

	private final Exclusions exclusions;

	private final Renaming renaming;

	/** The first catalog after all renames. */
	private final Catalog base;

	/** The second catalog without what is excluded. */
	private final Catalog target;

	private final List<Difference> differences;

	private Comparison(Catalog from, Catalog to, Exclusions exclusions,
			BiFunction<Catalog, Catalog, Renaming> renames) {
		this.from = from;
		this.to = to;
		this.exclusions = exclusions;
		Catalog left = exclusions.apply(from);
		this.target = exclusions.apply(to);
		this.renaming = renames.apply(left, this.target);
		FollowingRenames following = FollowingRenames.of(this.renaming.apply(left), this.target);
		this.base = following.catalog();
		List<Difference> found = new ArrayList<>(this.renaming.differences());
		found.addAll(following.renames());
		new Finder(this.base, this.target, this.renaming, found::add).find();
		this.differences = List.copyOf(found);
	}

	/**
	 * Compares two catalogs as they are, but for what is always left out.
	 * @param from what there is
	 * @param to what there should be
	 * @return the comparison
	 */
	public static Comparison of(Catalog from, Catalog to) {
		return of(from, to, List.of(), Exclusions.standard());
	}

	/**
	 * Compares two catalogs.
	 * @param from what there is
	 * @param to what there should be
	 * @param renames tables and columns that are the same in spite of their names
	 * @param exclusions what is left out
	 * @return the comparison
	 * @throws IllegalArgumentException if a rename is about something that is not there,
	 * or something else has the new name already
	 */
	public static Comparison of(Catalog from, Catalog to, List<Rename> renames, Exclusions exclusions) {
		return new Comparison(from, to, exclusions, (left, right) -> Renaming.of(renames, left, right));
	}

	/**
	 * The way back.
	 * @return what has to happen to the second catalog so that it becomes the first
	 */
	public Comparison reversed() {
		return new Comparison(this.to, this.from, this.exclusions, (left, right) -> this.renaming.reversed());
	}

	/**
	 * Whether there is nothing to do.
	 * @return true if the catalogs are equal, but for what is left out and the order of
	 * columns
	 */
	public boolean isEmpty() {
		return this.differences.isEmpty();
	}

	/**
	 * What differs.
	 * @return the differences: renames first, then by kind of thing, each kind in order
	 * of names
	 */
	public List<Difference> differences() {
		return this.differences;
	}

	/**
	 * What differs, to show it.
	 * @return one finding per difference, in their order
	 */
	public List<Finding> findings() {
		return this.differences.stream().map(Finding::of).toList();
	}

	/**
	 * The first catalog.
	 * @return it as it was given, also what is left out
	 */
	public Catalog from() {
		return this.from;
	}

	/**
	 * The second catalog.
	 * @return it as it was given, also what is left out
	 */
	public Catalog to() {
		return this.to;
	}

	Exclusions exclusions() {
		return this.exclusions;
	}

	Renaming renaming() {
		return this.renaming;
	}

	/** The first catalog after all renames, without what is left out. */
	Catalog base() {
		return this.base;
	}

	/** The second catalog without what is left out. */
	Catalog target() {
		return this.target;
	}

	<T extends Difference> List<T> only(Class<T> kind) {
		return this.differences.stream().filter(kind::isInstance).map(kind::cast).toList();
	}

	static <T> Map<String, T> byName(List<T> things, Function<T, String> name) {
		Map<String, T> byName = new LinkedHashMap<>();
		things.forEach((thing) -> byName.put(name.apply(thing), thing));
		return byName;
	}

	/**
	 * Finds the differences of two catalogs in which everything that is the same has the
	 * same name.
	 */
	private static final class Finder {

		private final Catalog from;

		private final Catalog to;

		private final Renaming renaming;

		private final Consumer<Difference> found;

		Finder(Catalog from, Catalog to, Renaming renaming, Consumer<Difference> found) {
			this.from = from;
			this.to = to;
			this.renaming = renaming;
			this.found = found;
		}

		void find() {
			each(this.from.enums(), this.to.enums(), EnumType::name, Difference.EnumDropped::new,
					Difference.EnumAdded::new, (before, after) -> {
						if (!before.labels().equals(after.labels())) {
							this.found.accept(new Difference.EnumChanged(before, after));
						}
					});
			definitions(null, this.from.definitions(), this.to.definitions());
			sequences();
			each(this.from.tables(), this.to.tables(), Table::name, Difference.TableDropped::new,
					Difference.TableAdded::new, this::tables);
			each(this.from.views(), this.to.views(), View::name, Difference.ViewDropped::new, Difference.ViewAdded::new,
					this::views);
			comments();
		}

		private void tables(Table before, Table after) {
			String table = after.name();
			if (!before.properties().equals(after.properties())) {
				this.found.accept(new Difference.TableChanged(table, before.properties(), after.properties()));
			}
			// What a table has from its parent changes with the parent.
			List<Column> olds = TableSql.withoutInherited(this.from, before).columns();
			List<Column> news = TableSql.withoutInherited(this.to, after).columns();
			each(olds, news, Column::name, (column) -> new Difference.ColumnDropped(table, column),
					(column) -> new Difference.ColumnAdded(table, column,
							Serial.of(this.to, after, column).isPresent()),
					(old, then) -> columns(table, old, then));
			each(before.constraints(), after.constraints(), Constraint::name,
					(constraint) -> new Difference.ConstraintDropped(table, constraint),
					(constraint) -> new Difference.ConstraintAdded(table, constraint), (old, then) -> {
						if (!old.definition().equals(then.definition())) {
							this.found.accept(new Difference.ConstraintChanged(table, old, then));
						}
					});
			indexes(table, before.indexes(), after.indexes());
			definitions(table, before.definitions(), after.definitions());
		}

		private void columns(String table, Column before, Column after) {
			BiConsumer<Boolean, ColumnChanged.Aspect> changed = (is, aspect) -> {
				if (is) {
					this.found.accept(new ColumnChanged(table, before, after, aspect));
				}
			};
			changed.accept(!Difference.fullType(before).equals(Difference.fullType(after)), ColumnChanged.Aspect.TYPE);
			changed.accept(before.notNull() != after.notNull(), ColumnChanged.Aspect.NULLABILITY);
			boolean sameExpression = Objects.equals(before.defaultExpression(), after.defaultExpression());
			boolean sameGeneration = before.generation() == after.generation()
					&& (sameExpression || !Difference.isComputed(after));
			changed.accept(!sameGeneration, ColumnChanged.Aspect.GENERATION);
			changed.accept(sameGeneration && !sameExpression, ColumnChanged.Aspect.DEFAULT);
			changed.accept(!Difference.storage(before).equals(Difference.storage(after)), ColumnChanged.Aspect.STORAGE);
		}

		private void indexes(String table, List<Index> before, List<Index> after) {
			each(before, after, Index::name, (index) -> new Difference.IndexDropped(table, index),
					(index) -> new Difference.IndexAdded(table, index), (old, then) -> {
						// Nobody wants an invalid index, so it is never what there should
						// be.
						if (!IndexText.of(old).equals(IndexText.of(then)) || (then.valid() && !old.valid())) {
							this.found.accept(new Difference.IndexChanged(table, old, then));
						}
					});
		}

		private void definitions(@Nullable String table, List<Definition> before, List<Definition> after) {
			each(before, after, (definition) -> definition.kind() + ' ' + definition.name(),
					(definition) -> new Difference.DefinitionDropped(table, definition),
					(definition) -> new Difference.DefinitionAdded(table, definition), (old, then) -> {
						if (!old.text().equals(then.text())) {
							this.found.accept(new Difference.DefinitionChanged(table, old, then));
						}
					});
		}

		private void views(View before, View after) {
			boolean same = before.materialized() == after.materialized()
					&& before.properties().equals(after.properties())
					&& uncommented(before.columns()).equals(uncommented(after.columns()))
					&& query(before).equals(query(after));
			if (!same) {
				this.found.accept(new Difference.ViewChanged(before, after));
			}
			indexes(after.name(), before.indexes(), after.indexes());
			definitions(after.name(), before.definitions(), after.definitions());
		}

		/** A rename inside a query leaves {@code AS oldname} behind. */
		private String query(View view) {
			boolean renamed = view.dependencies()
				.stream()
				.anyMatch((dependency) -> this.renaming.concerns(dependency.name(), dependency.column()));
			String query = SqlText.withoutBlanks(view.query());
			return renamed ? query.replaceAll(" AS (\"(?:[^\"]|\"\")+\"|[^ ]+)", "") : query;
		}

		private static List<Column> uncommented(List<Column> columns) {
			return columns.stream()
				.map((column) -> new Column(column.position(), column.name(), column.type(), column.notNull(),
						column.defaultExpression(), column.generation(), column.properties(), null))
				.toList();
		}

		/**
		 * A sequence that comes or goes with a column is part of that column's own
		 * difference.
		 */
		private void sequences() {
			each(this.from.sequences(), this.to.sequences(), Sequence::name, (sequence) -> {
				Owner owner = sequence.owner();
				boolean implied = owner != null && (goes(owner) || owner.identity() || becomesIdentity(owner));
				return implied ? null : new Difference.SequenceDropped(sequence);
			}, (sequence) -> {
				Owner owner = sequence.owner();
				boolean implied = owner != null && (owner.identity() || comesAsSerial(owner) || wasIdentity(owner));
				return implied ? null : new Difference.SequenceAdded(sequence);
			}, (before, after) -> {
				boolean sameKind = (before.owner() != null && before.owner().identity()) == (after.owner() != null
						&& after.owner().identity());
				if (sameKind && !withoutComment(before).equals(withoutComment(after))) {
					this.found.accept(new Difference.SequenceChanged(before, after));
				}
			});
		}

		private boolean goes(Owner owner) {
			return this.to.table(owner.table()).flatMap((table) -> table.column(owner.column())).isEmpty();
		}

		private boolean becomesIdentity(Owner owner) {
			return isIdentity(this.to, owner);
		}

		private boolean wasIdentity(Owner owner) {
			return isIdentity(this.from, owner);
		}

		private static boolean isIdentity(Catalog catalog, Owner owner) {
			return catalog.table(owner.table())
				.flatMap((table) -> table.column(owner.column()))
				.filter((column) -> column.generation() == Generation.IDENTITY_ALWAYS
						|| column.generation() == Generation.IDENTITY_BY_DEFAULT)
				.isPresent();
		}

		private boolean comesAsSerial(Owner owner) {
			boolean isNew = this.from.table(owner.table()).flatMap((table) -> table.column(owner.column())).isEmpty();
			return isNew && this.to.table(owner.table())
				.flatMap((table) -> table.column(owner.column()).flatMap((column) -> Serial.of(this.to, table, column)))
				.isPresent();
		}

		private static Sequence withoutComment(Sequence sequence) {
			return new Sequence(sequence.name(), sequence.type(), sequence.start(), sequence.increment(),
					sequence.minimum(), sequence.maximum(), sequence.cache(), sequence.cycle(), sequence.owner(), null);
		}

		private void comments() {
			Map<String, @Nullable String> before = Comments.of(this.from);
			Comments.of(this.to).forEach((object, comment) -> {
				if (before.containsKey(object) && !Objects.equals(before.get(object), comment)) {
					this.found.accept(new Difference.CommentChanged(object, before.get(object), comment));
				}
			});
		}

		/** In order of names. */
		private <T> void each(List<T> before, List<T> after, Function<T, String> name,
				Function<T, @Nullable Difference> dropped, Function<T, @Nullable Difference> added,
				BiConsumer<T, T> both) {
			Map<String, T> olds = byName(before, name);
			Map<String, T> news = byName(after, name);
			Set<String> names = new LinkedHashSet<>(olds.keySet());
			names.addAll(news.keySet());
			List<String> sorted = names.stream().sorted().toList();
			for (String key : sorted) {
				T old = olds.get(key);
				T then = news.get(key);
				Difference difference = null;
				if (old != null && then == null) {
					difference = dropped.apply(old);
				}
				else if (old == null && then != null) {
					difference = added.apply(then);
				}
				else if (old != null && then != null) {
					both.accept(old, then);
				}
				if (difference != null) {
					this.found.accept(difference);
				}
			}
		}

	}

}
