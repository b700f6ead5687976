package org.condastore.shell.role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The expectations come from conda-store's compile_arn_regex, run in Python 3.11. */
class EntityPatternTest {

	@ParameterizedTest
	@CsvSource({ "data-science/*, data-science/x, true", "data-science/*, data-science, true",
			"data-science/*, data-science-2/x, false", "data-science/x, data-science, true",
			"data-science/x, data-science/xy, false", "*/*, any@body/any.thing, true", "a**b/***, a-b/c, true",
			"*/x, a/x, true", "*/x, a/y, false", "*/x, a, true", "a_b/*, axb/c, false", "a.b/*, axb/c, true",
			"a.b/*, ab/c, false", "ab?/*, a/c, true", "ab?/*, ab?/c, false", "a+/*, aaa/c, true", "a+/*, a+/c, false",
			"A/*, a/c, false", "a$b/*, a$b/c, false", "a^/*, a^/c, false", "a/?b, ab, true", "c++/*, c/x, true",
			"a*?/*, abc/x, true", "a/b*, a/b, true" })
	void matchesAsInCondaStore(String entity, String target, boolean matches) {
		EntityPattern pattern = EntityPattern.stored(entity).orElseThrow();
		assertThat(pattern.matches(RoleTarget.of(target))).isEqualTo(matches);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "a", "a/", "/b", "a/b/c", "a b/*", "a:b/*", "?a/*", "+/*", "a^?/*", "a$+/*",
			"a?+?/*", "a+++/*", "(a/b", "[a]/b", "é/*", "a\n/*" })
	void isAbsentWhereCondaStoreFails(String entity) {
		assertThat(EntityPattern.stored(entity)).isEmpty();
	}

	@Test
	void rolesPermitWhatCondaStoreSays() {
		assertThat(Role.ADMIN.permissions()).hasSize(17).containsAll(Role.DEVELOPER.permissions().toList());
		assertThat(Role.DEVELOPER.permissions()).hasSize(8).containsAll(Role.VIEWER.permissions().toList());
		assertThat(Role.VIEWER.permissions()).containsExactly("environment::read", "namespace::read",
				"namespace-role-mapping::read");
		assertThat(Role.stored("developer")).contains(Role.DEVELOPER);
		assertThat(Role.stored("editor")).isEmpty();
		assertThat(Role.stored("Admin")).isEmpty();
	}

}
