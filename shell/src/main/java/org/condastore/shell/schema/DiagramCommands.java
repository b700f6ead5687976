package org.condastore.shell.schema;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.condastore.schema.diagram.Diagram;
import org.condastore.schema.diagram.DiagramFormat;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Output;
import org.condastore.shell.session.Effect;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The command that draws the schema. */
public final class DiagramCommands {

	private final SchemaRepository schema;

	private final Output out;

	/** Makes the command; nothing is read yet. */
	public DiagramCommands(SchemaRepository schema, Output out) {
		this.schema = schema;
		this.out = out;
	}

	@Command(name = "schema diagram", group = "Schema", description = "Draw the tables and their foreign keys",
			help = """
					The file's ending says what is written: .png or .svg, a picture; .mmd for Mermaid, .puml for
					PlantUML, .dot for Graphviz. Without a file, Mermaid's text is shown. The same tables give the
					same file, whatever fonts there are. Tables of the task queue and Alembic's ledger are left out.""")
	@Effect(Effect.Kind.READS_ANY_REVISION)
	void diagram(
			@Option(longName = "output", shortName = 'o',
					description = "the file: .png, .svg, .mmd, .puml or .dot") @Nullable Path output,
			@Option(longName = "force", description = "overwrite the file") boolean force,
			@Option(longName = "exclude",
					description = "tables that are left out, with commas; * and ? are wildcards") @Nullable List<String> exclude,
			@Option(longName = "focus", description = "only this table and its neighbours") @Nullable String focus,
			@Option(longName = "hops",
					description = "with --focus: how many foreign keys away they may be (default 1)") @Nullable Integer hops) {
		if (hops != null && focus == null) {
			throw CommandFailure.usage("--hops goes with --focus only", "add --focus TABLE, or leave it out");
		}
		if (hops != null && hops < 0) {
			throw CommandFailure.usage("--hops cannot be %d".formatted(hops), "use 0 or more");
		}
		if (output == null) {
			if (force) {
				throw CommandFailure.usage("--force goes with -o only", "add -o FILE, or leave it out");
			}
			this.out
				.text(new String(DiagramFormat.MERMAID.write(diagram(exclude, focus, hops)), StandardCharsets.UTF_8));
			return;
		}
		DiagramFormat format = DiagramFormat.of(output)
			.orElseThrow(() -> CommandFailure.usage("no diagram can be written to %s".formatted(output),
					"end its name in one of " + String.join(", ", DiagramFormat.endings())));
		if (!force && Files.exists(output)) {
			throw exists(output);
		}
		Diagram diagram = diagram(exclude, focus, hops);
		write(output, format.write(diagram), force);
		this.out.note("%s shows %d tables and %d foreign keys".formatted(output, diagram.entities().size(),
				diagram.relationships().size()));
	}

	private Diagram diagram(@Nullable List<String> exclude, @Nullable String focus, @Nullable Integer hops) {
		Diagram diagram = Diagram.of(this.schema.catalog()).without((exclude != null) ? exclude : List.of());
		if (diagram.entities().isEmpty()) {
			throw CommandFailure.precondition("there are no tables to draw",
					(exclude != null) ? "exclude fewer" : "migrate makes conda-store's tables");
		}
		if (focus == null) {
			return diagram;
		}
		if (diagram.entity(focus).isEmpty()) {
			throw CommandFailure.notFound("the diagram has no table %s".formatted(focus),
					"schema diagram without --focus shows all of them");
		}
		return diagram.around(focus, (hops != null) ? hops : 1);
	}

	private static void write(Path file, byte[] content, boolean force) {
		OpenOption[] options = force
				? new OpenOption[] { StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
						StandardOpenOption.WRITE }
				: new OpenOption[] { StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE };
		try {
			Files.write(file, content, options);
		}
		catch (FileAlreadyExistsException ex) {
			throw exists(file);
		}
		catch (IOException ex) {
			throw CommandFailure.failed("%s cannot be written: %s".formatted(file, ex),
					"check the directory, and who may write there", ex);
		}
	}

	private static CommandFailure exists(Path file) {
		return CommandFailure.refused("%s exists".formatted(file), "--force overwrites it");
	}

}
