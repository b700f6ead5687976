package org.condastore.shell.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every invariant is broken on purpose: found, repaired, gone, and broken again by undo.
 *
 * <p>
 * Each corruption is seen on one of the servers, {@code -Ddoctor.all=true} takes every
 * one to both, and {@code -Ddoctor.only=B4} those of one invariant.
 */
class InvariantsTest {

	private static final boolean ALL = Boolean.getBoolean("doctor.all");

	private static final String ONLY = System.getProperty("doctor.only", "");

	@Test
	void everyInvariantHasACorruption() {
		assertThat(Corruptions.all().stream().map(Corruption::id).distinct())
			.containsExactlyInAnyOrderElementsOf(Invariants.all().stream().map(Invariant::id).toList());
	}

	@Test
	void idsAreUniqueAndTextsComplete() {
		assertThat(Invariants.all().stream().map(Invariant::id)).doesNotHaveDuplicates();
		for (Invariant invariant : Invariants.all()) {
			assertThat(invariant.id()).matches("[A-Z][0-9]+");
			Explanation explanation = invariant.explanation();
			assertThat(List.of(invariant.sentence(), explanation.breaks(), explanation.costs(), explanation.mended(),
					explanation.avoid(), invariant.repair().sentence()))
				.as(invariant.id())
				.noneMatch(String::isBlank);
			assertThat(invariant.sentence()).as(invariant.id()).doesNotEndWith(".").hasSizeLessThan(120);
			assertThat(invariant.repair().sentence()).as(invariant.id()).doesNotEndWith(".");
		}
	}

	@OnEachServer
	void nothingIsWrongWithAHealthyDatabase(TestServer server) {
		try (TestDatabase database = healthy(server); TypedShell shell = new TypedShell(database)) {
			Examined examined = Examined.by(shell);
			assertThat(examined.serious()).as("%s", examined).isEmpty();
			assertThat(examined.notExamined()).isEmpty();
			assertThat(examined.code()).isEqualTo(ExitCode.OK);
		}
	}

	@OnEachServer
	void eachCorruptionIsFoundRepairedAndBroughtBack(TestServer server) {
		Set<String> known;
		try (TestDatabase database = healthy(server); TypedShell shell = new TypedShell(database)) {
			known = Examined.by(shell).rows().keySet();
		}
		List<String> wrong = new ArrayList<>();
		List<Corruption> corruptions = Corruptions.all();
		for (int i = 0; i < corruptions.size(); i++) {
			Corruption corruption = corruptions.get(i);
			boolean here = ALL || (i % 2 == 0) == server.equals(TestServer.newest());
			if (ONLY.isEmpty() ? here : ONLY.equals(corruption.id())) {
				try (TestDatabase database = healthy(server); TypedShell shell = new TypedShell(database)) {
					requireFoundAndRepaired(corruption, known, database, shell);
				}
				catch (AssertionError failed) {
					wrong.add(failed.getMessage());
				}
			}
		}
		assertThat(wrong).as("%s", String.join("\n\n", wrong)).isEmpty();
	}

	/** What is known already is found without any corruption, too. */
	private static void requireFoundAndRepaired(Corruption corruption, Set<String> known, TestDatabase database,
			TypedShell shell) {
		String id = corruption.id();
		database.load(corruption.sql());
		List<String> corrupt = database.rowHashes();
		Examined broken = Examined.by(shell, "--all");
		assertThat(broken.rows().get(id)).as("found by %s: %s", corruption, broken)
			.isNotNull()
			.containsExactlyInAnyOrderElementsOf(corruption.rows());
		assertThat(broken.details().get(id)).as("%s", corruption).noneMatch(String::isBlank);
		assertThat(broken.counts().get(id)).as("%s", corruption).isEqualTo(corruption.rows().size());
		Set<String> ids = new TreeSet<>(known);
		ids.add(id);
		ids.addAll(corruption.besides());
		assertThat(broken.rows().keySet()).as("besides %s: %s", corruption, broken).isEqualTo(ids);
		boolean serious = !broken.serious().isEmpty();
		assertThat(broken.code()).as("%s", corruption).isEqualTo(serious ? ExitCode.FINDING : ExitCode.OK);

		Invariant invariant = Invariants.find(id).orElseThrow();
		TypedShell.Ended planned = shell.type("repair plan %s -o json".formatted(id));
		assertThat(planned.code()).as("%s %s", corruption, planned).isEqualTo(ExitCode.OK);
		assertThat(database.rowHashes()).as("%s", corruption).isEqualTo(corrupt);
		TypedShell.Ended repaired = shell.type("repair apply %s --yes".formatted(id));
		if (!(invariant.repair() instanceof Repair.Rows)) {
			assertThat(repaired.code()).as("%s %s", corruption, repaired).isEqualTo(ExitCode.PRECONDITION);
			assertThat(planned.out()).as("%s", corruption).contains(id + ": ");
			return;
		}
		assertThat(repaired.code()).as("%s %s", corruption, repaired).isEqualTo(ExitCode.OK);
		boolean nothing = shell.type("journal list -o csv").out().lines().count() < 2;
		assertThat(nothing && !corruption.left().containsAll(corruption.rows()))
			.as("nothing is done for %s", corruption)
			.isFalse();
		Examined after = Examined.by(shell, "--all");
		assertThat(after.rows().getOrDefault(id, List.of())).as("left by %s: %s", corruption, after)
			.containsExactlyInAnyOrderElementsOf(corruption.left());
		assertThat(after.rows().keySet()).as("after the repair of %s", corruption).isSubsetOf(ids);
		TypedShell.Ended again = shell.type("repair apply %s --yes".formatted(id));
		assertThat(again.code()).as("%s %s", corruption, again).isEqualTo(ExitCode.OK);
		assertThat(shell.type("undo").code()).as("%s", corruption)
			.isEqualTo(nothing ? ExitCode.PRECONDITION : ExitCode.OK);
		assertThat(database.rowHashes()).as("undone: %s", corruption).isEqualTo(corrupt);
		assertThat(Examined.by(shell, "--all").rows()).as("undone: %s", corruption).isEqualTo(broken.rows());
	}

	static TestDatabase healthy(TestServer server) {
		TestDatabase database = TestDatabase.atHead(server);
		database.loadResource(InvariantsTest.class, "healthy.sql");
		return database;
	}

}
