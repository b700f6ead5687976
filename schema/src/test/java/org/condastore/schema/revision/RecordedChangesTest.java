package org.condastore.schema.revision;

import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.assertj.core.api.SoftAssertions;
import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecordedChangesTest {

	@Test
	void thereAreMany() throws IOException {
		assertThat(RecordedChange.all()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
	}

	/**
	 * Up makes the second schema, down the first one again, and nothing else is found.
	 */
	@OnEachServer
	void eachIsFoundAndProved(TestServer server) throws IOException, SQLException {
		SoftAssertions all = new SoftAssertions();
		Set<Class<?>> kinds = new HashSet<>();
		Set<Warning.Kind> warnings = EnumSet.of(Warning.Kind.BY_HAND);
		try (Scratch scratch = new Scratch(server)) {
			for (RecordedChange change : RecordedChange.all()) {
				check(scratch, change, all, kinds, warnings);
			}
		}
		all.assertThat(kinds)
			.as("kinds of differences")
			.containsExactlyInAnyOrder(Difference.class.getPermittedSubclasses());
		all.assertThat(warnings).as("kinds of warnings").containsExactlyInAnyOrder(Warning.Kind.values());
		all.assertAll();
	}

	private static void check(Scratch scratch, RecordedChange change, SoftAssertions all, Set<Class<?>> kinds,
			Set<Warning.Kind> warnings) throws SQLException {
		Catalog before = scratch.catalog(change.before());
		Catalog after = scratch.catalog(change.after());
		Comparison comparison = Comparison.of(before, after, change.renames(), change.exclusions());
		all.assertThat(comparison.findings())
			.as(change.title())
			.extracting(Finding::description)
			.containsExactlyElementsOf(change.finds());
		all.assertThat(comparison.isEmpty()).as(change.title()).isEqualTo(change.finds().isEmpty());
		all.assertThat(Comparison.of(after, after, List.of(), change.exclusions()).isEmpty())
			.as(change.title())
			.isTrue();

		ScriptPair pair = ScriptPair.of(change.title(), comparison);
		Proof proof = Proof.of(scratch.empty(), comparison, pair.upText(), pair.downText());
		all.assertThat(proof.holds())
			.as("%s: %s%n%s%n-- and back%n%s", change.title(), proof, pair.upText(), pair.downText())
			.isTrue();
		comparison.differences().forEach((difference) -> kinds.add(difference.getClass()));
		for (Warning warning : pair.up().warnings()) {
			all.assertThat(warning.kind()).as(change.title()).isNotEqualTo(Warning.Kind.BY_HAND);
			warnings.add(warning.kind());
		}
	}

}
