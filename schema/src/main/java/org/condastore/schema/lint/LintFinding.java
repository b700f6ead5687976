package org.condastore.schema.lint;

/**
 * A place in a script that a rule objects to.
 *
 * @param rule the rule
 * @param severity the severity of the rule, or a lower one where less is at stake
 * @param line the line of the file, from 1
 * @param sentence why it is dangerous while conda-store is running
 * @param saferWay what to write instead
 */
public record LintFinding(LintRule rule, Severity severity, int line, String sentence, String saferWay) {
}
