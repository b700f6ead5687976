package org.condastore.shell;

import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.condastore.shell.output.Streams;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a machine can check of the layout. Every rule is also shown to fail on the classes
 * below {@code org.condastore.shell.planted}, which break each of them.
 */
class ArchitectureTest {

	private static final JavaClasses PRODUCT = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("org.condastore.shell");

	private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("org.condastore.shell.planted");

	private static final ArchRule NO_CYCLES = slices().matching("org.condastore.shell.(**)")
		.should()
		.beFreeOfCycles()
		.because("data goes one way");

	private static final ArchRule SQL_IN_REPOSITORIES = noClasses()
		.that(doNotBelongTo(".*Repository",
				List.of("..shell.listing..", "..shell.connection..", "..shell.change..", "..shell.doctor..")))
		.and()
		.doNotHaveFullyQualifiedName(CondaStoreShell.class.getName())
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.jooq..")
		.because("all SQL of a noun is in its repository");

	private static final ArchRule SPRING_SHELL_AT_THE_EDGE = noClasses()
		.that(doNotBelongTo(".*Commands", List.of("..shell.session..")))
		.and()
		.doNotHaveFullyQualifiedName(CondaStoreShell.class.getName())
		.should()
		.dependOnClassesThat(resideInAPackage("org.springframework.shell..")
			.and(DescribedPredicate.not(nameMatching(".*\\.annotation\\.Option"))))
		.because("the framework's meaning must not leak into every class; records of options carry its annotation");

	private static final ArchRule VIEWS_ARE_PURE = noClasses().that(nameMatching(".*Views(\\$.*)?"))
		.should()
		.dependOnClassesThat(resideInAnyPackage("org.jooq..", "..shell.connection..", "..shell.session..", "java.sql..",
				"java.io..", "java.nio.file.."))
		.because("what a result looks like depends on the result alone");

	private static final ArchRule STANDARD_STREAMS_IN_ONE_PLACE = noClasses().that()
		.doNotBelongToAnyOf(Streams.class)
		.should()
		.accessField(System.class, "out")
		.orShould()
		.accessField(System.class, "err")
		.orShould()
		.accessField(System.class, "in")
		.because("whatever reaches a terminal goes through Streams");

	@Test
	void packagesHaveNoCycles() {
		NO_CYCLES.check(PRODUCT);
		assertBroken(NO_CYCLES);
	}

	@Test
	void sqlIsInRepositories() {
		SQL_IN_REPOSITORIES.check(PRODUCT);
		assertBroken(SQL_IN_REPOSITORIES);
	}

	@Test
	void springShellIsAtTheEdge() {
		SPRING_SHELL_AT_THE_EDGE.check(PRODUCT);
		assertBroken(SPRING_SHELL_AT_THE_EDGE);
	}

	@Test
	void viewsArePure() {
		VIEWS_ARE_PURE.check(PRODUCT);
		assertBroken(VIEWS_ARE_PURE);
	}

	@Test
	void standardStreamsAreInOnePlace() {
		STANDARD_STREAMS_IN_ONE_PLACE.check(PRODUCT);
		assertBroken(STANDARD_STREAMS_IN_ONE_PLACE);
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(PRODUCT.stream().map(JavaClass::getPackage).distinct()).isNotEmpty()
			.allMatch((javaPackage) -> javaPackage.tryGetAnnotationOfType(NullMarked.class).isPresent());
	}

	private static void assertBroken(ArchRule rule) {
		assertThat(rule.evaluate(PLANTED).hasViolation()).as("planted violation of: %s", rule.getDescription())
			.isTrue();
	}

	/** Neither a class of that name, nor nested in one, nor in one of the packages. */
	private static DescribedPredicate<JavaClass> doNotBelongTo(String name, List<String> packages) {
		DescribedPredicate<JavaClass> named = nameMatching(name + "(\\$.*)?").forSubtype();
		DescribedPredicate<JavaClass> inside = resideInAnyPackage(packages.toArray(String[]::new));
		return DescribedPredicate.describe("are not named %s nor in %s".formatted(name, packages),
				(type) -> !named.test(type) && !inside.test(type));
	}

}
