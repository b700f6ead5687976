package org.condastore.schema.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A statement or a part of one, as tokens without comments.
 */
record Words(List<Token> tokens) {

	Words {
		tokens = List.copyOf(tokens);
	}

	/**
	 * What an object is called.
	 *
	 * @param schema the schema before the point, if there is one
	 * @param end the position after it
	 */
	record Name(Optional<String> schema, String name, int end) {
	}

	int size() {
		return this.tokens.size();
	}

	boolean isEmpty() {
		return this.tokens.isEmpty();
	}

	Token get(int position) {
		return this.tokens.get(position);
	}

	int line() {
		return this.tokens.get(0).line();
	}

	Words from(int position) {
		return new Words(this.tokens.subList(Math.min(position, size()), size()));
	}

	boolean starts(String... words) {
		return at(0, words);
	}

	boolean has(String... words) {
		return indexOf(0, words) >= 0;
	}

	/** Whether these words stand at a position. */
	boolean at(int position, String... words) {
		if (position < 0 || position + words.length > size()) {
			return false;
		}
		for (int i = 0; i < words.length; i++) {
			if (!get(position + i).isWord(words[i])) {
				return false;
			}
		}
		return true;
	}

	boolean atAny(int position, Set<String> words) {
		return position >= 0 && position < size() && get(position).kind() == Token.Kind.WORD
				&& words.contains(get(position).text());
	}

	boolean isSymbol(int position, char symbol) {
		return position >= 0 && position < size() && get(position).isSymbol(symbol);
	}

	/** Where these words first stand from a position on, or -1. */
	int indexOf(int from, String... words) {
		for (int i = from; i + words.length <= size(); i++) {
			if (at(i, words)) {
				return i;
			}
		}
		return -1;
	}

	/** Behind these words if they stand at the position, else the position itself. */
	int after(int position, String... words) {
		return at(position, words) ? position + words.length : position;
	}

	Optional<Name> name(int position) {
		if (position >= size() || !get(position).isName()) {
			return Optional.empty();
		}
		if (isSymbol(position + 1, '.') && position + 2 < size() && get(position + 2).isName()) {
			return Optional.of(new Name(Optional.of(get(position).text()), get(position + 2).text(), position + 3));
		}
		return Optional.of(new Name(Optional.empty(), get(position).text(), position + 1));
	}

	/** The parts between the commas that are not in parentheses. */
	List<Words> parts() {
		List<Words> parts = new ArrayList<>();
		int depth = 0;
		int begin = 0;
		for (int i = 0; i < size(); i++) {
			depth += depth(get(i));
			if (depth == 0 && get(i).isSymbol(',')) {
				parts.add(new Words(this.tokens.subList(begin, i)));
				begin = i + 1;
			}
		}
		parts.add(from(begin));
		return parts.stream().filter((part) -> !part.isEmpty()).toList();
	}

	/** What is in the parentheses that open at a position; empty if none do. */
	Words inParentheses(int position) {
		return isSymbol(position, '(') ? new Words(this.tokens.subList(position + 1, closing(position + 1)))
				: new Words(List.of());
	}

	/** Where the parentheses end that a position is in, or the end. */
	int closing(int position) {
		int depth = 0;
		for (int i = position; i < size(); i++) {
			depth += depth(get(i));
			if (depth < 0) {
				return i;
			}
		}
		return size();
	}

	private static int depth(Token token) {
		return token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
	}

}
