package org.condastore.shell.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import org.condastore.shell.failure.CommandFailure;

/**
 * Text to a byte stream as UTF-8, buffered, for one thread. Never throws because of the
 * text: an unpaired surrogate, which UTF-8 cannot express, becomes a question mark, as it
 * does everywhere in Java. Fails with unchecked exceptions only.
 *
 * <p>
 * The platform's own writers lock for every call and encode through an intermediate
 * buffer, which is most of the time that a million rows of CSV take.
 */
final class Utf8Writer extends Sink {

	private static final int SIZE = 1 << 15;

	/** The most bytes that one char needs; a pair of surrogates needs fewer per char. */
	private static final int BYTES_PER_CHAR = 3;

	private final OutputStream target;

	private final byte[] buffer = new byte[SIZE];

	private int used;

	/** The first half of a pair whose second half has not been written yet, or 0. */
	private char pending;

	Utf8Writer(OutputStream target) {
		this.target = target;
	}

	/** Whether at least half of the buffer is free. */
	boolean hasRoom() {
		return this.used <= SIZE / 2;
	}

	@Override
	public void write(int c) {
		room(2 * BYTES_PER_CHAR);
		encode((char) c);
	}

	@Override
	public void write(String text) {
		write(text, 0, text.length());
	}

	@Override
	public void write(String text, int offset, int length) {
		// Encoding a whole text is much faster, but takes half a pair for an error.
		boolean whole = length == text.length() && length > 0 && this.pending == 0
				&& !Character.isSurrogate(text.charAt(0)) && !Character.isSurrogate(text.charAt(length - 1));
		if (whole) {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			writeUtf8(bytes, bytes.length);
		}
		else {
			write(text.substring(offset, offset + length).toCharArray(), 0, length);
		}
	}

	@Override
	public void write(char[] text, int offset, int length) {
		int end = offset + length;
		int i = offset;
		while (i < end) {
			int stop = Math.min(end, i + SIZE / BYTES_PER_CHAR - 2);
			room((stop - i + 1) * BYTES_PER_CHAR);
			if (this.pending == 0) {
				i = encodeAscii(text, i, stop);
			}
			for (; i < stop; i++) {
				encode(text[i]);
			}
		}
	}

	@Override
	void writeUtf8(byte[] text, int length) {
		endPair();
		room(length);
		if (length <= SIZE - this.used) {
			System.arraycopy(text, 0, this.buffer, this.used, length);
			this.used += length;
		}
		else {
			send(text, length);
		}
	}

	@Override
	public void flush() {
		endPair();
		drain();
		try {
			this.target.flush();
		}
		catch (IOException exception) {
			throw failure(exception);
		}
	}

	/** What is done to the stream below, between writes. */
	interface Action {

		void run() throws IOException;

	}

	/** Does something to the stream below that fails as writing does. */
	void beneath(Action action) {
		try {
			action.run();
		}
		catch (IOException exception) {
			throw failure(exception);
		}
	}

	/** Flushes; the stream below belongs to somebody else. */
	@Override
	public void close() {
		flush();
	}

	/** Encodes up to the first char that is not ASCII. */
	private int encodeAscii(char[] text, int start, int stop) {
		byte[] bytes = this.buffer;
		int next = this.used;
		int i = start;
		while (i < stop && text[i] < 0x80) {
			bytes[next++] = (byte) text[i++];
		}
		this.used = next;
		return i;
	}

	private void encode(char c) {
		if (c < 0x80 && this.pending == 0) {
			this.buffer[this.used++] = (byte) c;
			return;
		}
		encodeOther(c);
	}

	private void encodeOther(char c) {
		if (this.pending != 0) {
			char high = this.pending;
			this.pending = 0;
			if (Character.isLowSurrogate(c)) {
				int codePoint = Character.toCodePoint(high, c);
				put(0xF0 | (codePoint >> 18), continuation(codePoint >> 12));
				put(continuation(codePoint >> 6), continuation(codePoint));
				return;
			}
			replacement();
		}
		if (c < 0x80) {
			this.buffer[this.used++] = (byte) c;
		}
		else if (c < 0x800) {
			put(0xC0 | (c >> 6), continuation(c));
		}
		else if (Character.isHighSurrogate(c)) {
			this.pending = c;
		}
		else if (Character.isLowSurrogate(c)) {
			replacement();
		}
		else {
			this.buffer[this.used++] = (byte) (0xE0 | (c >> 12));
			put(continuation(c >> 6), continuation(c));
		}
	}

	private static int continuation(int bits) {
		return 0x80 | (bits & 0x3F);
	}

	private void endPair() {
		if (this.pending != 0) {
			this.pending = 0;
			room(1);
			replacement();
		}
	}

	private void replacement() {
		this.buffer[this.used++] = '?';
	}

	private void put(int first, int second) {
		this.buffer[this.used++] = (byte) first;
		this.buffer[this.used++] = (byte) second;
	}

	private void room(int bytes) {
		if (SIZE - this.used < bytes) {
			drain();
		}
	}

	private void drain() {
		int length = this.used;
		// First: what could not be written once is not tried again.
		this.used = 0;
		if (length > 0) {
			send(this.buffer, length);
		}
	}

	private void send(byte[] bytes, int length) {
		try {
			this.target.write(bytes, 0, length);
		}
		catch (IOException exception) {
			throw failure(exception);
		}
	}

	/**
	 * The platform tells a closed pipe from a full disk by the message alone: strerror's
	 * text for EPIPE for a file descriptor, its own for the input of a process.
	 */
	private static RuntimeException failure(IOException exception) {
		String message = String.valueOf(exception.getMessage());
		if (message.contains("Broken pipe") || message.equals("Stream closed")
				|| message.contains("Connection reset")) {
			return new OutputClosed(exception);
		}
		return CommandFailure.failed("the output cannot be written: " + message,
				"make room, or send the output elsewhere", exception);
	}

}
