package org.condastore.schema.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.condastore.schema.migration.Script;
import org.condastore.schema.migration.Scripts;
import org.condastore.schema.migration.SchemaFailure;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Looks for what is dangerous in a script while conda-store is running. Nothing is run,
 * and no database is asked.
 *
 * <p>
 * A comment {@code -- lint:ignore RULE reason} on the line before a statement, or above
 * another such comment there, silences one rule in that statement. What is wrong with the
 * file as a whole belongs to its first statement.
 */
public final class Lint {

	private static final String IGNORE = "lint:ignore";

	private Lint() {
	}

	/**
	 * Checks a file: its statements, and whether a U script accompanies it.
	 * @param file a V or U script; the U script of a V script is looked for in the
	 * directory {@value Scripts#ROLLBACKS} beside it
	 * @return the findings, by line
	 * @throws SchemaFailure {@code SCRIPT} if it cannot be read
	 */
	public static List<LintFinding> check(Path file) {
		Script script = Scripts.read(file);
		return check(script, isWithoutRollback(file, script) ? List.of(LintRule.ROLLBACK_MISSING) : List.of());
	}

	/**
	 * Checks the statements of a script.
	 * @return the findings, by line
	 */
	public static List<LintFinding> check(Script script) {
		return check(script, List.of());
	}

	private static List<LintFinding> check(Script script, List<LintRule> ofTheFile) {
		LintedScript linted = new LintedScript(script);
		List<LintFinding> findings = new ArrayList<>();
		List<Ignore> ignores = ignores(script, linted);
		Set<Ignore> used = new HashSet<>();
		int firstLine = linted.statements().stream().mapToInt(LintedStatement::line).findFirst().orElse(1);
		List<LintRule> wholeFile = new ArrayList<>(ofTheFile);
		if (script.version().equals(MigrationVersion.EMPTY)) {
			wholeFile.add(LintRule.FILE_NAME);
		}
		for (LintRule rule : wholeFile) {
			keep(List.of(finding(rule, firstLine, rule.why())), firstLine, ignores, used, findings);
		}
		Set<Integer> begun = new HashSet<>();
		for (LintedStatement statement : linted.statements()) {
			// A comment is for one statement: the first that begins in its line.
			int ignorable = begun.add(statement.line()) ? statement.line() : -1;
			for (LintRule rule : LintRule.values()) {
				keep(rule.in(statement), ignorable, ignores, used, findings);
			}
		}
		for (Ignore ignore : ignores) {
			ignore.mistake(used.contains(ignore))
				.ifPresent((mistake) -> findings.add(finding(LintRule.LINT_IGNORE, ignore.line(), mistake)));
		}
		findings.sort(Comparator.comparingInt(LintFinding::line).thenComparing(LintFinding::rule));
		return findings;
	}

	private static LintFinding finding(LintRule rule, int line, String sentence) {
		return new LintFinding(rule, rule.severity(), line, sentence, rule.saferWay());
	}

	private static void keep(List<LintFinding> found, int statement, List<Ignore> ignores, Set<Ignore> used,
			List<LintFinding> kept) {
		for (LintFinding finding : found) {
			List<Ignore> silencing = ignores.stream()
				.filter((ignore) -> ignore.silences(finding.rule(), statement))
				.toList();
			used.addAll(silencing);
			if (silencing.isEmpty()) {
				kept.add(finding);
			}
		}
	}

	private static boolean isWithoutRollback(Path file, Script script) {
		if (!script.file().startsWith("V") || script.version().equals(MigrationVersion.EMPTY)) {
			return false;
		}
		Path directory = file.toAbsolutePath().resolveSibling(Scripts.ROLLBACKS);
		if (!Files.isDirectory(directory)) {
			return true;
		}
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((other) -> other.getFileName().toString().startsWith("U"))
				.noneMatch((other) -> Scripts.version(other).filter(script.version()::equals).isPresent());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A comment that silences a rule.
	 *
	 * @param statement the line of the statement that it is for; 0 if it is for none
	 */
	private record Ignore(int line, String rule, String reason, int statement) {

		boolean silences(LintRule found, int line) {
			return found.id().equals(this.rule) && this.statement == line && !this.reason.isEmpty();
		}

		Optional<String> mistake(boolean used) {
			if (LintRule.withId(this.rule).isEmpty()) {
				return Optional.of("there is no rule \"%s\"".formatted(this.rule));
			}
			if (this.reason.isEmpty()) {
				return Optional.of("lint:ignore %s needs a reason".formatted(this.rule));
			}
			if (this.statement == 0) {
				return Optional.of("lint:ignore %s is not on the line before a statement".formatted(this.rule));
			}
			return used ? Optional.empty() : Optional.of("%s finds nothing in this statement".formatted(this.rule));
		}

	}

	private static List<Ignore> ignores(Script script, LintedScript linted) {
		List<Token> comments = Tokenizer.tokens(script.text(), 1)
			.stream()
			.filter((token) -> token.kind() == Token.Kind.LINE_COMMENT)
			.filter((token) -> token.text().strip().startsWith(IGNORE))
			.toList();
		Set<Integer> lines = new HashSet<>();
		comments.forEach((comment) -> lines.add(comment.line()));
		Set<Integer> statements = new HashSet<>();
		linted.statements().forEach((statement) -> statements.add(statement.line()));
		List<Ignore> ignores = new ArrayList<>();
		for (Token comment : comments) {
			int next = comment.line() + 1;
			while (lines.contains(next)) {
				next++;
			}
			String[] words = comment.text().strip().substring(IGNORE.length()).strip().split("\\s+", 2);
			ignores.add(new Ignore(comment.line(), words[0], (words.length > 1) ? words[1] : "",
					statements.contains(next) ? next : 0));
		}
		return ignores;
	}

}
