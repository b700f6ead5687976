package org.condastore.schema.diagram;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

import org.condastore.schema.catalog.Catalog;
import org.condastore.schema.catalog.Catalog.Action;
import org.condastore.schema.catalog.CatalogReader;
import org.condastore.schema.diagram.Canvas.Point;
import org.condastore.schema.diagram.Diagram.Attribute;
import org.condastore.schema.diagram.Diagram.Entity;
import org.condastore.schema.diagram.Diagram.Relationship;
import org.condastore.schema.diagram.DiagramLayout.Box;
import org.condastore.schema.diagram.DiagramLayout.Route;
import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Diagrams of conda-store's tables and of strange ones. With
 * {@code -Ddiagrams.update=true} the golden files are written anew.
 */
class DiagramTest {

	private static final Path GOLDEN = Path.of("src/test/resources/org/condastore/schema/diagram");

	/**
	 * What a name can hold, a circle, a table that refers to itself, and a shared key.
	 */
	private static final String STRANGE = """
			CREATE TABLE celery_taskmeta (id integer PRIMARY KEY);
			CREATE TABLE kombu_queue (id integer PRIMARY KEY);
			CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
			CREATE SCHEMA elsewhere;
			CREATE TABLE elsewhere.house (id integer PRIMARY KEY);
			CREATE TABLE "a <b> & ""c"" d" ("x y" integer, "größe €" numeric(10,2), PRIMARY KEY ("x y", "größe €"));
			CREATE TABLE one (id integer PRIMARY KEY REFERENCES elsewhere.house,
				boss integer REFERENCES one ON DELETE SET NULL,
				"x y" integer NOT NULL, size numeric(10,2) NOT NULL,
				FOREIGN KEY ("x y", size) REFERENCES "a <b> & ""c"" d" ON UPDATE CASCADE);
			CREATE TABLE two (id integer PRIMARY KEY REFERENCES one ON DELETE CASCADE, at timestamptz);
			ALTER TABLE "a <b> & ""c"" d" ADD COLUMN two integer REFERENCES two;
			CREATE TABLE bare ();
			""";

	private static Catalog catalog(TestDatabase database) {
		return new CatalogReader(database.sql()).read("public");
	}

	private static Diagram head(TestServer server) {
		try (TestDatabase database = TestDatabase.atHead(server)) {
			return Diagram.of(catalog(database));
		}
	}

	private static Diagram strange() {
		try (TestDatabase database = TestDatabase.empty(TestServer.POSTGRES_15)) {
			database.load(STRANGE);
			return Diagram.of(catalog(database));
		}
	}

	@OnEachServer
	void textsOfHead(TestServer server) throws IOException {
		Diagram head = head(server);
		assertGolden(head, DiagramFormat.MERMAID, "head.mmd");
		assertGolden(head, DiagramFormat.PLANTUML, "head.puml");
		assertGolden(head, DiagramFormat.DOT, "head.dot");
	}

	@Test
	void textsOfStrangeTables() throws IOException {
		Diagram strange = strange();
		assertGolden(strange, DiagramFormat.MERMAID, "strange.mmd");
		assertGolden(strange, DiagramFormat.PLANTUML, "strange.puml");
		assertGolden(strange, DiagramFormat.DOT, "strange.dot");
	}

	@OnEachServer
	void picturesAreTheSameEachTime(TestServer server) throws Exception {
		Diagram head = head(server);
		byte[] svg = DiagramFormat.SVG.write(head);
		assertThat(DiagramFormat.SVG.write(head)).isEqualTo(svg);
		byte[] png = DiagramFormat.PNG.write(head);
		assertThat(DiagramFormat.PNG.write(head)).isEqualTo(png);
		DiagramLayout layout = DiagramLayout.of(head);
		assertThat(layout.width()).isBetween(800, 1800);
		assertThat(layout.height()).isBetween(600, 1600);
		assertThat(document(svg).getDocumentElement().getAttribute("width")).isEqualTo(String.valueOf(layout.width()));
		BufferedImage image = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
		assertThat(image.getWidth()).isEqualTo(2 * layout.width());
		assertThat(image.getHeight()).isEqualTo(2 * layout.height());
		Box build = box(layout, "build");
		assertThat(image.getRGB(2 * build.x() + 6, 2 * build.y() + 6) & 0xffffff).isEqualTo(0x2f5d8a);
		assertThat(image.getRGB(1, 1) & 0xffffff).isEqualTo(0xffffff);
	}

	@Test
	void everyNameStandsInTheSvg() throws Exception {
		Diagram strange = strange();
		String text = document(DiagramFormat.SVG.write(strange)).getDocumentElement().getTextContent();
		for (Entity entity : strange.entities()) {
			assertThat(text).contains(entity.name());
			entity.attributes().forEach((attribute) -> assertThat(text).contains(attribute.name(), attribute.type()));
		}
	}

	@OnEachServer
	void noBoxIsInTheWay(TestServer server) {
		assertNothingOverlaps(head(server));
	}

	@Test
	void noStrangeBoxIsInTheWay() {
		assertNothingOverlaps(strange());
	}

	@Test
	void aDiagramOfNothing() {
		Diagram empty = new Diagram(List.of(), List.of());
		assertThat(DiagramLayout.of(empty).boxes()).isEmpty();
		assertThat(DiagramFormat.PNG.write(empty)).isNotEmpty();
	}

	@Test
	void whatAConnectionMeans() {
		Diagram strange = strange();
		assertThat(strange.entities()).extracting(Entity::name)
			.containsExactly("a <b> & \"c\" d", "bare", "one", "two");
		assertThat(strange.relationships())
			.extracting(Relationship::child, Relationship::parent, Relationship::optional, Relationship::one,
					Relationship::onDelete, Relationship::label)
			.containsExactlyInAnyOrder(tuple("a <b> & \"c\" d", "two", true, false, Action.NO_ACTION, "two"),
					tuple("one", "one", true, false, Action.SET_NULL, "boss, on delete set null"),
					tuple("one", "a <b> & \"c\" d", false, false, Action.NO_ACTION, "x y, size, on update cascade"),
					tuple("two", "one", false, true, Action.CASCADE, "id, on delete cascade"));
		assertThat(strange.entity("one").orElseThrow().attributes().get(0))
			.isEqualTo(new Attribute("id", "integer", false, true, true, false));
		assertThat(strange.entity("two").orElseThrow().attributes().get(1))
			.isEqualTo(new Attribute("at", "timestamptz", true, false, false, false));
	}

	@Test
	void aroundATable() {
		Diagram head = head(TestServer.POSTGRES_15);
		assertThat(names(head.around("worker", 5))).containsExactly("worker");
		assertThat(names(head.around("environment", 0))).containsExactly("environment");
		assertThat(names(head.around("environment", 1))).containsExactly("build", "environment", "namespace");
		assertThat(head.around("environment", 1).relationships()).hasSize(3);
		assertThat(names(head.around("environment", 2))).containsExactly("build", "build_artifact",
				"build_conda_package_build", "environment", "namespace", "namespace_role_mapping",
				"namespace_role_mapping_v2", "specification");
		assertThat(names(head.around("environment", Integer.MAX_VALUE))).hasSize(13);
		assertThatIllegalArgumentException().isThrownBy(() -> head.around("nothing", 1));
		assertThatIllegalArgumentException().isThrownBy(() -> head.around("worker", -1));
	}

	@Test
	void withoutTables() {
		Diagram head = head(TestServer.POSTGRES_15);
		assertThat(names(head)).contains("build").doesNotContain("alembic_version");
		assertThat(names(head.without(List.of("conda_*", "work?r", "Build", "solve.*")))).containsExactly("build",
				"build_artifact", "build_conda_package_build", "environment", "keyvaluestore", "namespace",
				"namespace_role_mapping", "namespace_role_mapping_v2", "solve", "solve_conda_package_build",
				"specification");
		assertThat(names(head.without(List.of("build")).around("environment", 9))).doesNotContain("specification");
	}

	@Test
	void endingsOfFiles() {
		assertThat(DiagramFormat.of(Path.of("docs/Schema.PNG"))).contains(DiagramFormat.PNG);
		assertThat(DiagramFormat.of(Path.of("schema.png.mmd"))).contains(DiagramFormat.MERMAID);
		assertThat(DiagramFormat.of(Path.of("png"))).isEmpty();
		assertThat(DiagramFormat.of(Path.of("schema.pdf"))).isEmpty();
		assertThat(DiagramFormat.endings()).containsExactly(".png", ".svg", ".mmd", ".puml", ".dot");
	}

	private static List<String> names(Diagram diagram) {
		return diagram.entities().stream().map(Entity::name).toList();
	}

	private static Box box(DiagramLayout layout, String name) {
		return layout.boxes().stream().filter((box) -> box.entity().name().equals(name)).findFirst().orElseThrow();
	}

	private static void assertGolden(Diagram diagram, DiagramFormat format, String file) throws IOException {
		String actual = new String(format.write(diagram), StandardCharsets.UTF_8);
		if (Boolean.getBoolean("diagrams.update")) {
			Files.writeString(GOLDEN.resolve(file), actual);
		}
		assertThat(actual).as(file).isEqualTo(Files.readString(GOLDEN.resolve(file)));
	}

	private static Document document(byte[] svg) throws Exception {
		return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
	}

	/** Boxes are apart and inside, and lines end at their rows and cross no box. */
	private static void assertNothingOverlaps(Diagram diagram) {
		DiagramLayout layout = DiagramLayout.of(diagram);
		List<Box> boxes = layout.boxes();
		assertThat(boxes).hasSameSizeAs(diagram.entities());
		assertThat(layout.routes()).hasSameSizeAs(diagram.relationships());
		for (int i = 0; i < boxes.size(); i++) {
			Box box = boxes.get(i);
			assertThat(box.x()).isNotNegative();
			assertThat(box.y()).isNotNegative();
			assertThat(box.x() + box.width()).isLessThanOrEqualTo(layout.width());
			assertThat(box.y() + box.height()).isLessThanOrEqualTo(layout.height() - DiagramLayout.LEGEND);
			for (Box other : boxes.subList(i + 1, boxes.size())) {
				assertThat(touches(box, other.x(), other.y(), other.x() + other.width(), other.y() + other.height()))
					.as("%s and %s", box, other)
					.isFalse();
			}
		}
		for (Route route : layout.routes()) {
			List<Point> points = route.points();
			assertEndsAtRow(points.get(0), box(layout, route.relationship().parent()),
					route.relationship().parentColumns().get(0), route.parentOnRight());
			assertEndsAtRow(points.get(points.size() - 1), box(layout, route.relationship().child()),
					route.relationship().childColumns().get(0), route.childOnRight());
			// A foot and a circle are 20 long.
			assertThat(Math.abs(points.get(1).x() - points.get(0).x())).as("begin of %s", route).isGreaterThan(20);
			assertThat(Math.abs(points.get(points.size() - 1).x() - points.get(points.size() - 2).x()))
				.as("end of %s", route)
				.isGreaterThan(20);
			for (int i = 1; i < points.size(); i++) {
				Point from = points.get(i - 1);
				Point to = points.get(i);
				assertThat(from.x() == to.x() || from.y() == to.y()).as("straight: %s", route).isTrue();
				assertThat(boxes).noneMatch((box) -> touches(box, Math.min(from.x(), to.x()),
						Math.min(from.y(), to.y()), Math.max(from.x(), to.x()), Math.max(from.y(), to.y())));
			}
		}
	}

	private static void assertEndsAtRow(Point end, Box box, String column, boolean right) {
		int row = box.entity().attributes().stream().map(Attribute::name).toList().indexOf(column);
		double top = box.y() + DiagramLayout.HEADER + (double) row * DiagramLayout.ROW;
		assertThat(end.x()).isEqualTo(right ? box.x() + box.width() : box.x());
		assertThat(end.y()).isBetween(top, top + DiagramLayout.ROW);
	}

	/**
	 * Whether the inside of a box and a rectangle, which may be a line, share a point.
	 */
	private static boolean touches(Box box, double left, double top, double right, double bottom) {
		return left < box.x() + box.width() && right > box.x() && top < box.y() + box.height() && bottom > box.y();
	}

}
