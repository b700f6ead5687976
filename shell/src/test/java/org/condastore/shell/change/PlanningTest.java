package org.condastore.shell.change;

import java.time.LocalDateTime;

import org.condastore.schema.catalog.RowTables;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.CommandFailure;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.condastore.schema.jooq.Tables.BUILD_CONDA_PACKAGE_BUILD;
import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;

class PlanningTest {

	private static final LocalDateTime NOW = LocalDateTime.parse("2024-09-21T12:00:00");

	@OnEachServer
	void groupsAreNotSplitBetweenBatches(TestServer server) {
		try (TestDatabase database = TestDatabase.atHead(server)) {
			database.load("""
					INSERT INTO keyvaluestore (id, prefix, key, value)
						SELECT i, 'p' || i % 2, 'k' || i % 3, '1' FROM generate_series(1, 60) i""");
			Planning first = planning(database, new BatchLimit(4, true));
			Condition some = first.someGroups(KEYVALUESTORE, KEYVALUESTORE.ID.gt(6), KEYVALUESTORE.PREFIX,
					KEYVALUESTORE.KEY);
			assertThat(first.delete(KEYVALUESTORE, some)).isEqualTo(36);
			assertThat(first.hasMore()).isTrue();
			assertThat(first.beyond()).isEqualTo(18);
			database.sql().deleteFrom(KEYVALUESTORE).where(some).execute();
			Planning second = planning(database, new BatchLimit(4, false));
			assertThat(second.delete(KEYVALUESTORE,
					second.someGroups(KEYVALUESTORE, KEYVALUESTORE.ID.gt(6), KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY)))
				.isEqualTo(18);
			assertThat(second.hasMore()).isFalse();
		}
	}

	/** Statements of one plan share what a batch takes. */
	@OnEachServer
	void aBatchIsSharedByTheStatementsOfAPlan(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			int links = database.sql().fetchCount(BUILD_CONDA_PACKAGE_BUILD);
			Planning planning = planning(database, new BatchLimit(links, true));
			assertThat(planning.delete(BUILD_CONDA_PACKAGE_BUILD,
					planning.some(BUILD_CONDA_PACKAGE_BUILD, DSL.noCondition())))
				.isEqualTo(links);
			assertThat(planning.hasMore()).isFalse();
			assertThat(planning.delete(KEYVALUESTORE, planning.some(KEYVALUESTORE, DSL.noCondition()))).isZero();
			assertThat(planning.hasMore()).isTrue();
			assertThat(planning.beyond()).isEqualTo(database.sql().fetchCount(KEYVALUESTORE));

			Planning whole = planning(database, null);
			assertThat(whole.delete(KEYVALUESTORE, whole.some(KEYVALUESTORE, DSL.noCondition())))
				.isEqualTo(database.sql().fetchCount(KEYVALUESTORE));
			assertThat(whole.hasMore()).isFalse();
			Planning few = new Planning(database.sql(), new RowTables(database.sql()), NOW, links - 1,
					new BatchLimit(2, true));
			assertThatExceptionOfType(CommandFailure.class)
				.isThrownBy(() -> few.some(BUILD_CONDA_PACKAGE_BUILD, DSL.noCondition()))
				.withMessage("this is about more than %,d rows".formatted(links - 1));
		}
	}

	private static Planning planning(TestDatabase database, @Nullable BatchLimit batch) {
		return new Planning(database.sql(), new RowTables(database.sql()), NOW, 100_000, batch);
	}

}
