package org.condastore.schema.diagram;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/** A picture as SVG, whose texts can be searched and keep their widths in any font. */
final class SvgCanvas implements Canvas {

	private final StringBuilder svg = new StringBuilder();

	private SvgCanvas() {
	}

	static String picture(DiagramLayout layout) {
		SvgCanvas canvas = new SvgCanvas();
		canvas.svg.append("""
				<?xml version="1.0" encoding="UTF-8"?>
				<svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
				font-family="'DejaVu Sans', Verdana, sans-serif">
				""".formatted(layout.width(), layout.height()));
		new Drawing(layout, canvas).draw();
		return canvas.svg.append("</svg>\n").toString();
	}

	@Override
	public void fill(double x, double y, double width, double height, int colour) {
		this.svg.append("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n".formatted(number(x),
				number(y), number(width), number(height), colour(colour)));
	}

	@Override
	public void line(List<Point> points, Stroke stroke) {
		String places = points.stream()
			.map((point) -> number(point.x()) + "," + number(point.y()))
			.collect(Collectors.joining(" "));
		this.svg.append("<polyline points=\"%s\" fill=\"none\" %s/>\n".formatted(places, attributes(stroke)));
	}

	@Override
	public void circle(Point centre, double radius, int fill, Stroke stroke) {
		this.svg.append("<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" %s/>\n".formatted(number(centre.x()),
				number(centre.y()), number(radius), colour(fill), attributes(stroke)));
	}

	@Override
	public void text(String text, Point start, Typeface typeface, double size, int colour) {
		this.svg.append("""
				<text x="%s" y="%s" font-size="%s"%s fill="%s" xml:space="preserve" textLength="%s" \
				lengthAdjust="spacingAndGlyphs">%s</text>
				""".formatted(number(start.x()), number(start.y()), number(size),
				(typeface == Typeface.BOLD) ? " font-weight=\"bold\"" : "", colour(colour),
				number(typeface.width(text, size)), Xml.escaped(text)));
	}

	@Override
	public void begin(String title) {
		this.svg.append("<g>\n<title>%s</title>\n".formatted(Xml.escaped(title)));
	}

	@Override
	public void end() {
		this.svg.append("</g>\n");
	}

	private static String attributes(Stroke stroke) {
		String dash = (stroke.dash() > 0) ? " stroke-dasharray=\"%s\"".formatted(number(stroke.dash())) : "";
		return "stroke=\"%s\" stroke-width=\"%s\"%s".formatted(colour(stroke.colour()), number(stroke.width()), dash);
	}

	private static String colour(int colour) {
		return "#%06x".formatted(colour);
	}

	private static String number(double value) {
		return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
	}

}
