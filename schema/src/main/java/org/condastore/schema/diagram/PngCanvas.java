package org.condastore.schema.diagram;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture as PNG. Letters are drawn as outlines: neither a font nor a font library is
 * needed, of which a headless Java may have none.
 */
final class PngCanvas implements Canvas {

	/** Pixels for each unit, so that print and dense screens stay sharp. */
	private static final double SCALE = 2;

	/**
	 * A pixel takes four bytes of a heap that is small; beyond this the scale gives way.
	 */
	private static final double MOST_PIXELS = 40e6;

	private final Graphics2D graphics;

	private PngCanvas(Graphics2D graphics) {
		this.graphics = graphics;
	}

	static byte[] picture(DiagramLayout layout) {
		if (System.getProperty("java.awt.headless") == null) {
			// Otherwise Java2D talks to the display where there is one.
			System.setProperty("java.awt.headless", "true");
		}
		double units = (double) layout.width() * layout.height();
		double scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / units));
		BufferedImage image = new BufferedImage((int) Math.ceil(layout.width() * scale),
				(int) Math.ceil(layout.height() * scale), BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = image.createGraphics();
		try {
			graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
			graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
			graphics.scale(scale, scale);
			new Drawing(layout, new PngCanvas(graphics)).draw();
		}
		finally {
			graphics.dispose();
		}
		return encoded(image);
	}

	@Override
	public void fill(double x, double y, double width, double height, int colour) {
		this.graphics.setColor(new Color(colour));
		this.graphics.fill(new Rectangle2D.Double(x, y, width, height));
	}

	@Override
	public void line(List<Point> points, Stroke stroke) {
		Path2D path = new Path2D.Double();
		path.moveTo(points.get(0).x(), points.get(0).y());
		points.subList(1, points.size()).forEach((point) -> path.lineTo(point.x(), point.y()));
		take(stroke);
		this.graphics.draw(path);
	}

	@Override
	public void circle(Point centre, double radius, int fill, Stroke stroke) {
		Ellipse2D circle = new Ellipse2D.Double(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);
		this.graphics.setColor(new Color(fill));
		this.graphics.fill(circle);
		take(stroke);
		this.graphics.draw(circle);
	}

	@Override
	public void text(String text, Point start, Typeface typeface, double size, int colour) {
		this.graphics.setColor(new Color(colour));
		this.graphics.fill(typeface.outline(text, start.x(), start.y(), size));
	}

	@Override
	public void begin(String title) {
		// Pixels have no groups.
	}

	@Override
	public void end() {
		// Pixels have no groups.
	}

	private void take(Stroke stroke) {
		float width = (float) stroke.width();
		float dash = (float) stroke.dash();
		this.graphics.setColor(new Color(stroke.colour()));
		this.graphics.setStroke((dash > 0)
				? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 4, new float[] { dash }, 0)
				: new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 4));
	}

	private static byte[] encoded(BufferedImage image) {
		ByteArrayOutputStream png = new ByteArrayOutputStream();
		try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
			if (!ImageIO.write(image, "png", out)) {
				throw new IllegalStateException("this Java cannot write PNG");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return png.toByteArray();
	}

}
