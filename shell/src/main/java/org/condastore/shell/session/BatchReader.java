package org.condastore.shell.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.ErrorReport;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a batch, split into words. Knows which of them have arrived, so that
 * whoever writes the batch line by line and waits for each answer is never waited for.
 */
final class BatchReader {

	/**
	 * A command, or what is wrong with its text: nothing comes after that.
	 *
	 * @param words empty for a blank line or a comment
	 * @param where the first of its lines
	 */
	record Read(List<Word> words, ErrorReport.Location where, @Nullable CommandFailure failure) {
	}

	private final String name;

	private final PhysicalLines lines;

	/** The command whose first lines have been read; null between commands. */
	private @Nullable WordScanner begun;

	private int first;

	private boolean failed;

	/**
	 * Reads commands.
	 * @param name what the input is called in messages
	 */
	BatchReader(String name, InputStream in) {
		this.name = name;
		this.lines = new PhysicalLines(in);
	}

	/**
	 * The next command; waits for it.
	 * @return null at the end of the input
	 */
	@Nullable Read next() {
		return read(true);
	}

	/**
	 * The next command, if all of it has arrived.
	 * @return null if it has not, or if there is none
	 */
	@Nullable Read arrived() {
		return read(false);
	}

	private @Nullable Read read(boolean wait) {
		if (this.failed) {
			return null;
		}
		try {
			while (wait || this.lines.hasArrived()) {
				if (this.begun == null) {
					this.first = this.lines.number() + 1;
				}
				String line = this.lines.next();
				if (line == null) {
					if (this.begun == null) {
						return null;
					}
					throw this.begun.unfinished();
				}
				WordScanner scanner = (this.begun != null) ? this.begun : new WordScanner();
				this.begun = scanner;
				if (scanner.feed(line)) {
					this.begun = null;
					return new Read(scanner.words(), where(), null);
				}
			}
			return null;
		}
		catch (CommandFailure failure) {
			this.failed = true;
			return new Read(List.of(), where(), failure);
		}
	}

	private ErrorReport.Location where() {
		return new ErrorReport.Location(this.name, Math.max(this.first, 1));
	}

	/**
	 * Lines of strict UTF-8. A line ends with LF or CRLF; a byte-order mark before the
	 * first is skipped.
	 */
	private static final class PhysicalLines {

		private final InputStream in;

		private byte[] buffer = new byte[1 << 16];

		private int start;

		private int end;

		/** Up to here there is no line end. */
		private int searched;

		private boolean ended;

		private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
			.onMalformedInput(CodingErrorAction.REPORT)
			.onUnmappableCharacter(CodingErrorAction.REPORT);

		private int number;

		PhysicalLines(InputStream in) {
			this.in = in;
		}

		/** The number of the line read last, from 1. */
		int number() {
			return this.number;
		}

		/** Whether {@link #next} would not wait. */
		boolean hasArrived() {
			while (!foundEnd()) {
				if (this.ended || available() == 0) {
					return this.ended;
				}
				fill();
			}
			return true;
		}

		@Nullable String next() {
			while (!foundEnd() && !this.ended) {
				fill();
			}
			if (this.start == this.end) {
				return null;
			}
			int from = this.start;
			int to = this.searched;
			this.start = Math.min(to + 1, this.end);
			this.searched = this.start;
			this.number++;
			return decoded(from, to);
		}

		/** Whether {@link #searched} is the end of the next line. */
		private boolean foundEnd() {
			while (this.searched < this.end && this.buffer[this.searched] != '\n') {
				this.searched++;
			}
			return this.searched < this.end;
		}

		private int available() {
			try {
				return this.in.available();
			}
			catch (IOException ex) {
				// Nobody knows, such as of a named pipe: whatever it is, the read that
				// waits will tell.
				return 0;
			}
		}

		/** Reads what there is, and waits if there is nothing. */
		private void fill() {
			makeRoom();
			try {
				int count = this.in.read(this.buffer, this.end, this.buffer.length - this.end);
				this.ended = count < 0;
				this.end += Math.max(count, 0);
			}
			catch (IOException ex) {
				throw CommandFailure.failed("the input cannot be read after line %d".formatted(this.number),
						"nothing after that line was run", ex);
			}
		}

		private void makeRoom() {
			int length = this.end - this.start;
			if (length > this.buffer.length / 2) {
				this.buffer = Arrays.copyOfRange(this.buffer, this.start, this.start + 2 * this.buffer.length);
			}
			else {
				System.arraycopy(this.buffer, this.start, this.buffer, 0, length);
			}
			this.searched -= this.start;
			this.end = length;
			this.start = 0;
		}

		private String decoded(int from, int to) {
			String line;
			try {
				line = this.decoder.decode(ByteBuffer.wrap(this.buffer, from, to - from)).toString();
			}
			catch (CharacterCodingException ex) {
				throw CommandFailure.usage("line %d is not valid UTF-8".formatted(this.number),
						"save the file as UTF-8");
			}
			if (this.number == 1 && line.startsWith("\uFEFF")) {
				line = line.substring(1);
			}
			return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
		}

	}

}
