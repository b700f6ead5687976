package org.condastore.shell.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.condastore.shell.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * The text of a batch file or of standard input, kept as it was when it was read: whoever
 * edits the file meanwhile changes nothing. Lines are strict UTF-8 and end with LF or
 * CRLF; a byte-order mark before the first is skipped.
 */
final class BatchText {

	/** What standard input is called in messages, as psql does. */
	private static final String STDIN = "<stdin>";

	private final String name;

	private final @Nullable Path file;

	private final byte[] bytes;

	/**
	 * A text.
	 * @param name what it is called in messages
	 * @param file where it is from; null for standard input
	 */
	private BatchText(String name, @Nullable Path file, byte[] bytes) {
		this.name = name;
		this.file = file;
		this.bytes = bytes;
	}

	/**
	 * Reads standard input to its end.
	 * @throws CommandFailure {@code FAILED} if that is not possible
	 */
	static BatchText standardInput(InputStream in) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			// Not readAllBytes: of a file's stream it asks for the position first, which
			// a
			// pipe does not have (Java 17).
			in.transferTo(bytes);
			return new BatchText(STDIN, null, bytes.toByteArray());
		}
		catch (IOException ex) {
			throw CommandFailure.failed("standard input cannot be read: " + ex.getMessage(), "nothing ran", ex);
		}
	}

	/**
	 * Reads a file.
	 * @param typed its path as it was typed
	 * @param path the same, where it really is
	 * @throws CommandFailure {@code USAGE} if that is not possible
	 */
	static BatchText of(String typed, Path path) {
		if (Files.isDirectory(path)) {
			throw CommandFailure.usage("%s is a directory".formatted(typed), "a batch is a file of commands");
		}
		try {
			return new BatchText(typed, path, Files.readAllBytes(path));
		}
		catch (NoSuchFileException ex) {
			throw CommandFailure.usage("there is no file %s".formatted(typed), "check the path of the batch file");
		}
		catch (IOException ex) {
			throw CommandFailure.usage("%s cannot be read".formatted(typed),
					"check that it is a file and that you may read it");
		}
	}

	/** What it is called in messages. */
	String name() {
		return this.name;
	}

	/** Where it is from; null for standard input. */
	@Nullable Path file() {
		return this.file;
	}

	/** How many bytes it has. */
	int length() {
		return this.bytes.length;
	}

	/** Where the line after the one that begins there begins. */
	int next(int start) {
		int i = start;
		while (i < this.bytes.length && this.bytes[i] != '\n') {
			i++;
		}
		return Math.min(i + 1, this.bytes.length);
	}

	/**
	 * A line without its end.
	 * @param start where it begins
	 * @throws CommandFailure {@code USAGE} if it is not UTF-8
	 */
	String line(int start) {
		int end = next(start);
		int from = start;
		if (end > start && this.bytes[end - 1] == '\n') {
			end--;
		}
		if (end > start && this.bytes[end - 1] == '\r') {
			end--;
		}
		if (start == 0 && end >= 3 && (this.bytes[0] & 0xFF) == 0xEF && (this.bytes[1] & 0xFF) == 0xBB
				&& (this.bytes[2] & 0xFF) == 0xBF) {
			from = 3;
		}
		return isAscii(from, end) ? new String(this.bytes, from, end - from, StandardCharsets.ISO_8859_1)
				: decoded(from, end);
	}

	private boolean isAscii(int from, int to) {
		for (int i = from; i < to; i++) {
			if (this.bytes[i] < 0) {
				return false;
			}
		}
		return true;
	}

	private String decoded(int from, int to) {
		try {
			// A new decoder reports what is malformed.
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(this.bytes, from, to - from)).toString();
		}
		catch (CharacterCodingException ex) {
			throw CommandFailure.usage("the line is not valid UTF-8", "save the file as UTF-8");
		}
	}

}
