package org.condastore.shell.role;

import java.util.ArrayList;
import java.util.List;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Rows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RoleRepositoryTest {

	@OnEachServer
	void holderAndTargetAreWhereEachGenerationHasThem(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			assertThat(list(database, null, null)).containsExactly(
					new RoleMapping(2, 2, "analyst-7", "global/*", "global", "viewer"),
					new RoleMapping(1, 1, "data-science", "analyst-*/*", null, "viewer"),
					new RoleMapping(1, 4, "default", "data-science/pandas*", null, "admin"),
					new RoleMapping(2, 3, "default", "ml_platform/*", "ml_platform", "admin"),
					new RoleMapping(1, 3, "global", "*/*", null, "viewer"),
					new RoleMapping(1, 2, "ml_platform", "data-science/*", null, "developer"),
					new RoleMapping(2, 1, "ml_platform", "data-science/*", "data-science", "developer"));
		}
	}

	@OnEachServer
	void aNamespaceHoldsOrIsReferredTo(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("INSERT INTO namespace_role_mapping VALUES (10, 1, 'ml.platform/*', 'viewer'),"
					+ " (11, 1, 'mlxplatform/*', 'viewer'), (12, 1, 'ml%/*', 'viewer'), (13, 1, 'ml*/x', 'viewer'),"
					+ " (14, 1, 'garbage', 'viewer')");
			assertThat(list(database, "ml_platform", new Generation(1))).extracting(RoleMapping::id)
				.containsExactlyInAnyOrder(2, 3, 10, 13);
			assertThat(list(database, "ml_platform", new Generation(2))).extracting(RoleMapping::id)
				.containsExactlyInAnyOrder(1, 3);
			assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> list(database, "nowhere", null));
		}
	}

	@OnEachServer
	void everyOrderHasEveryRow(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			for (String sort : List.of("id", "-id", "holder", "generation", "-entity", "role")) {
				assertThat(
						all(new RoleRepository(database.sql()).list(null, null, null, new Listing(sort, null, true))))
					.as(sort)
					.hasSize(7)
					.doesNotHaveDuplicates();
			}
		}
	}

	@OnEachServer
	void explainsByTheTableThatIsRead(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			RoleRepository roles = new RoleRepository(database.sql());
			RoleTarget target = RoleTarget.of("data-science/pandas-2");
			assertThat(RoleExplanation.ofAll(target, new Generation(1), roles.all(new Generation(1))))
				.extracting((holder) -> holder.holder() + " " + holder.roles())
				.containsExactly("default [admin]", "global [viewer]", "ml_platform [developer]");
			assertThat(RoleExplanation.ofAll(target, new Generation(2), roles.all(new Generation(2))))
				.extracting((holder) -> holder.holder() + " " + holder.roles())
				.containsExactly("ml_platform [developer]");
			assertThat(RoleExplanation.of("default", target, new Generation(2),
					roles.heldBy(new NamespaceName("default"))))
				.satisfies((explanation) -> assertThat(explanation.roles()).isEmpty())
				.satisfies((explanation) -> assertThat(explanation.rows()).extracting(RoleExplanation.Row::effect)
					.containsExactly(RoleExplanation.Effect.OTHER_TARGET, RoleExplanation.Effect.NOT_READ));
		}
	}

	private static List<RoleMapping> list(TestDatabase database, @Nullable String namespace,
			@Nullable Generation generation) {
		return all(new RoleRepository(database.sql()).list((namespace != null) ? NamespaceName.of(namespace) : null,
				null, generation, Listing.ALL));
	}

	private static <T> List<T> all(Rows<T> rows) {
		List<T> all = new ArrayList<>();
		rows.forEach(all::add);
		return all;
	}

}
