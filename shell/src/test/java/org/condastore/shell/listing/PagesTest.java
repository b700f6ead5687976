package org.condastore.shell.listing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.SQLDialect;
import org.jooq.SelectConditionStep;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.condastore.schema.jooq.Tables.NAMESPACE;

class PagesTest {

	private static final int ROWS = 1000;

	private TestDatabase database;

	private Connection connection;

	private DSLContext sql;

	@BeforeEach
	void open() throws SQLException {
		use(TestServer.newest());
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.close();
		this.database.close();
	}

	private void use(TestServer server) throws SQLException {
		if (this.connection != null) {
			close();
		}
		this.database = TestDatabase.atHead(server);
		// Every third id is missing, and names go the other way.
		this.database.load("""
				INSERT INTO namespace (id, name)
				SELECT i * 3 / 2, 'n' || lpad((%1$d - i)::text, 5, '0') FROM generate_series(1, %1$d) i"""
			.formatted(ROWS));
		this.connection = this.database.dataSource().getConnection();
		this.connection.setReadOnly(true);
		this.connection.setAutoCommit(false);
		this.sql = DSL.using(this.connection, SQLDialect.POSTGRES);
	}

	@OnEachServer
	void readsEveryRowOnceInOrder(TestServer server) throws SQLException {
		use(server);
		assertThat(ids(pages(Listing.ALL, SortKeys.oldestFirst(NAMESPACE.ID)).sized(10, 64))).isEqualTo(allIds(false));
		assertThat(ids(pages(Listing.ALL, SortKeys.newestFirst(NAMESPACE.ID)).sized(10, 64))).isEqualTo(allIds(true));
		assertThat(ids(pages(new Listing("name", null, true), SortKeys.newestFirst(NAMESPACE.ID)).sized(10, 64)))
			.isEqualTo(allIds(true));
		assertThat(ids(pages(new Listing("-name", null, true), SortKeys.newestFirst(NAMESPACE.ID)).sized(10, 64)))
			.isEqualTo(allIds(false));
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "1, 2", "999, 1", "1000, 1", "1001, 1", "500, 500", "500, 250", "10, 990", "10, 991",
			"10, 989" })
	void sizesDoNotShow(int first, int span) {
		assertThat(ids(pages(Listing.ALL, SortKeys.newestFirst(NAMESPACE.ID)).sized(first, span)))
			.isEqualTo(allIds(true));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 9, 10, 11, 73, 74, 75, 500, 999, 1000, 1001, 5000, Integer.MAX_VALUE })
	void stopsAtTheLimitAndKnowsWhetherThereIsMore(int limit) {
		for (String sort : new String[] { null, "id", "name" }) {
			try (Pages<?, Integer> pages = pages(new Listing(sort, limit, false), SortKeys.newestFirst(NAMESPACE.ID))
				.sized(10, 64)) {
				List<Integer> expected = allIds(!"id".equals(sort));
				assertThat(ids(pages)).as(sort).isEqualTo(expected.subList(0, Math.min(limit, ROWS)));
				assertThat(pages.cut()).isEqualTo(limit < ROWS);
				assertThatTheConnectionWorks();
			}
		}
	}

	@Test
	void anEmptyListIsEmpty() {
		for (String sort : new String[] { null, "name" }) {
			assertThat(ids(Pages.of((after) -> query(after).and(DSL.falseCondition()),
					keys(SortKeys.oldestFirst(NAMESPACE.ID)), new Listing(sort, null, true), (row) -> row.value1())))
				.isEmpty();
		}
	}

	@Test
	void filtersLeaveGaps() {
		Condition few = NAMESPACE.ID.in(3, 4, 700, 1500);
		assertThat(ids(Pages
			.of((after) -> query(after).and(few), keys(SortKeys.newestFirst(NAMESPACE.ID)), Listing.ALL,
					(row) -> row.value1())
			.sized(2, 100))).containsExactly(1500, 700, 4, 3);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 10, 11, 300, 999, 1000 })
	void whoHasSeenEnoughClosesAndTheTransactionGoesOn(int read) {
		for (String sort : new String[] { null, "name" }) {
			Pages<?, Integer> pages = pages(new Listing(sort, null, true), SortKeys.newestFirst(NAMESPACE.ID)).sized(10,
					5000);
			try (pages) {
				Iterator<Integer> rows = pages.iterator();
				for (int i = 0; i < read; i++) {
					assertThat(rows.hasNext()).isTrue();
					rows.next();
				}
			}
			assertThatTheConnectionWorks();
		}
	}

	@Test
	void whatTheServerSaysIsPassedOn() {
		Pages<?, Integer> pages = Pages.inOnePass(
				() -> this.sql.select(NAMESPACE.ID, DSL.field("1 / ({0} - 900)", Integer.class, NAMESPACE.ID).as("q"))
					.from(NAMESPACE)
					.where(),
				SortKeys.oldestFirst(NAMESPACE.ID), Listing.ALL, (row) -> row.value2());
		try (pages) {
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> ids(pages))
				.havingCause()
				.isInstanceOfSatisfying(SQLException.class, (ex) -> assertThat(ex.getSQLState()).isEqualTo("22012"));
		}
	}

	@Test
	void whatIsNotCopiedComesThroughACursor() {
		Field<byte[]> bytes = DSL.field("'\\x01'::bytea", byte[].class).as("bytes");
		Pages<?, Integer> pages = Pages.inOnePass(() -> this.sql.select(NAMESPACE.ID, bytes).from(NAMESPACE).where(),
				SortKeys.oldestFirst(NAMESPACE.ID), Listing.ALL, (row) -> row.value1() + row.value2().length - 1);
		try (pages) {
			assertThat(ids(pages)).isEqualTo(allIds(false));
		}
		this.sql.execute("SET standard_conforming_strings = off");
		assertThat(ids(pages(Listing.ALL, SortKeys.oldestFirst(NAMESPACE.ID)).sized(10, 64))).isEqualTo(allIds(false));
	}

	@Test
	void patternsAreQuotedInCopies() {
		NamePattern pattern = NamePattern.of("n'00\\*");
		assertThat(ids(Pages.of((after) -> query(after).and(pattern.matches(NAMESPACE.NAME)),
				keys(SortKeys.oldestFirst(NAMESPACE.ID)), new Listing("name", null, true), (row) -> row.value1())))
			.isEmpty();
		assertThatTheConnectionWorks();
	}

	@Test
	void rowsAreIteratedOnce() {
		Pages<?, Integer> pages = pages(Listing.ALL, SortKeys.oldestFirst(NAMESPACE.ID));
		assertThat(ids(pages)).hasSize(ROWS);
		assertThatIllegalStateException().isThrownBy(pages::iterator);
	}

	private Pages<Record2<Integer, String>, Integer> pages(Listing listing, SortKeys keys) {
		return Pages.of(this::query, keys(keys), listing, (row) -> row.value1());
	}

	private SelectConditionStep<Record2<Integer, String>> query(Condition after) {
		return this.sql.select(NAMESPACE.ID, NAMESPACE.NAME).from(NAMESPACE).where(after);
	}

	private static SortKeys keys(SortKeys own) {
		return own.or("name", NAMESPACE.NAME);
	}

	private void assertThatTheConnectionWorks() {
		assertThat(this.sql.fetchCount(NAMESPACE)).isEqualTo(ROWS);
	}

	private static List<Integer> allIds(boolean descending) {
		return IntStream.rangeClosed(1, ROWS).map((i) -> (descending ? ROWS + 1 - i : i) * 3 / 2).boxed().toList();
	}

	private static List<Integer> ids(Pages<?, Integer> pages) {
		List<Integer> ids = new ArrayList<>();
		pages.forEach(ids::add);
		return ids;
	}

}
