package org.condastore.schema.diagram;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringTokenizer;

/**
 * Letters whose widths and outlines are the same everywhere: a picture must not depend on
 * the fonts that a machine has, and a server often has none. DejaVu Sans, Latin-1 only;
 * any other character is a replacement character.
 */
final class Typeface {

	static final Typeface REGULAR = new Typeface("regular.glyphs");

	static final Typeface BOLD = new Typeface("bold.glyphs");

	private static final double UNITS = 2048;

	private final Map<Integer, Glyph> glyphs = new HashMap<>();

	private final Glyph other;

	private record Glyph(int advance, String path) {
	}

	private Typeface(String file) {
		Glyph replacement = null;
		try (InputStream in = Objects.requireNonNull(Typeface.class.getResourceAsStream(file));
				BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (!line.startsWith("#")) {
					String[] parts = line.split(" ", 3);
					Glyph glyph = new Glyph(Integer.parseInt(parts[1]), parts[2]);
					if (parts[0].equals("-")) {
						replacement = glyph;
					}
					else {
						this.glyphs.put(Integer.parseInt(parts[0], 16), glyph);
					}
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.other = Objects.requireNonNull(replacement);
	}

	/**
	 * How wide a text is.
	 * @param size the height of the letters, in any unit
	 * @return the width in the same unit
	 */
	double width(String text, double size) {
		return text.codePoints().map((c) -> glyph(c).advance()).sum() * size / UNITS;
	}

	/**
	 * The outline of a text.
	 * @param x where it begins
	 * @param y its baseline, growing downwards
	 */
	Path2D outline(String text, double x, double y, double size) {
		Path2D outline = new Path2D.Double(Path2D.WIND_NON_ZERO);
		double scale = size / UNITS;
		int pen = 0;
		for (int c : text.codePoints().toArray()) {
			Glyph glyph = glyph(c);
			AffineTransform place = new AffineTransform(scale, 0, 0, scale, x + pen * scale, y);
			outline.append(path(glyph.path()).getPathIterator(place), false);
			pen += glyph.advance();
		}
		return outline;
	}

	private Glyph glyph(int c) {
		return this.glyphs.getOrDefault(c, this.other);
	}

	private static Path2D path(String text) {
		Path2D path = new Path2D.Double();
		StringTokenizer tokens = new StringTokenizer(text, " MLQZ", true);
		while (tokens.hasMoreTokens()) {
			switch (tokens.nextToken()) {
				case "M" -> path.moveTo(number(tokens), number(tokens));
				case "L" -> path.lineTo(number(tokens), number(tokens));
				case "Q" -> path.quadTo(number(tokens), number(tokens), number(tokens), number(tokens));
				case "Z" -> path.closePath();
				default -> throw new IllegalStateException("not a path: " + text);
			}
		}
		return path;
	}

	/** The next number, after the blank that may precede it. */
	private static double number(StringTokenizer tokens) {
		String token = tokens.nextToken();
		return Double.parseDouble(token.equals(" ") ? tokens.nextToken() : token);
	}

}
