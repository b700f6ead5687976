package org.condastore.shell.change;

import java.util.List;
import java.util.Set;

/**
 * What a command would do: every row with its values before and after, in the order in
 * which they are written. A plan is only carried out if each row is found as it says.
 *
 * @param change what was asked for, such as {@code delete namespace data-science}
 * @param subject the table of what the command is about: {@code --expect} counts its rows
 * @param sets the rows
 * @param required rows on which the change depends besides: nothing is written to them,
 * but they must be found as they were, and stay like this until it is committed
 * @param followUp what is left to do where the database does not reach
 * @param guards what must also hold when it is carried out
 */
public record Plan(String change, String subject, List<RowSet> sets, List<RowSet> required, List<String> followUp,
		Set<Guard> guards) {

	public Plan {
		sets = List.copyOf(sets);
		required = List.copyOf(required);
		followUp = List.copyOf(followUp);
		guards = Set.copyOf(guards);
	}

	/**
	 * Several plans that do the same to different rows of a table, as one.
	 * @param plans each with one set of rows; the sets are alike
	 */
	static Plan together(List<Plan> plans) {
		Plan first = plans.get(0);
		RowSet like = first.sets().get(0);
		Tuples rows = new Tuples();
		for (Plan plan : plans) {
			rows.addAll(plan.sets().get(0).rows());
		}
		RowSet all = new RowSet(like.table(), like.operation(), like.key(), like.before(), like.after(), rows);
		return new Plan(first.change(), first.subject(), List.of(all), List.of(), List.of(), first.guards());
	}

	/** How many rows are written. */
	public int size() {
		return this.sets.stream().mapToInt((set) -> set.rows().size()).sum();
	}

	public boolean isEmpty() {
		return this.sets.stream().allMatch((set) -> set.rows().isEmpty());
	}

	/** How many of the things are written that the command is about. */
	public int subjects() {
		return this.sets.stream()
			.filter((set) -> set.table().equals(this.subject))
			.mapToInt((set) -> set.rows().size())
			.max()
			.orElse(0);
	}

}
