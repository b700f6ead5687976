package org.condastore.shell.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What programs read is what was stored, whatever it was. */
class RoundTripTest {

	private static final View<String> VIEW = View.<String>of("texts")
		.text("plain", (text) -> text)
		.texts("list", (text) -> List.of(text, text))
		.json("json", (text) -> JsonMapper.shared().writeValueAsString(Map.of(text, List.of(text))))
		.text("last", (text) -> text);

	@Test
	void json() {
		RandomText random = new RandomText("RoundTripTest.json");
		for (int i = 0; i < 1000; i++) {
			String text = random.nextStorable();
			assertThat(JsonMapper.shared().readValue(written(Format.JSON, text), Object.class))
				.isEqualTo(List.of(expected(text)));
			String line = written(Format.NDJSON, text);
			assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
			assertThat(JsonMapper.shared().readValue(line, Object.class)).isEqualTo(expected(text));
		}
	}

	@Test
	void yaml() {
		RandomText random = new RandomText("RoundTripTest.yaml");
		Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
		for (int i = 0; i < 1000; i++) {
			String text = random.nextStorable();
			String written = written(Format.YAML, text);
			assertThat(yaml.<Object>load(written)).describedAs(written).isEqualTo(List.of(expected(text)));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "yes", "no", "on", "y", "n", "null", "~", "", "true", "1", "1.0", "1e5", "0o14", "0x1F",
			"014", "1_000", "12:30:45", "2024-09-01", "2024-09-01T20:51:16Z", ".inf", "-", "=", "<<", " blank",
			"blank ", "# no", "a: b", "- a", "@a", "%a", "one\ntwo\n", "one\n\n  two", "\n", "\ttab", "null\n" })
	void yamlTextIsNeverSomethingElse(String text) {
		Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
		assertThat(yaml.<Object>load(written(Format.YAML, text))).isEqualTo(List.of(expected(text)));
	}

	@Test
	void yamlOfSeveralLinesIsReadable() {
		assertThat(YamlText.ofJson("""
				{"name": "train", "prefix": null, "variables": {"SCRIPT": "set -e\\nmake\\n", "DEBUG": "yes"},
				 "dependencies": ["python=3.10", {"pip": []}], "big": 12345678901234567890, "on": true}
				""")).isEqualTo(Optional.of("""
				name: train
				prefix: null
				variables:
				  SCRIPT: |
				    set -e
				    make
				  DEBUG: 'yes'
				dependencies:
				- python=3.10
				- pip: []
				big: 12345678901234567890
				'on': true
				"""));
		assertThat(YamlText.ofJson("{\"name\": ")).isEmpty();
		assertThat(YamlText.ofJson("{} {}")).isEmpty();
		assertThat(YamlText.ofJson("")).isEmpty();
	}

	@Test
	void csv() {
		RandomText random = new RandomText("RoundTripTest.csv");
		for (int i = 0; i < 1000; i++) {
			String text = random.nextStorable();
			List<List<String>> lines = readCsv(written(Format.CSV, text));
			assertThat(lines).hasSize(2);
			assertThat(lines.get(0)).containsExactly("plain", "list", "json", "last");
			assertThat(lines.get(1)).hasSize(4).startsWith(text).endsWith(text);
			assertThat(JsonMapper.shared().readValue(lines.get(1).get(1), Object.class)).isEqualTo(List.of(text, text));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{", "{\"a\":}", "[1,]", "nul", "1 2", "{\"a\":1}}", "01", "\"\n\"", "NaN" })
	void whatIsNotJsonIsText(String stored) {
		View<String> view = View.<String>of("texts").json("json", (text) -> text);
		Screen screen = Screen.pipe().format(Format.NDJSON);
		screen.output.show(stored, view);
		assertThat(JsonMapper.shared().readValue(screen.out(), Object.class)).isEqualTo(Map.of("json", stored));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "-0.10", "1E+400", "123456789012345678901234567890", "\"a\"", "null", "[]",
			"{\"b\":1,\"a\":[{}],\"b\":2}" })
	void storedJsonIsNotTouched(String stored) {
		View<String> view = View.<String>of("texts").json("json", (text) -> text);
		Screen screen = Screen.pipe().format(Format.NDJSON);
		screen.output.show(stored, view);
		assertThat(screen.out()).isEqualTo("{\"json\":" + stored + "}\n");
	}

	@Test
	void jsonThatIsTooDeepIsText() {
		String deep = "[".repeat(5000) + "]".repeat(5000);
		View<String> view = View.<String>of("texts").json("json", (text) -> text);
		Screen screen = Screen.pipe().format(Format.NDJSON);
		screen.output.show(deep, view);
		assertThat(screen.out()).isEqualTo("{\"json\":\"" + deep + "\"}\n");
	}

	private static String written(Format format, String text) {
		Screen screen = Screen.pipe().format(format);
		screen.output.list(Rows.of(List.of(text)), VIEW);
		return screen.out();
	}

	private static Map<String, Object> expected(String text) {
		Map<String, Object> expected = new LinkedHashMap<>();
		expected.put("plain", text);
		expected.put("list", List.of(text, text));
		expected.put("json", Map.of(text, List.of(text)));
		expected.put("last", text);
		return expected;
	}

	/** RFC 4180, as plainly as possible. */
	private static List<List<String>> readCsv(String csv) {
		List<List<String>> lines = new ArrayList<>();
		List<String> line = new ArrayList<>();
		StringBuilder field = new StringBuilder();
		boolean quoted = false;
		for (int i = 0; i < csv.length(); i++) {
			char c = csv.charAt(i);
			if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
				field.append(c);
				i++;
			}
			else if (c == '"') {
				quoted = !quoted;
			}
			else if (quoted || (c != ',' && c != '\n')) {
				field.append(c);
			}
			else {
				line.add(field.toString());
				field.setLength(0);
				if (c == '\n') {
					lines.add(line);
					line = new ArrayList<>();
				}
			}
		}
		return lines;
	}

}
