package org.condastore.shell.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.TypedShell;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.session.InputFile;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Namespaces in files. */
class TransferTest {

	@TempDir
	private Path directory = Path.of("");

	@OnEachServer
	void movesANamespaceToAnotherDatabase(TestServer server) throws IOException {
		Path file = this.directory.resolve("exported.json");
		Path again = this.directory.resolve("again.json");
		try (TestDatabase from = TestDatabase.live(server);
				TestDatabase to = TestDatabase.atHead(server);
				TypedShell source = new TypedShell(from);
				TypedShell target = new TypedShell(to)) {
			type(source, "export namespace data-science --to " + file);
			// As conda-store makes it when it starts.
			to.load("INSERT INTO conda_store_configuration VALUES (1, 0, 0, 0)");
			List<String> before = to.rowHashes();
			assertThat(type(target, "import %s --dry-run --exit-code".formatted(file), ExitCode.FINDING))
				.contains("-1");
			assertThat(to.rowHashes()).isEqualTo(before);
			assertThat(type(target, "import " + file)).contains("ml_platform is not developer on data-science/* here")
				.contains("legacy: lockfile/");
			type(target, "export namespace data-science --to " + again);
			NamespaceDocument first = DocumentReader.read(new InputFile(file));
			NamespaceDocument second = DocumentReader.read(new InputFile(again));
			assertThat(second.metadata()).isEqualTo(first.metadata());
			assertThat(second.settings()).isEqualTo(first.settings());
			assertThat(first.specifications()).containsAll(second.specifications());
			assertThat(second.roles())
				.isEqualTo(first.roles().stream().filter((role) -> role.generation() == 1).toList());
			assertThat(second.environments()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("builds")
				.isEqualTo(first.environments());
			assertThat(second.environments())
				.allSatisfy((environment) -> assertThat(environment.builds()).singleElement()
					.satisfies((build) -> assertThat(build.status()).isEqualTo("FAILED")));
			type(target, "doctor");
			assertThat(type(target, "import " + file)).contains("no rows").contains("stays as it is");
			type(target, "undo");
			assertThat(to.rowHashes()).isEqualTo(before);
			type(target, "redo");
			assertThat(type(target, "export namespace data-science")).isEqualTo(Files.readString(again));
		}
	}

	@OnEachServer
	void copiesANamespaceUnderAnotherName(TestServer server) {
		Path file = this.directory.resolve("exported.json");
		try (TestDatabase database = TestDatabase.live(server); TypedShell shell = new TypedShell(database)) {
			type(shell, "export namespace data-science --to " + file);
			type(shell, "import %s --as research --expect 2".formatted(file));
			NamespaceDocument original = DocumentReader.read(new InputFile(file));
			Path copied = this.directory.resolve("copied.json");
			type(shell, "export namespace research --to " + copied);
			NamespaceDocument copy = DocumentReader.read(new InputFile(copied));
			assertThat(copy.settings()).isEqualTo(original.settings());
			assertThat(copy.roles()).extracting(NamespaceDocument.Role::entity).contains("analyst-*/*", "research/*");
			assertThat(copy.environments()).hasSameSizeAs(original.environments());
			type(shell, "import %s --as another --expect 3".formatted(file), ExitCode.REFUSED);
			type(shell, "export namespace another", ExitCode.PRECONDITION);
		}
	}

	@OnEachServer
	void refusesWhatContradictsTheDatabaseOrItself(TestServer server) throws IOException {
		Path file = this.directory.resolve("exported.json");
		try (TestDatabase database = TestDatabase.live(server); TypedShell shell = new TypedShell(database)) {
			type(shell, "export namespace data-science --to " + file);
			type(shell, "export namespace data-science --to " + file, ExitCode.USAGE);
			List<String> before = database.rowHashes();
			String text = Files.readString(file);
			for (List<String> edit : List.of(List.of("\"viewer\"", "5", "roles[0].role"),
					List.of("jupyterlab", "notebook", "specifications[0].sha256"),
					List.of("\"name\": \"data-science\"", "\"name\": \"a/b\"", "a/b"),
					List.of("\"generation\": 1", "\"generation\": 3", "roles[0].generation"),
					List.of("conda-store namespace 1", "conda-store namespace 2", "not an exported namespace"),
					List.of("\"current\": true", "\"current\": 1", "current"), List.of("{", "[", "not an exported"))) {
				Path edited = Files.writeString(this.directory.resolve("edited.json"),
						text.replace(edit.get(0), edit.get(1)));
				TypedShell.Ended ended = shell.type("import " + edited);
				assertThat(ended.code()).as("%s: %s", edit, ended).isEqualTo(ExitCode.USAGE);
				assertThat(ended.err()).contains(edit.get(2));
			}
			for (List<String> edit : List.of(List.of("\"developer\"", "\"admin\"", "ml_platform is developer on"),
					List.of("\"ipykernel\"", "\"pip\"", "conda_included_packages"))) {
				Path edited = Files.writeString(this.directory.resolve("edited.json"),
						text.replace(edit.get(0), edit.get(1)));
				TypedShell.Ended ended = shell.type("import " + edited);
				assertThat(ended.code()).as("%s: %s", edit, ended).isEqualTo(ExitCode.PRECONDITION);
				assertThat(ended.err()).contains(edit.get(2));
			}
			assertThat(database.rowHashes()).isEqualTo(before);
		}
	}

	private static String type(TypedShell shell, String line) {
		return type(shell, line, ExitCode.OK);
	}

	private static String type(TypedShell shell, String line, ExitCode code) {
		TypedShell.Ended ended = shell.type(line);
		assertThat(ended.code()).as("%s: %s", line, ended).isEqualTo(code);
		return ended.out();
	}

}
