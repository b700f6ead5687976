package org.condastore.schema.revision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.Catalog.Column;
import org.condastore.schema.catalog.Catalog.Constraint;
import org.condastore.schema.catalog.Catalog.Index;
import org.condastore.schema.catalog.Catalog.Sequence;
import org.condastore.schema.catalog.Catalog.Table;
import org.condastore.schema.catalog.Catalog.View;

/**
 * Constraints, indexes and the sequences of columns that are the same but for their
 * names, as they often are after a rename of their table. To rename them loses nothing,
 * to drop and make them again costs a lot.
 *
 * @param catalog what the catalog looks like afterwards
 * @param renames the renames
 */
record FollowingRenames(Catalog catalog, List<Difference.Renamed> renames) {

	static FollowingRenames of(Catalog from, Catalog to) {
		return new Finder(from, to).find();
	}

	/** The work of one call. */
	private static final class Finder {

		private final Catalog from;

		private final Catalog to;

		private final Set<String> taken = new HashSet<>();

		private final List<Difference.Renamed> renames = new ArrayList<>();

		Finder(Catalog from, Catalog to) {
			this.from = from;
			this.to = to;
			from.tables().forEach((table) -> {
				this.taken.add(table.name());
				table.constraints().forEach((constraint) -> this.taken.add(constraint.name()));
				table.indexes().forEach((index) -> this.taken.add(index.name()));
			});
			from.views().forEach((view) -> {
				this.taken.add(view.name());
				view.indexes().forEach((index) -> this.taken.add(index.name()));
			});
			from.sequences().forEach((sequence) -> this.taken.add(sequence.name()));
		}

		FollowingRenames find() {
			Map<String, String> newSequences = sequences();
			List<Sequence> sequences = this.from.sequences()
				.stream()
				.map((sequence) -> named(sequence, newSequences.getOrDefault(sequence.name(), sequence.name())))
				.toList();
			List<Table> tables = this.from.tables().stream().map((table) -> table(table, newSequences)).toList();
			List<View> views = this.from.views().stream().map(this::view).toList();
			return new FollowingRenames(
					new Catalog(tables, views, sequences, this.from.enums(), this.from.definitions()),
					List.copyOf(this.renames));
		}

		private Map<String, String> sequences() {
			Map<String, String> names = new HashMap<>();
			Set<String> kept = Comparison.byName(this.to.sequences(), Sequence::name).keySet();
			for (Sequence sequence : this.from.sequences()) {
				if (sequence.owner() == null || kept.contains(sequence.name())) {
					continue;
				}
				List<Sequence> candidates = this.to.sequences()
					.stream()
					.filter((other) -> sequence.owner().equals(other.owner()) && !this.taken.contains(other.name()))
					.toList();
				if (candidates.size() == 1) {
					String name = candidates.get(0).name();
					this.taken.add(name);
					names.put(sequence.name(), name);
					this.renames.add(new Difference.Renamed("sequence", null, sequence.name(), name));
				}
			}
			return names;
		}

		private Table table(Table table, Map<String, String> sequences) {
			List<Column> columns = table.columns().stream().map((column) -> column(column, sequences)).toList();
			Optional<Table> then = this.to.table(table.name());
			if (then.isEmpty()) {
				return new Table(table.name(), table.properties(), columns, table.constraints(), table.indexes(),
						table.definitions(), table.comment());
			}
			Map<String, String> constraints = matches("constraint", table.name(), table.constraints(),
					then.get().constraints(), Constraint::name,
					(constraint) -> constraint.kind() + " " + constraint.definition());
			Map<String, String> indexes = matches("index", table.name(), table.indexes(), then.get().indexes(),
					Index::name, (index) -> IndexText.of(index).named("").toString());
			return new Table(table.name(), table.properties(), columns,
					table.constraints().stream().map((constraint) -> named(constraint, constraints)).toList(),
					table.indexes().stream().map((index) -> named(index, indexes)).toList(), table.definitions(),
					table.comment());
		}

		private View view(View view) {
			List<Index> then = this.to.views()
				.stream()
				.filter((other) -> other.name().equals(view.name()))
				.findFirst()
				.map(View::indexes)
				.orElse(List.of());
			Map<String, String> indexes = matches("index", view.name(), view.indexes(), then, Index::name,
					(index) -> IndexText.of(index).named("").toString());
			return new View(view.name(), view.materialized(), view.properties(), view.query(), view.columns(),
					view.indexes().stream().map((index) -> named(index, indexes)).toList(), view.definitions(),
					view.dependencies(), view.comment());
		}

		/** Only what has exactly one counterpart is the same for sure. */
		private <T> Map<String, String> matches(String kind, String table, List<T> before, List<T> after,
				Function<T, String> name, Function<T, String> content) {
			Set<String> kept = Comparison.byName(after, name).keySet();
			List<T> gone = before.stream().filter((thing) -> !kept.contains(name.apply(thing))).toList();
			List<T> come = after.stream().filter((thing) -> !this.taken.contains(name.apply(thing))).toList();
			Map<String, String> names = new HashMap<>();
			for (T old : gone) {
				String wanted = content.apply(old);
				List<T> olds = gone.stream().filter((other) -> content.apply(other).equals(wanted)).toList();
				List<T> news = come.stream().filter((other) -> content.apply(other).equals(wanted)).toList();
				if (olds.size() == 1 && news.size() == 1) {
					String then = name.apply(news.get(0));
					this.taken.add(then);
					names.put(name.apply(old), then);
					this.renames.add(new Difference.Renamed(kind, table, name.apply(old), then));
				}
			}
			return names;
		}

		private static Column column(Column column, Map<String, String> sequences) {
			for (Map.Entry<String, String> entry : sequences.entrySet()) {
				if (Serial.next(entry.getKey()).equals(column.defaultExpression())) {
					return new Column(column.position(), column.name(), column.type(), column.notNull(),
							Serial.next(entry.getValue()), column.generation(), column.properties(), column.comment());
				}
			}
			return column;
		}

		private static Constraint named(Constraint constraint, Map<String, String> names) {
			return new Constraint(names.getOrDefault(constraint.name(), constraint.name()), constraint.kind(),
					constraint.definition(), constraint.columns(), constraint.reference(), constraint.comment());
		}

		private static Index named(Index index, Map<String, String> names) {
			String name = names.getOrDefault(index.name(), index.name());
			return new Index(name, index.unique(), index.valid(), IndexText.of(index).named(name).sql(), index.keys(),
					index.predicate(), index.comment());
		}

		private static Sequence named(Sequence sequence, String name) {
			return new Sequence(name, sequence.type(), sequence.start(), sequence.increment(), sequence.minimum(),
					sequence.maximum(), sequence.cache(), sequence.cycle(), sequence.owner(), sequence.comment());
		}

	}

}
