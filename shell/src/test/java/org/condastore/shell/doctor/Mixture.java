package org.condastore.shell.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A healthy database that gets broken at random places, and what the doctor has to say
 * about it then. Each {@linkplain Mutation mutation} claims what it changes, so that none
 * hides another.
 */
// Its annotation would be a dependency of its own.
@SuppressWarnings("AnnotateFormatMethod")
final class Mixture {

	private final Connection connection;

	private final DSLContext sql;

	private final Random random;

	private final Set<String> claimed = new HashSet<>();

	private final List<String> story = new ArrayList<>();

	private final Set<Found> found = new TreeSet<>();

	private final Set<Found> left = new TreeSet<>();

	private final Set<Found> follows = new TreeSet<>();

	private final Set<Found> hidden = new TreeSet<>();

	private final List<String> gone = new ArrayList<>();

	private final Set<String> appears = new TreeSet<>();

	private final Set<String> changes = new TreeSet<>();

	private final Map<String, @Nullable String> expected = new LinkedHashMap<>();

	private int fresh = 500_000;

	/**
	 * Begins with a healthy one.
	 * @param connection to it
	 */
	Mixture(Connection connection, Random random) {
		this.connection = connection;
		this.sql = DSL.using(connection, SQLDialect.POSTGRES);
		this.random = random;
	}

	/**
	 * A row that breaks an invariant.
	 *
	 * @param id of the invariant
	 * @param row its table and its key
	 */
	record Found(String id, String row) implements Comparable<Found> {

		@Override
		public int compareTo(Found other) {
			return toString().compareTo(other.toString());
		}

		@Override
		public String toString() {
			return this.id + " " + this.row;
		}

	}

	/** There is nothing left that a mutation could break. */
	static final class NothingLeft extends RuntimeException {

		private static final long serialVersionUID = 1;

	}

	/** Breaks something more; nothing if all of it is broken already. */
	boolean mutate(Mutation mutation) {
		this.story.add(mutation.name());
		try {
			mutation.how().accept(this);
			return true;
		}
		catch (NothingLeft ex) {
			this.story.remove(this.story.size() - 1);
			return false;
		}
	}

	// What mutations choose

	Random random() {
		return this.random;
	}

	boolean maybe() {
		return this.random.nextBoolean();
	}

	@SafeVarargs
	final <T> T oneOf(T... some) {
		return some[this.random.nextInt(some.length)];
	}

	/** A number, and an id, that nothing has. */
	int fresh() {
		return ++this.fresh;
	}

	/**
	 * A row that nothing was done to yet.
	 * @param where SQL
	 * @param claims what of it, and of others, is not to be touched by anything else
	 * @throws NothingLeft if there is none
	 */
	int pick(String table, String where, IntFunction<Stream<String>> claims) {
		List<Integer> candidates = new ArrayList<>(
				ids("SELECT id FROM %s WHERE %s ORDER BY id".formatted(table, where)));
		Collections.shuffle(candidates, this.random);
		for (int candidate : candidates) {
			List<String> wanted = claims.apply(candidate).toList();
			if (Collections.disjoint(wanted, this.claimed)) {
				this.claimed.addAll(wanted);
				return candidate;
			}
		}
		throw new NothingLeft();
	}

	/** A row of which nothing else is to be touched. */
	int pick(String table, String where) {
		return pick(table, where, (id) -> Stream.of(table + " " + id));
	}

	/**
	 * Claims what is no row.
	 * @throws NothingLeft if it was claimed already
	 */
	void claim(String what) {
		if (!this.claimed.add(what)) {
			throw new NothingLeft();
		}
	}

	List<Integer> ids(String query) {
		return this.sql.fetch(query).map((row) -> row.get(0, Integer.class));
	}

	@Nullable String value(String query) {
		return this.sql.fetchSingle(query).get(0, String.class);
	}

	boolean is(String condition, Object... values) {
		return Objects.equals(value("SELECT (%s)::text".formatted(condition.formatted(values))), "true");
	}

	// What mutations do and say

	void run(String sql, @Nullable Object... values) {
		String statement = sql.formatted(values);
		this.story.add("  " + statement);
		try (Statement running = this.connection.createStatement()) {
			running.execute(statement);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(story(), ex);
		}
	}

	/** The row is found, and mended. */
	void found(String id, String row) {
		this.found.add(new Found(id, row));
	}

	/** The row is found, and nobody can mend it by changing rows. */
	void left(String id, String row) {
		found(id, row);
		this.left.add(new Found(id, row));
	}

	/** The row is not found, but it is after the repairs. */
	void follows(String id, String row) {
		this.follows.add(new Found(id, row));
	}

	/** What is found in the healthy database too is not found any more. */
	void hides(String id, String row) {
		this.hidden.add(new Found(id, row));
	}

	/** Repairs delete rows. */
	void gone(String table, String where, Object... values) {
		this.gone.add(table + " WHERE " + where.formatted(values));
	}

	/** Repairs insert a row. */
	void appears(String row) {
		this.appears.add(row);
	}

	/** Repairs change a row that is not found itself. */
	void changes(String row) {
		this.changes.add(row);
	}

	/** What a query says after the repairs. */
	void expect(@Nullable String value, String query, Object... values) {
		this.expected.put(query.formatted(values), value);
	}

	// What must be so in the end

	/** What was done, one statement in a line. */
	String story() {
		return String.join("\n", this.story);
	}

	Set<String> idsFound() {
		Set<String> ids = new TreeSet<>();
		this.found.forEach((one) -> ids.add(one.id()));
		return ids;
	}

	/** What the doctor has to find. */
	Set<Found> broken(Set<Found> healthy) {
		Set<Found> broken = new TreeSet<>(healthy);
		broken.removeAll(this.hidden);
		broken.addAll(this.found);
		return broken;
	}

	/**
	 * What it has to find after the repairs.
	 * @param gone rows that are deleted by them
	 */
	Set<Found> repaired(Set<Found> healthy, Set<String> gone) {
		Set<Found> repaired = new TreeSet<>(healthy);
		repaired.removeAll(this.hidden);
		repaired.removeAll(this.found);
		repaired.addAll(this.left);
		repaired.addAll(this.follows);
		repaired.removeIf((one) -> gone.contains(one.row()));
		return repaired;
	}

	/** Which rows are deleted by the repairs, asked before them. */
	Set<String> gone(Rows rows) {
		Set<String> gone = new TreeSet<>();
		for (String deleted : this.gone) {
			gone.addAll(rows.keys(deleted));
		}
		return gone;
	}

	/**
	 * Which rows are inserted by them.
	 * @param gone rows that are deleted before
	 */
	Set<String> appears(Set<String> gone) {
		Set<String> appears = new TreeSet<>(this.appears);
		appears.removeIf((row) -> gone.contains(row.replaceFirst("_conda_package_build ([0-9]+),.*", " $1")));
		return appears;
	}

	/** Which rows may change. */
	Set<String> changes() {
		Set<String> changes = new TreeSet<>(this.changes);
		this.found.stream().filter((one) -> !this.left.contains(one)).map(Found::row).forEach(changes::add);
		return changes;
	}

	/** What queries should say and do not. */
	List<String> disappointed() {
		List<String> wrong = new ArrayList<>();
		this.expected.forEach((query, value) -> {
			List<@Nullable String> said = new ArrayList<>();
			this.sql.fetch(query).forEach((row) -> said.add(row.get(0, String.class)));
			if (!said.equals(Arrays.asList(value))) {
				wrong.add("%s: %s, not %s".formatted(query, said, value));
			}
		});
		return wrong;
	}

}
