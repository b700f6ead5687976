package org.condastore.shell.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.condastore.shell.output.Format;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.OutputSettings;
import org.condastore.shell.output.Rows;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SqlViewsTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			int4         | -7                              | -7
			int8         | 9223372036854775807             | 9223372036854775807
			serial       | 1                               | 1
			oid          | 4294967295                      | 4294967295
			numeric      | 123456789012345678901234567.890 | 123456789012345678901234567.890
			numeric      | NaN                             | "NaN"
			numeric      | Infinity                        | "Infinity"
			float8       | 0.1                             | 0.1
			float8       | 1e-07                           | 1.0E-7
			float8       | -Infinity                       | "-Infinity"
			bool         | t                               | true
			bool         | f                               | false
			json         | {"b":  1, "a": [null]}          | {"b":1,"a":[null]}
			jsonb        | "text"                          | "text"
			text         | t                               | "t"
			varchar      | 12                              | "12"
			bytea        | \\x00ff                         | "\\\\x00ff"
			timestamp    | 2024-09-01 20:51:16.865995      | "2024-09-01T20:51:16.865995"
			timestamp    | 0044-03-15 12:00:00 BC          | "0044-03-15 12:00:00 BC"
			timestamp    | infinity                        | "infinity"
			timestamptz  | 2024-09-01 20:51:16+00          | "2024-09-01T20:51:16Z"
			timestamptz  | 2024-01-01 01:00:00.5+05:30     | "2023-12-31T19:30:00.5Z"
			timestamptz  | 1890-01-01 00:00:00-00:01:15    | "1890-01-01T00:01:15Z"
			timestamptz  | -infinity                       | "-infinity"
			timestamptz  | 10000-01-01 00:00:00+00         | "10000-01-01 00:00:00+00"
			date         | 2024-02-29                      | "2024-02-29"
			time         | 24:00:00                        | "24:00:00"
			interval     | 1 day 02:00:00                  | "1 day 02:00:00"
			uuid         | 0b5d9e3c-0000-4000-8000-000000000000 | "0b5d9e3c-0000-4000-8000-000000000000"
			record       | (1,"a b")                       | "(1,\\"a b\\")"
			_int4        | {}                              | []
			_int4        | {1,NULL,-3}                     | [1,null,-3]
			_int4        | [0:1]={1,2}                     | [1,2]
			_int4        | {{1,2},{3,4}}                   | [[1,2],[3,4]]
			_float8      | {NaN,1e+30,2}                   | ["NaN",1.0E+30,2]
			_bool        | {t,f,NULL}                      | [true,false,null]
			_text        | {a,"NULL",NULL,"",";"}          | ["a","NULL",null,"",";"]
			_text        | {"a \\"b\\" \\\\ ,{}","null"}   | ["a \\"b\\" \\\\ ,{}","null"]
			_json        | {"{\\"a\\": [1, 2]}","null"}    | [{"a":[1,2]},null]
			_timestamptz | {"2024-01-01 00:00:00+00"}      | ["2024-01-01T00:00:00Z"]
			_box         | {(1,1),(0,0);(2,2),(1,1)}       | ["(1,1),(0,0)","(2,2),(1,1)"]
			""")
	void everyTypeHasItsPlaceInJson(String type, String value, String json) {
		assertThat(ndjson(List.of(new ResultColumn("v", type)), value)).isEqualTo("{\"v\":" + json + "}\n");
	}

	@ParameterizedTest
	@CsvSource({ "int4", "numeric", "bool", "json", "text", "timestamptz", "_int4" })
	void nullIsNull(String type) {
		assertThat(ndjson(List.of(new ResultColumn("v", type)), (String) null)).isEqualTo("{\"v\":null}\n");
	}

	@Test
	void aResultWithoutColumnsHasRows() {
		assertThat(ndjson(List.of())).isEqualTo("{}\n");
	}

	private static String ndjson(List<ResultColumn> columns, @Nullable String... row) {
		ByteArrayOutputStream screen = new ByteArrayOutputStream();
		Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), screen, screen, TerminalFacts.NONE);
		OutputSettings settings = new OutputSettings();
		settings.format(Format.NDJSON);
		Output out = new Output(streams, settings, Clock.systemUTC());
		List<@Nullable String[]> rows = new ArrayList<>();
		rows.add(row);
		out.list(Rows.of(rows), SqlViews.of(columns));
		out.flush();
		return screen.toString(StandardCharsets.UTF_8);
	}

}
