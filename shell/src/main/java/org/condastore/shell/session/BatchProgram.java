package org.condastore.shell.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.ErrorReport;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a batch in the order in which they run, included files in their places.
 * There may be a million of them: kept is where each of them begins, and its words are
 * read again when its turn comes.
 */
final class BatchProgram {

	/** What is between {@code include} and the file's own lines, at most. */
	private static final int DEEPEST = 50;

	private final List<BatchText> texts = new ArrayList<>();

	/** Of each step its text, where in it it begins, and the number of that line. */
	private int[] steps = new int[3 * 256];

	private int size;

	private int commands;

	/** Told what is wrong. */
	interface Problems {

		/**
		 * Something cannot run.
		 * @param word where in the command it is; null if it is all of it
		 */
		void add(CommandFailure failure, BatchText text, int start, int line, @Nullable Word word);

	}

	/**
	 * Reads files one after the other, as if they were one.
	 * @param files paths, or {@code -} for standard input
	 * @param given the variables with which files can be named
	 * @param problems told what is wrong; what can be read is read nevertheless
	 * @throws CommandFailure {@code USAGE} if one of the files cannot be read
	 */
	static BatchProgram read(List<String> files, InputStream in, Variables given, Problems problems) {
		BatchProgram program = new BatchProgram();
		Reading reading = program.new Reading(given, problems);
		for (String file : files) {
			BatchText text = file.equals("-") ? BatchText.standardInput(in)
					: BatchText.of(file, (Path) Values.convert("-f", file, Path.class));
			reading.text(text);
		}
		return program;
	}

	/** How many steps there are. */
	int size() {
		return this.size;
	}

	/** How many of them are commands. */
	int commands() {
		return this.commands;
	}

	/** A step, read from its text. */
	BatchStep step(int index) {
		BatchText text = this.texts.get(this.steps[3 * index]);
		BatchReader.Read read = new BatchReader(text, this.steps[3 * index + 1], this.steps[3 * index + 2]).next();
		if (read == null) {
			throw new IllegalStateException("step %d was there before".formatted(index));
		}
		return new BatchStep(kind(read.words()), where(index), read.words());
	}

	/** The first line of a step. */
	ErrorReport.Location where(int index) {
		return new ErrorReport.Location(this.texts.get(this.steps[3 * index]).name(), this.steps[3 * index + 2]);
	}

	BatchText text(int index) {
		return this.texts.get(this.steps[3 * index]);
	}

	/** Where in its text a step begins. */
	int start(int index) {
		return this.steps[3 * index + 1];
	}

	private void add(int text, BatchReader.Read read) {
		if (3 * this.size == this.steps.length) {
			this.steps = Arrays.copyOf(this.steps, 2 * this.steps.length);
		}
		this.steps[3 * this.size] = text;
		this.steps[3 * this.size + 1] = read.start();
		this.steps[3 * this.size + 2] = read.line();
		this.size++;
	}

	private static BatchStep.Kind kind(List<Word> words) {
		if (is(words, "end")) {
			return BatchStep.Kind.END;
		}
		if (!is(words, "on-error")) {
			return BatchStep.Kind.COMMAND;
		}
		return (words.size() > 1 && words.get(1).text().equals("stop")) ? BatchStep.Kind.ON_ERROR_STOP
				: BatchStep.Kind.ON_ERROR_CONTINUE;
	}

	private static boolean is(List<Word> words, String first) {
		return words.get(0).isLiteral() && words.get(0).text().equals(first);
	}

	/** Reads texts, with the files that they include. */
	private final class Reading {

		private final Variables given;

		private final Problems problems;

		/** The files that are being read, the outermost first. */
		private final Deque<Path> open = new ArrayDeque<>();

		Reading(Variables given, Problems problems) {
			this.given = given;
			this.problems = problems;
		}

		void text(BatchText text) {
			int number = BatchProgram.this.texts.size();
			BatchProgram.this.texts.add(text);
			if (text.file() != null) {
				this.open.addLast(real(text.file()));
			}
			Deque<BatchReader.Read> blocks = new ArrayDeque<>();
			BatchReader reader = new BatchReader(text, 0, 1);
			while (true) {
				try {
					BatchReader.Read read = reader.next();
					if (read == null) {
						break;
					}
					command(text, number, read, blocks);
				}
				catch (CommandFailure failure) {
					this.problems.add(failure, text, reader.start(), reader.line(), null);
				}
			}
			for (BatchReader.Read block : blocks) {
				this.problems.add(
						CommandFailure.usage("the block that begins here is not closed",
								"a line with the word end closes it"),
						text, block.start(), block.line(), block.words().get(0));
			}
			if (text.file() != null) {
				this.open.removeLast();
			}
		}

		private void command(BatchText text, int number, BatchReader.Read read, Deque<BatchReader.Read> blocks) {
			List<Word> words = read.words();
			if (is(words, "include")) {
				include(text, words, read);
				return;
			}
			switch (kind(words)) {
				case ON_ERROR_STOP, ON_ERROR_CONTINUE -> {
					requireBlock(words);
					blocks.addLast(read);
				}
				case END -> {
					if (words.size() > 1) {
						throw CommandFailure.usage("end takes no argument", "write it alone");
					}
					if (blocks.isEmpty()) {
						throw CommandFailure.usage("there is no block to end here",
								"on-error stop or on-error continue begins one");
					}
					blocks.removeLast();
				}
				case COMMAND -> BatchProgram.this.commands++;
			}
			add(number, read);
		}

		private static void requireBlock(List<Word> words) {
			boolean known = words.size() == 2 && words.get(1).isLiteral()
					&& List.of("stop", "continue").contains(words.get(1).text());
			if (!known) {
				throw CommandFailure.usage("on-error takes stop or continue",
						"on-error continue, and end after its lines");
			}
		}

		private void include(BatchText from, List<Word> words, BatchReader.Read read) {
			try {
				if (words.size() != 2) {
					throw CommandFailure.usage("include takes the path of one file", "quote it if it holds blanks");
				}
				String typed = words.get(1).expanded(this.given::get).text();
				Path path = (Path) Values.convert("include", typed, Path.class);
				Path file = (from.file() != null) ? from.file().resolveSibling(path) : path;
				if (this.open.contains(real(file)) || this.open.size() > DEEPEST) {
					throw CommandFailure.usage("%s includes itself".formatted(typed), "a batch cannot run in circles");
				}
				text(BatchText.of(file.toString(), file));
			}
			catch (CommandFailure failure) {
				this.problems.add(failure, from, read.start(), read.line(), words.get(Math.min(1, words.size() - 1)));
			}
		}

		/** The same file is the same, whatever it was called. */
		private static Path real(Path file) {
			try {
				return file.toRealPath();
			}
			catch (IOException notThere) {
				// Reading it will say so.
				return file.toAbsolutePath().normalize();
			}
		}

	}

}
