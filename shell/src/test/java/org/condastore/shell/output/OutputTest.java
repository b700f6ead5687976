package org.condastore.shell.output;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutputTest {

	private record Artifact(String name, long bytes) {
	}

	private record Build(long id, String environment, @Nullable Long size, @Nullable Instant endedOn,
			@Nullable Duration took, boolean pinned, @Nullable String info, @Nullable String stored,
			List<String> channels, List<Artifact> artifacts) {
	}

	private static final View<Artifact> ARTIFACTS = View.<Artifact>of("artifacts")
		.text("name", Artifact::name)
		.bytes("size", Artifact::bytes);

	private static final View<Build> BUILDS = View.<Build>of("builds")
		.number("id", Build::id)
		.text("environment", Build::environment)
		.bytes("size", Build::size)
		.time("ended_on", Build::endedOn)
		.duration("took", Build::took)
		.flag("pinned", Build::pinned)
		.text("info", Build::info)
		.json("specification", Build::stored)
		.notInTable()
		.texts("channels", Build::channels)
		.rows("artifacts", Build::artifacts, ARTIFACTS)
		.notInTable();

	private static final Build DONE = new Build(7, "data/train", 3_675_771_948L,
			Instant.parse("2024-09-01T20:51:16.865995Z"), Duration.ofSeconds(723), true, "ok",
			"{\"name\":\"train\",\"deps\":[1,2.50,null]}", List.of("conda-forge", "main"),
			List.of(new Artifact("numpy", 2048), new Artifact("naïve", 1)));

	private static final Build FAILED = new Build(12, "日本/x", null, Instant.parse("2026-11-22T11:55:00Z"), null, false,
			"first line\n\u001b[31mred\t\u202e, \"quoted\"", "not json", List.of(), List.of());

	@Test
	void table() {
		assertThat(list(Format.TABLE, DONE, FAILED)).isEqualTo(
				"""
						ID  ENVIRONMENT     SIZE  ENDED_ON       TOOK  PINNED  INFO                                         CHANNELS
						 7  data/train   3.4 GiB  2024-09-01  12m 3s  yes     ok                                           conda-forge, main
						12  日本/x                5m ago              no      first line\\n\\e[31mred\\t\\u202e, "quoted"
						"""
					.replace("       TOOK", "      TOOK")
					.replace("                                         CHANNELS",
							"                                     CHANNELS")
					.replace("ok                                           conda",
							"ok                                       conda"));
	}

	@Test
	void vertical() {
		assertThat(list(Format.VERTICAL, DONE, FAILED)).isEqualTo("""
				id:            7
				environment:   data/train
				size:          3675771948 (3.4 GiB)
				ended_on:      2024-09-01T20:51:16.865995Z (2y ago)
				took:          723s (12m 3s)
				pinned:        yes
				info:          ok
				specification: {
				                 "name": "train",
				                 "deps": [
				                   1,
				                   2.50,
				                   null
				                 ]
				               }
				channels:      conda-forge
				               main
				artifacts:
				  NAME      SIZE
				  numpy  2.0 KiB
				  naïve      1 B

				id:            12
				environment:   日本/x
				size:
				ended_on:      2026-11-22T11:55:00Z (5m ago)
				took:
				pinned:        no
				info:          first line
				               \\e[31mred\\t\\u202e, "quoted"
				specification: not json
				channels:
				artifacts:     no artifacts
				""");
	}

	@Test
	void json() {
		assertThat(list(Format.JSON, DONE, FAILED)).isEqualTo("""
				[
				  {
				    "id": 7,
				    "environment": "data/train",
				    "size": 3675771948,
				    "ended_on": "2024-09-01T20:51:16.865995Z",
				    "took": 723,
				    "pinned": true,
				    "info": "ok",
				    "specification": {
				      "name": "train",
				      "deps": [
				        1,
				        2.50,
				        null
				      ]
				    },
				    "channels": [
				      "conda-forge",
				      "main"
				    ],
				    "artifacts": [
				      {
				        "name": "numpy",
				        "size": 2048
				      },
				      {
				        "name": "naïve",
				        "size": 1
				      }
				    ]
				  },
				  {
				    "id": 12,
				    "environment": "日本/x",
				    "size": null,
				    "ended_on": "2026-11-22T11:55:00Z",
				    "took": null,
				    "pinned": false,
				    "info": "first line\\n\\u001B[31mred\\t\\u202e, \\"quoted\\"",
				    "specification": "not json",
				    "channels": [],
				    "artifacts": []
				  }
				]
				""");
	}

	@Test
	void ndjson() {
		assertThat(list(Format.NDJSON, DONE, FAILED)).isEqualTo(
				"""
						{"id":7,"environment":"data/train","size":3675771948,"ended_on":"2024-09-01T20:51:16.865995Z","took":723,\
						"pinned":true,"info":"ok","specification":{"name":"train","deps":[1,2.50,null]},\
						"channels":["conda-forge","main"],"artifacts":[{"name":"numpy","size":2048},{"name":"naïve","size":1}]}
						{"id":12,"environment":"日本/x","size":null,"ended_on":"2026-11-22T11:55:00Z","took":null,"pinned":false,\
						"info":"first line\\n\\u001B[31mred\\t\\u202e, \\"quoted\\"","specification":"not json","channels":[],"artifacts":[]}
						""");
	}

	@Test
	void csv() {
		assertThat(list(Format.CSV, DONE, FAILED)).isEqualTo(
				"""
						id,environment,size,ended_on,took,pinned,info,specification,channels,artifacts
						7,data/train,3675771948,2024-09-01T20:51:16.865995Z,723,true,ok,"{""name"":""train"",""deps"":[1,2.50,null]}",\
						"[""conda-forge"",""main""]","[{""name"":""numpy"",""size"":2048},{""name"":""naïve"",""size"":1}]"
						12,日本/x,,2026-11-22T11:55:00Z,,false,"first line
						\u001b[31mred\t\u202e, ""quoted""\",not json,[],[]
						""");
	}

	@Test
	void csvTellsTheEmptyTextFromNull() {
		View<String> view = View.<String>of("texts").text("text", (text) -> text).text("none", (text) -> null);
		Screen screen = Screen.pipe().format(Format.CSV);
		screen.output.show("", view);
		assertThat(screen.out()).isEqualTo("text,none\n\"\",\n");
	}

	@Test
	void csvInATerminalIsSafe() {
		Screen screen = Screen.terminal(80).format(Format.CSV);
		screen.output.show(FAILED, View.<Build>of("builds").number("id", Build::id).text("info", Build::info));
		assertThat(screen.out()).isEqualTo("id,info\n12,\"first line\\n\\e[31mred\\t\\u202e, \"\"quoted\"\"\"\n");
	}

	@Test
	void yaml() {
		assertThat(list(Format.YAML, DONE, FAILED)).isEqualTo("""
				- id: 7
				  environment: data/train
				  size: 3675771948
				  ended_on: '2024-09-01T20:51:16.865995Z'
				  took: 723
				  pinned: true
				  info: ok
				  specification:
				    name: train
				    deps:
				    - 1
				    - 2.50
				    - null
				  channels:
				  - conda-forge
				  - main
				  artifacts:
				  - name: numpy
				    size: 2048
				  - name: naïve
				    size: 1
				- id: 12
				  environment: 日本/x
				  size: null
				  ended_on: '2026-11-22T11:55:00Z'
				  took: null
				  pinned: false
				  info: "first line\\n\\e[31mred\\t\\u202e, \\"quoted\\""
				  specification: not json
				  channels: []
				  artifacts: []
				""");
	}

	@Test
	void emptyLists() {
		assertThat(list(Format.TABLE)).isEqualTo("no builds\n");
		assertThat(list(Format.VERTICAL)).isEqualTo("no builds\n");
		assertThat(list(Format.JSON)).isEqualTo("[]\n");
		assertThat(list(Format.NDJSON)).isEmpty();
		assertThat(list(Format.CSV))
			.isEqualTo("id,environment,size,ended_on,took,pinned,info,specification,channels,artifacts\n");
		assertThat(list(Format.YAML)).isEqualTo("[]\n");
	}

	@Test
	void aSingleThing() {
		Artifact numpy = new Artifact("numpy", 2048);
		assertThat(show(Format.TABLE, numpy)).isEqualTo("""
				name: numpy
				size: 2048 (2.0 KiB)
				""").isEqualTo(show(Format.VERTICAL, numpy));
		assertThat(show(Format.JSON, numpy)).isEqualTo("""
				{
				  "name": "numpy",
				  "size": 2048
				}
				""");
		assertThat(show(Format.NDJSON, numpy)).isEqualTo("{\"name\":\"numpy\",\"size\":2048}\n");
		assertThat(show(Format.CSV, numpy)).isEqualTo("name,size\nnumpy,2048\n");
		assertThat(show(Format.YAML, numpy)).isEqualTo("name: numpy\nsize: 2048\n");
	}

	@Test
	void aTableFitsTheTerminalAndSaysWhatIsMissing() {
		Screen screen = Screen.terminal(64);
		screen.output.list(Rows.of(List.of(DONE, FAILED)), BUILDS);
		assertThat(screen.out()).isEqualTo("""
				ID  ENVIRONMENT     SIZE  ENDED_ON      TOOK  PINNED  INFO
				 7  data/train   3.4 GiB  2024-09-01  12m 3s  yes     ok
				12  日本/x                5m ago              no      first lin…
				""");
		assertThat(screen.err()).isEqualTo("note: no room for CHANNELS; -o vertical shows everything\n");
	}

	@Test
	void headingsAreBoldInATerminalWithColours() {
		Screen screen = Screen.terminal(60);
		screen.settings.colour(OutputSettings.Mode.AUTO);
		screen.output.list(Rows.of(List.of(new Artifact("numpy", 2048))), ARTIFACTS);
		assertThat(screen.out()).isEqualTo("""
				\u001b[1mNAME      SIZE\u001b[m
				numpy  2.0 KiB
				""");
	}

	@Test
	void coloursAreForTerminalsThatWantThem() {
		assertThat(outColour(true, Map.of("TERM", "xterm"))).isTrue();
		assertThat(outColour(true, Map.of("TERM", "xterm", "NO_COLOR", ""))).isTrue();
		assertThat(outColour(true, Map.of("TERM", "xterm", "NO_COLOR", "1"))).isFalse();
		assertThat(outColour(true, Map.of("TERM", "dumb"))).isFalse();
		assertThat(outColour(false, Map.of("TERM", "xterm"))).isFalse();
		Screen pipe = Screen.pipe();
		pipe.settings.colour(OutputSettings.Mode.ON);
		assertThat(pipe.output.outColour()).isFalse();
	}

	@Test
	void aCutListIsRemarkedUpon() {
		Screen screen = Screen.pipe().format(Format.NDJSON);
		screen.output.list(new Rows<>() {
			@Override
			public Iterator<Artifact> iterator() {
				return Stream.generate(() -> new Artifact("numpy", 1)).limit(3).iterator();
			}

			@Override
			public boolean cut() {
				return true;
			}
		}, ARTIFACTS);
		assertThat(screen.out().lines()).hasSize(3);
		assertThat(screen.err()).isEqualTo("note: only the first 3 artifacts are shown; --all shows every one\n");
	}

	@Test
	void aLongTableGoesOnWithTheWidthsOfItsBeginning() {
		Screen screen = Screen.pipe();
		screen.output.list(Rows.of(IntStream.rangeClosed(1, 2500)
			.mapToObj((i) -> new Artifact((i < 2000) ? "p" : "a-longer-name", i))
			.toList()), ARTIFACTS);
		List<String> lines = screen.out().lines().toList();
		assertThat(lines).hasSize(2501);
		assertThat(lines.get(0)).isEqualTo("NAME    SIZE");
		assertThat(lines.get(1)).isEqualTo("p        1 B");
		assertThat(lines.get(1500)).isEqualTo("p     1.5 KiB");
		assertThat(lines.get(2500)).isEqualTo("a-longer-name  2.4 KiB");
	}

	@Test
	void rowsAreWrittenWhileTheyAreRead() {
		Screen screen = Screen.pipe().format(Format.CSV);
		Iterator<Artifact> endless = Stream.iterate(new Artifact("p", 0), (p) -> {
			if (screen.out().length() > 100_000) {
				throw new IllegalStateException("enough");
			}
			return new Artifact("p", p.bytes() + 1);
		}).iterator();
		assertThatThrownBy(() -> screen.output.list(rows(endless), ARTIFACTS)).hasMessage("enough");
	}

	@Test
	void whatWasReadBeforeAFailureIsWrittenInWholeLines() {
		for (Format format : List.of(Format.CSV, Format.NDJSON)) {
			Screen screen = Screen.pipe().format(format);
			Iterator<Artifact> failing = Stream.iterate(0L, (i) -> i + 1)
				.map((i) -> new Artifact("p", 1000 / (2 - i)))
				.iterator();
			assertThatThrownBy(() -> screen.output.list(rows(failing), ARTIFACTS))
				.isInstanceOf(ArithmeticException.class);
			assertThat(screen.out()).isEqualTo((format == Format.CSV) ? "name,size\np,500\np,1000\n" : """
					{"name":"p","size":500}
					{"name":"p","size":1000}
					""");
		}
	}

	@Test
	void aLinesOwnFormatIsForThatLine() {
		Screen screen = Screen.pipe();
		screen.output.withFormat(Format.CSV, () -> {
			assertThat(screen.output.format()).isEqualTo(Format.CSV);
			screen.output.withFormat(null, () -> assertThat(screen.output.format()).isEqualTo(Format.CSV));
		});
		assertThat(screen.output.format()).isEqualTo(Format.TABLE);
	}

	@Test
	void textIsExactInAPipeAndSafeInATerminal() {
		Screen pipe = Screen.pipe();
		pipe.output.text("a\u001b[2J\nb");
		assertThat(pipe.out()).isEqualTo("a\u001b[2J\nb\n");
		Screen terminal = Screen.terminal(80);
		terminal.output.text("a\u001b[2J\nb\n");
		assertThat(terminal.out()).isEqualTo("a\\e[2J\nb\n");
	}

	@Test
	void remarksAndTimesAreNotResults() {
		Screen screen = Screen.pipe();
		screen.output.time(Duration.ofMillis(5));
		screen.settings.timing(true);
		screen.output.note("mind\nthe \u001b[31mgap");
		screen.output.time(Duration.ofNanos(12_345_678));
		assertThat(screen.out()).isEmpty();
		assertThat(screen.err()).isEqualTo("note: mind\\nthe \\e[31mgap\ntime: 12.3 ms\n");
	}

	@Test
	void aScreenfulCanBeHadAsText() {
		Screen screen = Screen.pipe();
		assertThat(screen.output.render(Rows.of(List.of(DONE)), BUILDS, 40)).isEqualTo("""
				ID  ENVIRONMENT     SIZE  ENDED_ON
				 7  data/train   3.4 GiB  2024-09-01
				note: no room for TOOK, PINNED, INFO, CHANNELS; -o vertical shows everything
				""");
		assertThat(screen.output.capture(40, () -> screen.output.text("hello"))).isEqualTo("hello\n");
		assertThat(screen.out()).isEmpty();
		assertThat(screen.err()).isEmpty();
	}

	private static String list(Format format, Build... builds) {
		Screen screen = Screen.pipe().format(format);
		screen.output.list(Rows.of(List.of(builds)), BUILDS);
		assertThat(screen.err()).isEmpty();
		return screen.out();
	}

	private static String show(Format format, Artifact one) {
		Screen screen = Screen.pipe().format(format);
		screen.output.show(one, ARTIFACTS);
		return screen.out();
	}

	private static <T> Rows<T> rows(Iterator<T> iterator) {
		return new Rows<>() {
			@Override
			public Iterator<T> iterator() {
				return iterator;
			}

			@Override
			public boolean cut() {
				return false;
			}
		};
	}

	private static boolean outColour(boolean terminal, Map<String, String> environment) {
		return Screen.with(new TerminalFacts(false, terminal, false, environment)).output.outColour();
	}

}
