package org.condastore.shell.session;

import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/** Splits a batch text into commands, and these into words. */
final class BatchReader {

	/**
	 * A command.
	 *
	 * @param start where its first line begins in the text
	 * @param line the number of that line, from 1
	 * @param words at least one
	 */
	record Read(int start, int line, List<Word> words) {
	}

	private final BatchText text;

	/** Where the next line begins. */
	private int position;

	/** Its number. */
	private int number;

	/** Where the command begins that is being read, or was read last. */
	private int first;

	private int firstNumber;

	/**
	 * Begins somewhere in a text.
	 * @param position where a line begins
	 * @param number the number of that line, from 1
	 */
	BatchReader(BatchText text, int position, int number) {
		this.text = text;
		this.position = position;
		this.number = number;
		this.first = position;
		this.firstNumber = number;
	}

	/**
	 * The next command; blank lines and comments are passed over.
	 * @return null at the end of the text
	 * @throws CommandFailure {@code USAGE} if its text cannot be read; what comes after
	 * it can be read nevertheless
	 */
	@Nullable Read next() {
		while (this.position < this.text.length()) {
			this.first = this.position;
			this.firstNumber = this.number;
			WordScanner scanner = new WordScanner();
			while (!scanner.feed(nextLine())) {
				if (this.position >= this.text.length()) {
					throw scanner.unfinished();
				}
			}
			if (!scanner.words().isEmpty()) {
				return new Read(this.first, this.firstNumber, scanner.words());
			}
		}
		return null;
	}

	/** Where the command begins that {@link #next} read, or could not read. */
	int start() {
		return this.first;
	}

	/** The number of the line where it begins. */
	int line() {
		return this.firstNumber;
	}

	private String nextLine() {
		int start = this.position;
		this.position = this.text.next(start);
		this.number++;
		try {
			return this.text.line(start);
		}
		catch (CommandFailure failure) {
			// It is this line, wherever the command begins.
			this.first = start;
			this.firstNumber = this.number - 1;
			throw failure;
		}
	}

}
