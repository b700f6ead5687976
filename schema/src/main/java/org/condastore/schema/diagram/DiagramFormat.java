package org.condastore.schema.diagram;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a diagram can be written as. The same diagram gives the same bytes each time. */
public enum DiagramFormat {

	/** A picture made of pixels, two for each of the SVG's units. */
	PNG("png"),

	/** A picture made of lines and text. */
	SVG("svg"),

	/** Text for <a href="https://mermaid.js.org">Mermaid</a>, which GitHub shows. */
	MERMAID("mmd"),

	/** Text for <a href="https://plantuml.com">PlantUML</a>. */
	PLANTUML("puml"),

	/** Text for <a href="https://graphviz.org">Graphviz</a>. */
	DOT("dot");

	private final String ending;

	DiagramFormat(String ending) {
		this.ending = ending;
	}

	/**
	 * The format that a file's ending asks for.
	 * @param file upper and lower case are the same
	 * @return the format; empty if the ending belongs to none
	 */
	public static Optional<DiagramFormat> of(Path file) {
		String name = String.valueOf(file.getFileName());
		return Arrays.stream(values()).filter((format) -> {
			String end = "." + format.ending;
			return name.regionMatches(true, name.length() - end.length(), end, 0, end.length());
		}).findFirst();
	}

	/** The endings of all formats, with their dots. */
	public static List<String> endings() {
		return Arrays.stream(values()).map((format) -> "." + format.ending).toList();
	}

	/**
	 * Writes a diagram.
	 * @return the file's content; text is UTF-8
	 */
	public byte[] write(Diagram diagram) {
		return switch (this) {
			case PNG -> PngCanvas.picture(DiagramLayout.of(diagram));
			case SVG -> SvgCanvas.picture(DiagramLayout.of(diagram)).getBytes(StandardCharsets.UTF_8);
			case MERMAID -> MermaidWriter.text(diagram).getBytes(StandardCharsets.UTF_8);
			case PLANTUML -> PlantUmlWriter.text(diagram).getBytes(StandardCharsets.UTF_8);
			case DOT -> DotWriter.text(diagram).getBytes(StandardCharsets.UTF_8);
		};
	}

}
