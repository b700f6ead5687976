package org.condastore.schema.diagram;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import org.condastore.schema.diagram.Canvas.Point;
import org.condastore.schema.diagram.Diagram.Attribute;
import org.condastore.schema.diagram.Diagram.Entity;
import org.condastore.schema.diagram.Diagram.Relationship;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Alignment;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Where the tables of a diagram stand and which way its lines go. All coordinates are
 * whole numbers, so that lines are sharp.
 *
 * <p>
 * Tables stand in columns, to the right of those that they refer to, as far as the
 * references have no cycle. Lines end at the rows of their columns, on the sides that
 * face each other; for that the tables are laid out twice: which of two is to the left is
 * known afterwards only.
 *
 * @param boxes the tables, in the order of the diagram
 * @param routes the foreign keys, in the order of the diagram
 * @param width of the whole picture
 * @param height of the whole picture
 */
record DiagramLayout(List<Box> boxes, List<Route> routes, int width, int height) {

	static final int HEADER = 28;

	static final int ROW = 20;

	static final int TEXT = 12;

	static final int SMALL = 9;

	static final int TITLE = 13;

	/** Between the edge of a table and its texts. */
	static final int INSET = 10;

	static final int MARGIN = 24;

	/** What the legend needs below the tables. */
	static final int LEGEND = 92;

	private static final int LEGEND_WIDTH = 480;

	private static final int GAP = 16;

	private static final int SMALL_GAP = 8;

	private static final int SPREAD = 10;

	DiagramLayout {
		boxes = List.copyOf(boxes);
		routes = List.copyOf(routes);
	}

	/**
	 * A table in its place.
	 *
	 * @param nameX where the names of columns begin, from the left edge of the table
	 * @param typeX where their types begin
	 * @param nullX where it says that they are nullable
	 */
	record Box(Entity entity, int x, int y, int width, int height, int nameX, int typeX, int nullX) {

		private static Box of(Entity entity) {
			int keys = widest(entity, (attribute) -> Typeface.BOLD.width(String.join(" ", attribute.keys()), SMALL));
			int names = widest(entity, (attribute) -> nameFace(attribute).width(attribute.name(), TEXT));
			int types = widest(entity, (attribute) -> Typeface.REGULAR.width(attribute.type(), TEXT));
			int nulls = widest(entity, (attribute) -> attribute.nullable() ? Typeface.REGULAR.width("null", SMALL) : 0);
			int nameX = INSET + ((keys > 0) ? keys + SMALL_GAP : 0);
			int typeX = nameX + names + GAP;
			int nullX = typeX + types + ((nulls > 0) ? SMALL_GAP : 0);
			int title = (int) Math.ceil(Typeface.BOLD.width(entity.name(), TITLE));
			int width = Math.max(nullX + nulls, INSET + title) + INSET;
			return new Box(entity, 0, 0, width, HEADER + ROW * entity.attributes().size(), nameX, typeX,
					width - INSET - nulls);
		}

		/** The typeface of a column's name: one of the primary key stands out. */
		static Typeface nameFace(Attribute attribute) {
			return attribute.primaryKey() ? Typeface.BOLD : Typeface.REGULAR;
		}

		private static int widest(Entity entity, ToDoubleFunction<Attribute> width) {
			return (int) Math.ceil(entity.attributes().stream().mapToDouble(width).max().orElse(0));
		}

		private Box at(double x, double y) {
			return new Box(this.entity, (int) Math.round(x), (int) Math.round(y), this.width, this.height, this.nameX,
					this.typeX, this.nullX);
		}

		/** The middle of a column's row, from the upper edge of the table. */
		private int rowY(String column) {
			int row = this.entity.attributes().stream().map(Attribute::name).toList().indexOf(column);
			return HEADER + ROW * row + ROW / 2;
		}

	}

	/**
	 * A foreign key's line.
	 *
	 * @param points its corners, from the parent's row to the child's
	 * @param junctions where it parts from others that begin or end at the same place
	 * @param parentOnRight whether it leaves the parent on its right side
	 * @param childOnRight whether it reaches the child on its right side
	 */
	record Route(Relationship relationship, List<Point> points, List<Point> junctions, boolean parentOnRight,
			boolean childOnRight) {

		Route {
			points = List.copyOf(points);
			junctions = List.copyOf(junctions);
		}

	}

	/** Lays a diagram out. */
	static DiagramLayout of(Diagram diagram) {
		List<Box> boxes = diagram.entities().stream().map(Box::of).toList();
		return new Engine(diagram, boxes).layout();
	}

	/** The two passes over one diagram. */
	private static final class Engine {

		private final Diagram diagram;

		private final List<Box> boxes;

		private final Map<String, ElkNode> nodes = new HashMap<>();

		private final Map<String, Box> byName = new HashMap<>();

		private ElkNode root = graph();

		private Engine(Diagram diagram, List<Box> boxes) {
			this.diagram = diagram;
			this.boxes = boxes;
			boxes.forEach((box) -> this.byName.put(box.entity().name(), box));
		}

		private DiagramLayout layout() {
			begin();
			for (Relationship relationship : this.diagram.relationships()) {
				ElkGraphUtil.createSimpleEdge(node(relationship.parent()), node(relationship.child()));
			}
			run();
			Map<String, Double> columns = new HashMap<>();
			this.nodes.forEach((name, node) -> columns.put(name, node.getX()));
			begin();
			List<End> ends = new ArrayList<>();
			for (Relationship relationship : this.diagram.relationships()) {
				double parent = Objects.requireNonNull(columns.get(relationship.parent()));
				double child = Objects.requireNonNull(columns.get(relationship.child()));
				ends.add(new End(relationship, parent <= child, child <= parent));
			}
			List<ElkEdge> edges = connect(ends);
			run();
			return result(ends, edges);
		}

		/** On which sides a foreign key's line ends. */
		private record End(Relationship relationship, boolean parentOnRight, boolean childOnRight) {
		}

		/** A place at the edge of a table where lines of one kind end. */
		private record Place(String table, String column, boolean right, String kind) {
		}

		/** One side of a column's row. */
		private record Row(String table, String column, boolean right) {
		}

		private List<ElkEdge> connect(List<End> ends) {
			Map<Place, ElkPort> ports = new LinkedHashMap<>();
			for (End end : ends) {
				ports.put(parentPlace(end), ElkGraphUtil.createPort(null));
				ports.put(childPlace(end), ElkGraphUtil.createPort(null));
			}
			Map<Row, List<ElkPort>> rows = new LinkedHashMap<>();
			ports.forEach((place, port) -> {
				port.setParent(node(place.table()));
				port.setProperty(LayeredOptions.PORT_SIDE, place.right() ? PortSide.EAST : PortSide.WEST);
				rows.computeIfAbsent(new Row(place.table(), place.column(), place.right()), (row) -> new ArrayList<>())
					.add(port);
			});
			rows.forEach((row, sharing) -> {
				Box box = box(row.table());
				int distance = (sharing.size() == 1) ? 0 : Math.min(SPREAD, ROW * 4 / 5 / (sharing.size() - 1));
				int y = box.rowY(row.column()) - distance * (sharing.size() - 1) / 2;
				for (ElkPort port : sharing) {
					port.setLocation(row.right() ? box.width() : 0, y);
					y += distance;
				}
			});
			List<ElkEdge> edges = new ArrayList<>();
			for (End end : ends) {
				ElkPort parent = Objects.requireNonNull(ports.get(parentPlace(end)));
				ElkPort child = Objects.requireNonNull(ports.get(childPlace(end)));
				edges.add(end.parentOnRight() ? ElkGraphUtil.createSimpleEdge(parent, child)
						: ElkGraphUtil.createSimpleEdge(child, parent));
			}
			return edges;
		}

		private static Place parentPlace(End end) {
			Relationship relationship = end.relationship();
			return new Place(relationship.parent(), relationship.parentColumns().get(0), end.parentOnRight(),
					relationship.optional() ? "parent of some" : "parent of all");
		}

		private static Place childPlace(End end) {
			return new Place(end.relationship().child(), end.relationship().childColumns().get(0), end.childOnRight(),
					"child");
		}

		private DiagramLayout result(List<End> ends, List<ElkEdge> edges) {
			List<Box> placed = this.boxes.stream().map((box) -> {
				ElkNode node = node(box.entity().name());
				return box.at(node.getX(), node.getY());
			}).toList();
			List<Route> routes = new ArrayList<>();
			for (int i = 0; i < ends.size(); i++) {
				End end = ends.get(i);
				List<Point> points = points(edges.get(i));
				if (!end.parentOnRight()) {
					Collections.reverse(points);
				}
				List<Point> junctions = edges.get(i)
					.getProperty(LayeredOptions.JUNCTION_POINTS)
					.stream()
					.map((junction) -> rounded(junction.x, junction.y))
					.toList();
				routes.add(new Route(end.relationship(), points, junctions, end.parentOnRight(), end.childOnRight()));
			}
			int width = Math.max((int) Math.ceil(this.root.getWidth()), LEGEND_WIDTH + 2 * MARGIN);
			int height = (int) Math.ceil(this.root.getHeight()) + LEGEND;
			return new DiagramLayout(placed, routes, width, height);
		}

		private static List<Point> points(ElkEdge edge) {
			ElkEdgeSection section = edge.getSections().get(0);
			List<Point> points = new ArrayList<>();
			points.add(rounded(section.getStartX(), section.getStartY()));
			section.getBendPoints().forEach((bend) -> points.add(rounded(bend.getX(), bend.getY())));
			points.add(rounded(section.getEndX(), section.getEndY()));
			return points;
		}

		private static Point rounded(double x, double y) {
			return new Point(Math.round(x), Math.round(y));
		}

		private void begin() {
			this.root = graph();
			this.nodes.clear();
			for (Box box : this.boxes) {
				ElkNode node = ElkGraphUtil.createNode(this.root);
				node.setDimensions(box.width(), box.height());
				node.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_POS);
				node.setProperty(LayeredOptions.ALIGNMENT, Alignment.LEFT);
				this.nodes.put(box.entity().name(), node);
			}
		}

		private void run() {
			// Without it ELK cannot copy the defaults of its options.
			LayoutMetaDataService.getInstance();
			new LayeredLayoutProvider().layout(this.root, new BasicProgressMonitor());
		}

		private ElkNode node(String table) {
			return Objects.requireNonNull(this.nodes.get(table));
		}

		private Box box(String table) {
			return Objects.requireNonNull(this.byName.get(table));
		}

		private static ElkNode graph() {
			ElkNode graph = ElkGraphUtil.createGraph();
			graph.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
			graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
			graph.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
			graph.setProperty(LayeredOptions.PADDING, new ElkPadding(MARGIN));
			graph.setProperty(LayeredOptions.RANDOM_SEED, 1);
			graph.setProperty(LayeredOptions.THOROUGHNESS, 100);
			graph.setProperty(LayeredOptions.SPACING_NODE_NODE, 32.0);
			graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 80.0);
			// Room for what stands at the ends of a line.
			graph.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 28.0);
			graph.setProperty(LayeredOptions.SPACING_NODE_SELF_LOOP, 28.0);
			graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 12.0);
			graph.setProperty(LayeredOptions.SPACING_EDGE_NODE, 16.0);
			graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 12.0);
			graph.setProperty(LayeredOptions.SPACING_COMPONENT_COMPONENT, 40.0);
			graph.setProperty(LayeredOptions.ASPECT_RATIO, 1.6);
			return graph;
		}

	}

}
