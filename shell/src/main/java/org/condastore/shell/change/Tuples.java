package org.condastore.shell.change;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.RandomAccess;

import org.jspecify.annotations.Nullable;

/**
 * Rows of texts, each value as PostgreSQL spells it, kept in little memory: a change may
 * be about a million of them. Between them and PostgreSQL nothing is rounded or
 * reformatted.
 *
 * <p>
 * They are kept in chunks, in the text format of {@code COPY}: tabs between the values, a
 * line feed after each row, {@code \N} for NULL.
 *
 * @see <a href=
 * "https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2">PostgreSQL:
 * COPY, text format</a>
 */
public final class Tuples implements Iterable<@Nullable String[]> {

	/** Rows in each chunk but the last one. */
	static final int CHUNK = 5000;

	private final List<byte[]> chunks = new ArrayList<>();

	/** The chunk that is not full yet. */
	private byte[] open = new byte[128];

	private int length;

	private int size;

	/** Adds a row. */
	void add(@Nullable String... values) {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < values.length; i++) {
			if (i > 0) {
				line.append('\t');
			}
			encode(values[i], line);
		}
		addEncoded(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Adds a row.
	 * @param last its last value, which may be long, in UTF-8
	 * @param others the values before it
	 */
	void addLong(byte[] last, @Nullable String... others) {
		StringBuilder begin = new StringBuilder();
		for (String value : others) {
			encode(value, begin);
			begin.append('\t');
		}
		byte[] before = begin.toString().getBytes(StandardCharsets.UTF_8);
		byte[] line = Arrays.copyOf(before, before.length + 2 * last.length + 1);
		int end = before.length;
		for (byte b : last) {
			byte escape = switch (b) {
				case '\\' -> '\\';
				case '\t' -> 't';
				case '\n' -> 'n';
				case '\r' -> 'r';
				case '\b' -> 'b';
				case '\f' -> 'f';
				case 0x0B -> 'v';
				default -> 0;
			};
			if (escape != 0) {
				line[end++] = '\\';
			}
			line[end++] = (escape != 0) ? escape : b;
		}
		line[end++] = '\n';
		addEncoded(Arrays.copyOf(line, end));
	}

	/**
	 * Adds a row as {@code COPY} sends it.
	 * @param line with the line feed at its end
	 */
	void addEncoded(byte[] line) {
		if (this.open.length - this.length < line.length) {
			this.open = Arrays.copyOf(this.open, Math.max(2 * this.open.length, this.length + line.length));
		}
		System.arraycopy(line, 0, this.open, this.length, line.length);
		this.length += line.length;
		this.size++;
		if (this.size % CHUNK == 0) {
			this.chunks.add(Arrays.copyOf(this.open, this.length));
			this.length = 0;
		}
	}

	/**
	 * Adds rows that were encoded before.
	 * @param text as {@link #text} gave it
	 */
	void addEncoded(String text) {
		for (String line : lines(text)) {
			addEncoded((line + '\n').getBytes(StandardCharsets.UTF_8));
		}
	}

	/** Adds the rows of others. */
	void addAll(Tuples others) {
		for (int chunk = 0; chunk < others.chunks(); chunk++) {
			addEncoded(others.text(chunk));
		}
	}

	/** How many rows there are. */
	public int size() {
		return this.size;
	}

	public boolean isEmpty() {
		return this.size == 0;
	}

	/** How many chunks there are. */
	int chunks() {
		return this.chunks.size() + ((this.length > 0) ? 1 : 0);
	}

	/** The rows of a chunk, decoded. */
	List<@Nullable String[]> chunk(int index) {
		return decode(text(index));
	}

	/**
	 * Some columns of a chunk, decoded.
	 * @param places which ones
	 * @return for each of them its value in each row
	 */
	@Nullable String[][] columns(int index, int[] places) {
		byte[] bytes = bytes(index);
		int rows = Math.min(CHUNK, this.size - index * CHUNK);
		@Nullable String[][] columns = new String[places.length][rows];
		int row = 0;
		int column = 0;
		int start = 0;
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] != '\t' && bytes[i] != '\n') {
				continue;
			}
			for (int place = 0; place < places.length; place++) {
				if (places[place] == column) {
					columns[place][row] = value(new String(bytes, start, i - start, StandardCharsets.UTF_8));
				}
			}
			start = i + 1;
			column++;
			if (bytes[i] == '\n') {
				row++;
				column = 0;
			}
		}
		return columns;
	}

	private static @Nullable String value(String encoded) {
		return (encoded.indexOf('\\') < 0) ? encoded : unescaped(encoded, 0, encoded.length());
	}

	/** A chunk as it is kept. */
	String text(int index) {
		return new String(bytes(index), StandardCharsets.UTF_8);
	}

	/** A chunk as it is kept, in UTF-8. */
	byte[] bytes(int index) {
		return (index < this.chunks.size()) ? this.chunks.get(index) : Arrays.copyOf(this.open, this.length);
	}

	/** The rows of a chunk as they are kept, without line feeds. */
	List<String> lines(int index) {
		return lines(text(index));
	}

	/** The rows of a text of them, without line feeds. */
	static List<String> lines(String text) {
		List<String> lines = new ArrayList<>();
		int start = 0;
		for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
			lines.add(text.substring(start, end));
			start = end + 1;
		}
		return lines;
	}

	@Override
	public Iterator<@Nullable String[]> iterator() {
		return new Iterator<>() {

			private int next;

			private List<@Nullable String[]> chunk = List.of();

			@Override
			public boolean hasNext() {
				return this.next < Tuples.this.size;
			}

			@Override
			public @Nullable String[] next() {
				if (!hasNext()) {
					throw new NoSuchElementException();
				}
				if (this.next % CHUNK == 0) {
					this.chunk = chunk(this.next / CHUNK);
				}
				return this.chunk.get(this.next++ % CHUNK);
			}

		};
	}

	/** The same rows as a list, decoded chunk by chunk when they are asked for. */
	List<@Nullable String[]> asList() {
		return new Decoded();
	}

	private final class Decoded extends AbstractList<@Nullable String[]> implements RandomAccess {

		private int decoded = -1;

		private List<@Nullable String[]> chunk = List.of();

		@Override
		public @Nullable String[] get(int index) {
			if (this.decoded != index / CHUNK) {
				this.decoded = index / CHUNK;
				this.chunk = chunk(this.decoded);
			}
			return this.chunk.get(index % CHUNK);
		}

		@Override
		public int size() {
			return Tuples.this.size;
		}

	}

	private static void encode(@Nullable String value, StringBuilder to) {
		if (value == null) {
			to.append("\\N");
			return;
		}
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			switch (c) {
				case '\\' -> to.append("\\\\");
				case '\t' -> to.append("\\t");
				case '\n' -> to.append("\\n");
				case '\r' -> to.append("\\r");
				case '\b' -> to.append("\\b");
				case '\f' -> to.append("\\f");
				case 0x0B -> to.append("\\v");
				default -> to.append(c);
			}
		}
	}

	private static List<@Nullable String[]> decode(String text) {
		List<@Nullable String[]> rows = new ArrayList<>();
		List<@Nullable String> row = new ArrayList<>();
		int start = 0;
		boolean escaped = false;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '\\') {
				escaped = true;
				i++;
			}
			else if (c == '\t' || c == '\n') {
				row.add(escaped ? unescaped(text, start, i) : text.substring(start, i));
				start = i + 1;
				escaped = false;
				if (c == '\n') {
					rows.add(row.toArray(String[]::new));
					row.clear();
				}
			}
		}
		return rows;
	}

	private static @Nullable String unescaped(String text, int start, int end) {
		if (end == start + 2 && text.charAt(start + 1) == 'N') {
			return null;
		}
		StringBuilder plain = new StringBuilder(end - start);
		for (int i = start; i < end; i++) {
			char c = text.charAt(i);
			if (c == '\\') {
				i++;
				c = switch (text.charAt(i)) {
					case 't' -> '\t';
					case 'n' -> '\n';
					case 'r' -> '\r';
					case 'b' -> '\b';
					case 'f' -> '\f';
					case 'v' -> 0x0B;
					default -> text.charAt(i);
				};
			}
			plain.append(c);
		}
		return plain.toString();
	}

}
