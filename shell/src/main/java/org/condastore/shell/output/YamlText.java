package org.condastore.shell.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Optional;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * YAML in block style, written as it comes. Text is quoted whenever a reader of YAML 1.1
 * or 1.2 could take it for something else, and characters that must not reach a screen
 * are written as escapes, wherever the text goes.
 */
public final class YamlText {

	/** What a resolver of YAML 1.1 takes for text but another reader may not. */
	private static final Pattern DOUBTFUL = Pattern.compile("[yYnN]|[-+]?0[ox].*|[-+]?[0-9._]*[0-9][0-9._eE+-]*");

	private static final Resolver RESOLVER = new Resolver();

	private static final ImplicitTuple PLAIN = new ImplicitTuple(true, false);

	private static final ImplicitTuple QUOTED = new ImplicitTuple(false, true);

	private static final ImplicitTuple EITHER = new ImplicitTuple(true, true);

	private final Emitter emitter;

	YamlText(Sink sink) {
		DumperOptions options = new DumperOptions();
		options.setWidth(Integer.MAX_VALUE);
		options.setSplitLines(false);
		options.setAllowUnicode(true);
		this.emitter = new Emitter(new Escaping(sink), options);
	}

	/**
	 * Rewrites JSON as a YAML document in block style, members in the same order.
	 * @param json JSON as it is stored
	 * @return the document, or empty if the text is not JSON
	 */
	public static Optional<String> ofJson(String json) {
		if (!JsonText.valid(json)) {
			return Optional.empty();
		}
		CapturedText document = new CapturedText();
		YamlText yaml = new YamlText(document);
		yaml.startDocument();
		yaml.json(json);
		yaml.endDocument();
		return Optional.of(document.toString());
	}

	void startDocument() {
		emit(new StreamStartEvent(null, null));
		emit(new DocumentStartEvent(null, null, false, null, null));
	}

	void endDocument() {
		emit(new DocumentEndEvent(null, null, false));
		emit(new StreamEndEvent(null, null));
	}

	void startSequence() {
		emit(new SequenceStartEvent(null, null, true, null, null, FlowStyle.BLOCK));
	}

	void endSequence() {
		emit(new SequenceEndEvent(null, null));
	}

	void startMapping() {
		emit(new MappingStartEvent(null, null, true, null, null, FlowStyle.BLOCK));
	}

	void endMapping() {
		emit(new MappingEndEvent(null, null));
	}

	/** Text, quoted if it needs to be. */
	void text(String text) {
		boolean plain = RESOLVER.resolve(NodeId.scalar, text, true).equals(Tag.STR)
				&& !DOUBTFUL.matcher(text).matches();
		emit(new ScalarEvent(null, null, plain ? EITHER : QUOTED, text, null, null, style(text)));
	}

	/** What YAML reads as something else than text. */
	void plain(String text) {
		emit(new ScalarEvent(null, null, PLAIN, text, null, null, ScalarStyle.PLAIN));
	}

	/** A decimal number, or what Java calls NaN and Infinity. */
	void number(String number) {
		plain(switch (number) {
			case "NaN" -> ".nan";
			case "Infinity" -> ".inf";
			case "-Infinity" -> "-.inf";
			default -> number;
		});
	}

	/** Stored JSON, nested; text if it is not JSON after all. */
	void json(String stored) {
		if (!JsonText.valid(stored)) {
			text(stored);
			return;
		}
		try (JsonParser parser = JsonText.parser(stored)) {
			for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
				switch (token) {
					case START_OBJECT -> startMapping();
					case END_OBJECT -> endMapping();
					case START_ARRAY -> startSequence();
					case END_ARRAY -> endSequence();
					case PROPERTY_NAME, VALUE_STRING -> text(parser.getString());
					default -> plain(parser.getString());
				}
			}
		}
	}

	private static ScalarStyle style(String text) {
		boolean lines = false;
		for (int i = 0; i < text.length();) {
			int codePoint = text.codePointAt(i);
			if (codePoint == '\n') {
				lines = true;
			}
			else if (Visible.unsafe(codePoint)) {
				return ScalarStyle.DOUBLE_QUOTED;
			}
			i += Character.charCount(codePoint);
		}
		return lines ? ScalarStyle.LITERAL : ScalarStyle.PLAIN;
	}

	private void emit(Event event) {
		try {
			this.emitter.emit(event);
		}
		catch (IOException exception) {
			throw new UncheckedIOException(exception);
		}
	}

	/**
	 * The emitter lets some characters pass inside double quotes, the only place where
	 * they can occur here; the escape means the same.
	 */
	private static final class Escaping extends Writer {

		private final Sink sink;

		Escaping(Sink sink) {
			this.sink = sink;
		}

		@Override
		public void write(char[] text, int offset, int length) {
			escape(new String(text, offset, length));
		}

		@Override
		public void write(String text, int offset, int length) {
			escape(text.substring(offset, offset + length));
		}

		private void escape(String text) {
			if (harmless(text)) {
				this.sink.write(text);
				return;
			}
			for (int i = 0; i < text.length();) {
				int codePoint = text.codePointAt(i);
				if (codePoint != '\n' && Visible.unsafe(codePoint)) {
					this.sink.write(((codePoint > 0xFFFF) ? "\\U%08x" : "\\u%04x").formatted(codePoint));
				}
				else if (codePoint > 0xFFFF) {
					this.sink.write(Character.toString(codePoint));
				}
				else {
					this.sink.write(codePoint);
				}
				i += Character.charCount(codePoint);
			}
		}

		private static boolean harmless(String text) {
			for (int i = 0; i < text.length(); i++) {
				if (text.charAt(i) >= 0x7F) {
					return false;
				}
			}
			return true;
		}

		@Override
		public void flush() {
			this.sink.flush();
		}

		@Override
		public void close() {
			this.sink.close();
		}

	}

}
