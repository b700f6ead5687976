package org.condastore.shell.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.shell.core.command.completion.CompletionProposal;

import static org.assertj.core.api.Assertions.assertThat;

class CompletionsTest {

	private static final NameSource PLACES = NameSource
		.among(() -> List.of(new NameSource.Name("data-science-prod", "3 builds"), new NameSource.Name("data-dev", ""),
				new NameSource.Name("two words", ""), new NameSource.Name("it's", ""),
				new NameSource.Name("red\u001b[31m", "")));

	private final Completions completions = new Completions(SampleCommands.table()).source(SampleCommands.Place.class,
			PLACES);

	/** What TAB offers at the end of a text. */
	private List<String> at(String text) {
		return this.completions.complete(text, text.length()).stream().map(CompletionProposal::value).toList();
	}

	@Test
	void firstWordsComeInOrderOfWhatTheyDo() {
		assertThat(at("")).containsExactly("place", "watch", "help", "set", "exit", "rollback");
	}

	@Test
	void readingVerbsComeBeforeWritingAndDestroyingOnes() {
		assertThat(at("place ")).containsExactly("diff", "list", "show", "create", "delete");
		assertThat(at("place d")).containsExactly("diff", "delete");
		assertThat(at("place de")).containsExactly("delete");
	}

	@Test
	void whatDestroysIsNotOfferedForScatteredLetters() {
		assertThat(at("rbk")).isEmpty();
		assertThat(at("place lt")).containsExactly("list");
		assertThat(at("place dlt")).isEmpty();
	}

	@Test
	void commandsAreDescribed() {
		assertThat(this.completions.complete("pla", 3)).singleElement()
			.satisfies((proposal) -> assertThat(proposal.description()).isEqualTo("diff, list, show, create, delete"));
		assertThat(this.completions.complete("place sh", 8)).singleElement()
			.satisfies((proposal) -> assertThat(proposal.description()).isEqualTo("Show a place"));
	}

	@Test
	void aliasesAreOfferedAndFollowed() {
		assertThat(at("p")).containsExactly("place", "pl");
		assertThat(at("pl")).containsExactly("place", "pl");
		assertThat(at("qu")).containsExactly("quit");
		assertThat(at("pl sh")).containsExactly("show");
		assertThat(at("pl list --del")).containsExactly("--deleted");
	}

	@Test
	void optionsAreOfferedOnce() {
		assertThat(at("place list --")).containsExactly("--status", "--in", "--since", "--deleted", "--file",
				"--output", "--help");
		assertThat(at("place list --deleted --since 7d -o json --")).containsExactly("--status", "--in", "--file",
				"--help");
		assertThat(at("place list -")).startsWith("--status");
		assertThat(at("place list --dele")).containsExactly("--deleted");
		assertThat(at("place list -- --")).isEmpty();
	}

	@Test
	void withoutArgumentsOptionsAreWhatIsLeft() {
		assertThat(at("place list ")).startsWith("--status");
		assertThat(at("place show data-dev ")).containsExactly("--output", "--help");
	}

	@Test
	void optionValuesFitTheirType() {
		assertThat(at("place list --status ")).containsExactly("queued", "building", "completed", "not-started");
		assertThat(at("place list --status=c")).containsExactly("--status=completed");
		assertThat(at("place list --status queued,b")).containsExactly("queued,building");
		assertThat(at("place list --status=queued,")).containsExactly("--status=queued,building",
				"--status=queued,completed", "--status=queued,not-started");
		assertThat(at("place list --status queued,queued,b")).containsExactly("queued,queued,building");
		assertThat(at("place list -o nd")).containsExactly("ndjson");
		assertThat(at("place list -oj")).containsExactly("-ojson");
		assertThat(at("place list --since ")).isEmpty();
	}

	@Test
	void setOffersWhatItsOptionTakes() {
		assertThat(at("set ")).containsExactly("output", "pager", "timing", "colour");
		assertThat(at("set timing ")).containsExactly("on", "off");
		assertThat(at("set output j")).containsExactly("json");
	}

	@Test
	void liveNamesAreFuzzyAndQuoted() {
		assertThat(at("place show dsp")).containsExactly("data-science-prod");
		assertThat(at("place show da")).containsExactly("data-science-prod", "data-dev");
		assertThat(at("place show tw")).containsExactly("'two words'");
		assertThat(at("place show 'two w")).containsExactly("'two words'");
		assertThat(at("place show \"two w")).containsExactly("'two words'");
		assertThat(at("place show two\\ w")).containsExactly("'two words'");
		assertThat(at("place show it")).containsExactly("\"it's\"");
		assertThat(at("place list --in=tw")).containsExactly("--in='two words'");
		assertThat(at("place list --in tw")).containsExactly("'two words'");
	}

	@Test
	void theSecondArgumentIsCompletedLikeTheFirst() {
		assertThat(at("place diff data-dev dsp")).containsExactly("data-science-prod");
		assertThat(at("place show data-dev d")).isEmpty();
	}

	@Test
	void namesThatWouldCorruptTheScreenAreNotOffered() {
		assertThat(at("place show re")).isEmpty();
	}

	@Test
	void aSourceThatFailsOffersNothingAndDoesNotDisturb() {
		this.completions.source(SampleCommands.Place.class, (typed, limit) -> {
			throw CommandFailure.unavailable("away", "try later", null);
		});
		assertThat(at("place show d")).isEmpty();
		assertThat(at("place show ")).isEmpty();
		assertThat(at("place sh")).containsExactly("show");
	}

	@Test
	void sourcesAreAskedForNoMoreThanAScreenShows() {
		List<Integer> limits = new ArrayList<>();
		this.completions.source(SampleCommands.Place.class, (typed, limit) -> {
			limits.add(limit);
			return List.of();
		});
		at("place show d");
		assertThat(limits).containsExactly(20);
	}

	@Test
	void oneParameterCanHaveASourceOfItsOwn() {
		this.completions.source("place list", "since",
				NameSource.among(() -> List.of(new NameSource.Name("7d", "a week"))));
		assertThat(at("place list --since ")).containsExactly("7d");
	}

	@Test
	void whatIsWatchedIsACommandThatReads() {
		assertThat(at("watch ")).startsWith("place").contains("--every").doesNotContain("rollback", "set");
		assertThat(at("watch place ")).containsExactly("diff", "list", "show");
		assertThat(at("watch --every 2s place list --st")).containsExactly("--status");
		assertThat(at("watch place delete ")).isEmpty();
		assertThat(at("watch --e")).containsExactly("--every");
	}

	@Test
	void helpTakesTheNameOfAnyCommandAndNoMore() {
		assertThat(at("help roll")).containsExactly("rollback");
		assertThat(at("help place de")).containsExactly("delete");
		assertThat(at("help place delete ")).isEmpty();
	}

	@Test
	void filesAreOfferedByName(@TempDir Path directory) throws IOException {
		Files.createFile(directory.resolve("a list.txt"));
		Files.createDirectories(directory.resolve("a dir"));
		Files.createFile(directory.resolve(".hidden"));
		String typed = "place list --file " + directory + "/";
		assertThat(this.completions.complete(typed, typed.length())).extracting(CompletionProposal::value)
			.containsExactly(directory + "/a\\ dir/", "'" + directory + "/a list.txt'");
		assertThat(this.completions.complete(typed, typed.length())).extracting(CompletionProposal::complete)
			.containsExactly(false, true);
		assertThat(at(typed + ".")).containsExactly(directory + "/.hidden");
		assertThat(at(typed + "nowhere/")).isEmpty();
	}

	@Test
	void onlyTheCommandAtTheCursorCounts() {
		assertThat(this.completions.complete("place sh data-dev", 8)).extracting(CompletionProposal::value)
			.containsExactly("show");
		assertThat(at("place show data-dev\nplace l")).containsExactly("list");
		assertThat(at("place \\\nsh")).containsExactly("show");
	}

	@Test
	void nothingIsOfferedInACommentOrAfterAnUnknownCommand() {
		assertThat(at("place # li")).isEmpty();
		assertThat(at("bogus ")).isEmpty();
		assertThat(at("place bogus ")).isEmpty();
		assertThat(at("place\0")).isEmpty();
	}

}
