package org.condastore.shell.schema;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.condastore.schema.lint.Lint;
import org.condastore.schema.lint.LintRule;
import org.condastore.schema.lint.Severity;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.Rows;
import org.condastore.shell.session.Effect;
import org.springframework.shell.core.command.annotation.Arguments;
import org.springframework.shell.core.command.annotation.Command;
import org.springframework.shell.core.command.annotation.Option;

/** The command that looks into scripts before anybody runs them. */
public final class LintCommands {

	private final Output out;

	public LintCommands(Output out) {
		this.out = out;
	}

	@Command(name = "schema lint", group = "Schema",
			description = "Look for what is dangerous in scripts while conda-store runs", help = """
					Takes the files of V and U scripts; options come before them. Needs no database. Ends with
					code 7 if it finds an error or a warning. A comment on the line before a statement silences
					one rule there, and has to say why: -- lint:ignore RULE reason""")
	@Effect(Effect.Kind.SESSION)
	void lint(@Option(longName = "rules", description = "list what is looked for, and check nothing") boolean rules,
			@Arguments List<String> files) {
		if (rules) {
			if (!files.isEmpty()) {
				throw CommandFailure.usage("--rules takes no file, but got \"%s\"".formatted(files.get(0)),
						"usage: schema lint --rules, or schema lint FILE...");
			}
			this.out.list(Rows.of(List.of(LintRule.values())), SchemaViews.LINT_RULES);
			return;
		}
		List<LintedFile> findings = findings(files);
		this.out.list(Rows.of(findings), SchemaViews.LINT);
		long serious = findings.stream().filter((found) -> found.finding().severity() != Severity.INFORMATION).count();
		if (serious > 0) {
			throw CommandFailure.finding("the scripts have errors or warnings: %d".formatted(serious),
					"write it the safer way, or silence a rule with -- lint:ignore RULE reason before the statement");
		}
	}

	private static List<LintedFile> findings(List<String> files) {
		if (files.isEmpty()) {
			throw CommandFailure.usage("schema lint needs a file", "usage: schema lint [--rules] FILE...");
		}
		List<Path> paths = files.stream().map(LintCommands::readable).toList();
		List<LintedFile> findings = new ArrayList<>();
		for (Path path : paths) {
			SchemaFailures.translated(() -> Lint.check(path))
				.forEach((finding) -> findings.add(new LintedFile(path.toString(), finding)));
		}
		return findings;
	}

	private static Path readable(String typed) {
		Path path;
		try {
			path = Path.of(typed);
		}
		catch (InvalidPathException ex) {
			throw CommandFailure.usage("schema lint takes the path of a file, not \"%s\"".formatted(typed),
					"quote it if it holds blanks");
		}
		if (!Files.isRegularFile(path)) {
			throw CommandFailure.notFound("there is no file %s".formatted(typed), typed.startsWith("-")
					? "options of schema lint come before the files" : "name the file of a script");
		}
		if (!Files.isReadable(path)) {
			throw CommandFailure.failed("the file %s cannot be read".formatted(typed), "ask its owner for the right to",
					null);
		}
		return path;
	}

}
