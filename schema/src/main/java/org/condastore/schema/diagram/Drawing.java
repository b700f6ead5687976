package org.condastore.schema.diagram;

import java.util.List;
import java.util.function.Consumer;

import org.condastore.schema.catalog.Catalog.Action;
import org.condastore.schema.diagram.Canvas.Point;
import org.condastore.schema.diagram.Canvas.Stroke;
import org.condastore.schema.diagram.Diagram.Attribute;
import org.condastore.schema.diagram.DiagramLayout.Box;
import org.condastore.schema.diagram.DiagramLayout.Route;

/** Draws a layout. */
final class Drawing {

	private static final int WHITE = 0xffffff;

	private static final int INK = 0x1f2933;

	private static final int GREY = 0x68737d;

	private static final int EDGE = 0x8796a5;

	private static final int HEADER_FILL = 0x2f5d8a;

	private static final int KEY_FILL = 0xeef3f8;

	private static final int RULE = 0xe1e7ec;

	private static final int LINE = 0x4a5d70;

	private static final int CASCADE = 0xb3261e;

	private static final Stroke PLAIN_LINE = new Stroke(LINE, 1.3, 0);

	private static final Stroke CASCADE_LINE = new Stroke(CASCADE, 2, 0);

	private static final Stroke NULL_LINE = new Stroke(LINE, 1.3, 5);

	/** From a table's edge to the first bar, to the second, and to the circle. */
	private static final double BAR = 6;

	private static final double SECOND_BAR = 10;

	private static final double FOOT = 13;

	private static final double RADIUS = 3.5;

	private static final double HALF_BAR = 4.5;

	private static final double LEGEND_ROW = 24;

	private static final double SAMPLE = 36;

	private final DiagramLayout layout;

	private final Canvas canvas;

	Drawing(DiagramLayout layout, Canvas canvas) {
		this.layout = layout;
		this.canvas = canvas;
	}

	void draw() {
		this.canvas.fill(0, 0, this.layout.width(), this.layout.height(), WHITE);
		// Cascades on top: they share stretches of the way with others.
		this.layout.routes().stream().filter((route) -> !cascades(route)).forEach(this::draw);
		this.layout.routes().stream().filter(Drawing::cascades).forEach(this::draw);
		this.layout.boxes().forEach(this::draw);
		legend();
	}

	private static boolean cascades(Route route) {
		return route.relationship().onDelete() == Action.CASCADE;
	}

	private void draw(Box box) {
		this.canvas.begin(box.entity().name());
		this.canvas.fill(box.x(), box.y(), box.width(), box.height(), WHITE);
		this.canvas.fill(box.x(), box.y(), box.width(), DiagramLayout.HEADER, HEADER_FILL);
		this.canvas.text(box.entity().name(), new Point(box.x() + DiagramLayout.INSET, box.y() + 19), Typeface.BOLD,
				DiagramLayout.TITLE, WHITE);
		int y = box.y() + DiagramLayout.HEADER;
		for (Attribute attribute : box.entity().attributes()) {
			if (attribute.primaryKey()) {
				this.canvas.fill(box.x(), y, box.width(), DiagramLayout.ROW, KEY_FILL);
			}
			if (y > box.y() + DiagramLayout.HEADER) {
				this.canvas.line(List.of(new Point(box.x(), y), new Point(box.x() + box.width(), y)),
						new Stroke(RULE, 1, 0));
			}
			draw(attribute, box, y + 14);
			y += DiagramLayout.ROW;
		}
		this.canvas.line(outline(box), new Stroke(EDGE, 1, 0));
		this.canvas.end();
	}

	private void draw(Attribute attribute, Box box, int baseline) {
		if (!attribute.keys().isEmpty()) {
			this.canvas.text(String.join(" ", attribute.keys()),
					new Point(box.x() + DiagramLayout.INSET, baseline - 0.5), Typeface.BOLD, DiagramLayout.SMALL,
					HEADER_FILL);
		}
		this.canvas.text(attribute.name(), new Point(box.x() + box.nameX(), baseline), Box.nameFace(attribute),
				DiagramLayout.TEXT, INK);
		this.canvas.text(attribute.type(), new Point(box.x() + box.typeX(), baseline), Typeface.REGULAR,
				DiagramLayout.TEXT, GREY);
		if (attribute.nullable()) {
			this.canvas.text("null", new Point(box.x() + box.nullX(), baseline), Typeface.REGULAR, DiagramLayout.SMALL,
					GREY);
		}
	}

	private static List<Point> outline(Box box) {
		Point corner = new Point(box.x(), box.y());
		return List.of(corner, new Point(box.x() + box.width(), box.y()),
				new Point(box.x() + box.width(), box.y() + box.height()), new Point(box.x(), box.y() + box.height()),
				corner, new Point(box.x() + 1, box.y()));
	}

	private void draw(Route route) {
		List<Point> points = route.points();
		this.canvas.begin("%s: %s.%s refers to %s".formatted(route.relationship().name(), route.relationship().child(),
				route.relationship().label(), route.relationship().parent()));
		this.canvas.line(points, stroke(route.relationship().onDelete()));
		Stroke end = new Stroke(cascades(route) ? CASCADE : LINE, 1.3, 0);
		route.junctions().forEach((junction) -> this.canvas.circle(junction, 2, end.colour(), end));
		parentEnd(points.get(0), route.parentOnRight() ? 1 : -1, route.relationship().optional(), end);
		childEnd(points.get(points.size() - 1), route.childOnRight() ? 1 : -1, route.relationship().one(), end);
		this.canvas.end();
	}

	private static Stroke stroke(Action onDelete) {
		return switch (onDelete) {
			case NO_ACTION, RESTRICT -> PLAIN_LINE;
			case CASCADE -> CASCADE_LINE;
			case SET_NULL, SET_DEFAULT -> NULL_LINE;
		};
	}

	/** Outwards is 1 if the line leaves to the right, -1 if to the left. */
	private void parentEnd(Point edge, int outwards, boolean optional, Stroke stroke) {
		bar(edge, outwards * BAR, stroke);
		if (optional) {
			circle(edge, outwards, stroke);
		}
		else {
			bar(edge, outwards * SECOND_BAR, stroke);
		}
	}

	private void childEnd(Point edge, int outwards, boolean one, Stroke stroke) {
		if (one) {
			bar(edge, outwards * BAR, stroke);
		}
		else {
			Point heel = new Point(edge.x() + outwards * FOOT, edge.y());
			this.canvas.line(
					List.of(new Point(edge.x(), edge.y() - HALF_BAR), heel, new Point(edge.x(), edge.y() + HALF_BAR)),
					stroke);
		}
		circle(edge, outwards, stroke);
	}

	private void bar(Point edge, double distance, Stroke stroke) {
		this.canvas.line(List.of(new Point(edge.x() + distance, edge.y() - HALF_BAR),
				new Point(edge.x() + distance, edge.y() + HALF_BAR)), stroke);
	}

	private void circle(Point edge, int outwards, Stroke stroke) {
		this.canvas.circle(new Point(edge.x() + outwards * (FOOT + RADIUS), edge.y()), RADIUS, WHITE, stroke);
	}

	private void legend() {
		double y = this.layout.height() - DiagramLayout.LEGEND + 18.0;
		this.canvas.begin("legend");
		double x = key("PK", "primary key", DiagramLayout.MARGIN, y);
		x = key("FK", "foreign key", x, y);
		x = key("UK", "unique", x, y);
		words("may be null", DiagramLayout.TEXT, words("null", DiagramLayout.SMALL, x, y) + 6, y);
		y += LEGEND_ROW;
		x = sample("exactly one", DiagramLayout.MARGIN, y, PLAIN_LINE,
				(edge) -> parentEnd(edge, -1, false, PLAIN_LINE));
		x = sample("one or none", x, y, PLAIN_LINE, (edge) -> parentEnd(edge, -1, true, PLAIN_LINE));
		sample("any number", x, y, PLAIN_LINE, (edge) -> childEnd(edge, -1, false, PLAIN_LINE));
		y += LEGEND_ROW;
		x = DiagramLayout.MARGIN;
		if (draws(CASCADE_LINE)) {
			x = sample("ON DELETE CASCADE", x, y, CASCADE_LINE);
		}
		if (draws(NULL_LINE)) {
			sample("ON DELETE SET NULL or DEFAULT", x, y, NULL_LINE);
		}
		this.canvas.end();
	}

	private boolean draws(Stroke stroke) {
		return this.layout.routes()
			.stream()
			.anyMatch((route) -> stroke.equals(stroke(route.relationship().onDelete())));
	}

	private double key(String key, String meaning, double x, double y) {
		this.canvas.text(key, new Point(x, y), Typeface.BOLD, DiagramLayout.SMALL, HEADER_FILL);
		double after = x + Typeface.BOLD.width(key, DiagramLayout.SMALL) + 6;
		return words(meaning, DiagramLayout.TEXT, after, y) + 24;
	}

	private double sample(String meaning, double x, double y, Stroke stroke, Consumer<Point> end) {
		double after = sample(meaning, x, y, stroke);
		end.accept(new Point(x + SAMPLE, y - 4));
		return after;
	}

	private double sample(String meaning, double x, double y, Stroke stroke) {
		this.canvas.line(List.of(new Point(x, y - 4), new Point(x + SAMPLE, y - 4)), stroke);
		return words(meaning, DiagramLayout.TEXT, x + SAMPLE + 8, y) + 24;
	}

	private double words(String text, int size, double x, double y) {
		this.canvas.text(text, new Point(x, y), Typeface.REGULAR, size, GREY);
		return x + Typeface.REGULAR.width(text, size);
	}

}
