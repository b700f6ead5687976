package org.condastore.schema.lint;

import java.util.ArrayList;
import java.util.List;

/** What one rule finds in one statement. */
final class Findings {

	private final LintRule rule;

	private final List<LintFinding> found = new ArrayList<>();

	Findings(LintRule rule) {
		this.rule = rule;
	}

	void add(Token token) {
		add(token, this.rule.severity());
	}

	/** A finding of another severity than that of the rule. */
	void add(Token token, Severity severity) {
		this.found.add(new LintFinding(this.rule, severity, token.line(), this.rule.why(), this.rule.saferWay()));
	}

	/** Adds a finding if there is such a position. */
	void addAt(Words words, int position) {
		if (position >= 0) {
			add(words.get(position));
		}
	}

	List<LintFinding> found() {
		return this.found;
	}

}
