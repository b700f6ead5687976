package org.condastore.schema.diagram;

import java.util.List;

/**
 * What a picture is drawn on. Lengths are in units of the layout; y grows downwards;
 * colours are {@code 0xRRGGBB}.
 */
interface Canvas {

	/** A point. */
	record Point(double x, double y) {
	}

	/** How a line looks; {@code dash} is the length of a dash, or 0. */
	record Stroke(int colour, double width, double dash) {
	}

	/** A filled rectangle, without an edge. */
	void fill(double x, double y, double width, double height, int colour);

	/** Straight lines from point to point. */
	void line(List<Point> points, Stroke stroke);

	/** A filled circle with an edge. */
	void circle(Point centre, double radius, int fill, Stroke stroke);

	/** A text that begins at a point of its baseline. */
	void text(String text, Point start, Typeface typeface, double size, int colour);

	/**
	 * Begins what belongs together; groups are not nested.
	 * @param title what it is
	 */
	void begin(String title);

	/** Ends what {@link #begin} began. */
	void end();

}
