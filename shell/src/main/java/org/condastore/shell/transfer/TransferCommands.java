package org.condastore.shell.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.condastore.shell.change.Changes;
import org.condastore.shell.change.Request;
import org.condastore.shell.change.RowOptions;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Format;
import org.condastore.shell.output.Output;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.InputFile;
import org.condastore.shell.session.OptionGroup;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The commands that take namespaces out of a database and into one. */
public final class TransferCommands {

	private static final String GROUP = "Namespaces";

	private final ExportRepository namespaces;

	private final Changes changes;

	private final Output out;

	public TransferCommands(ExportRepository namespaces, Changes changes, Output out) {
		this.namespaces = namespaces;
		this.changes = changes;
		this.out = out;
	}

	@Command(name = "export namespace", group = GROUP, description = "Write a namespace down, as JSON", help = """
			Its metadata, role mappings, settings, and its live environments with their specifications, builds and
			the keys of their lock files: what is needed to build them again elsewhere, or after a purge. What was
			built is not in it.""")
	void export(@Argument(index = 0, description = "the namespace") NamespaceName name, @Option(longName = "to",
			description = "a file to write, which must not exist; standard output without it") @Nullable Path to) {
		NamespaceDocument document = this.namespaces.document(name);
		Runnable show = () -> this.out.show(document, TransferViews.DOCUMENT);
		if (to == null) {
			this.out.withFormat(Format.JSON, show);
			return;
		}
		if (Files.exists(to)) {
			throw CommandFailure.usage("there is a file %s already".formatted(to), "--to takes the path of a new one");
		}
		try {
			Files.writeString(to, this.out.json(show));
		}
		catch (IOException ex) {
			throw CommandFailure.usage("the namespace cannot be written to %s".formatted(to),
					"--to takes the path of a file in a directory that you may write to");
		}
		this.out
			.note("%s has the namespace %s with %d environments".formatted(to, name, document.environments().size()));
	}

	@Command(name = "import", group = GROUP, description = "Make a namespace from what export wrote", help = """
			What is there already stays as it is; where the file contradicts it, nothing is done. Each environment
			gets one build that has FAILED and has no files: PUT /api/v1/build/ID/ makes a worker build it. All of it
			is one change, which undo takes back.""")
	@Effect(Effect.Kind.WRITES)
	void load(@Argument(index = 0, description = "the file that export namespace wrote") InputFile file,
			@Option(longName = "as", description = "give the namespace this name here") @Nullable NamespaceName as,
			@OptionGroup RowOptions options) {
		NamespaceDocument document = DocumentReader.read(file);
		NamespaceName name = (as != null) ? as : new NamespaceName(document.name());
		this.changes.runInSteps(Request.write("import namespace %s".formatted(name), "environment", "environments"),
				new ImportRepository(document, name).steps(), options);
	}

}
