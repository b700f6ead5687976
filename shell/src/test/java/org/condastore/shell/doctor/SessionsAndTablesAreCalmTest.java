package org.condastore.shell.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.condastore.schema.catalog.RowTables;
import org.condastore.schema.migration.Revisions;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.connection.StoredTime;

import static org.assertj.core.api.Assertions.assertThat;

class SessionsAndTablesAreCalmTest {

	@OnEachServer
	void whoHoldsAndWhoWaitsIsFound(TestServer server) throws SQLException, InterruptedException {
		try (TestDatabase database = InvariantsTest.healthy(server);
				Connection worker = database.dataSource().getConnection();
				Connection waiting = database.dataSource().getConnection();
				Statement work = worker.createStatement();
				Statement wait = waiting.createStatement()) {
			worker.setAutoCommit(false);
			work.execute("SELECT FROM worker");
			assertThat(found(database, Duration.ofDays(1))).isEmpty();
			assertThat(found(database, Duration.ZERO)).singleElement()
				.asString()
				.startsWith("its transaction is open since 2")
				.endsWith("UTC, and it is idle in transaction");
			CompletableFuture<Void> truncated = CompletableFuture.runAsync(() -> {
				try {
					wait.execute("TRUNCATE worker");
				}
				catch (SQLException ex) {
					throw new IllegalStateException(ex);
				}
			});
			long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
			while (System.nanoTime() < end && found(database, Duration.ZERO).size() < 3) {
				Thread.sleep(20);
			}
			assertThat(found(database, Duration.ZERO))
				.anyMatch((detail) -> detail.startsWith("it waits for AccessExclusiveLock on worker since 2"));
			worker.rollback();
			truncated.join();
			assertThat(found(database, Duration.ZERO)).isEmpty();
		}
	}

	private static List<String> found(TestDatabase database, Duration patience) {
		Examination examination = new Examination(database.sql(),
				new ExaminedSchema(Revisions.NEWEST_VERSION, new RowTables(database.sql())),
				StoredTime.stored(TypedShell.CLOCK.instant()), Examination.FEW, null);
		return new SessionsAndTablesAreCalm(patience, patience).find(examination)
			.rows()
			.stream()
			.map(Violation::detail)
			.toList();
	}

}
