package org.condastore.shell.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The interactive shell on a real terminal: keys, signals, screen. */
class TerminalTest {

	private final Path home;

	private final TestDatabase database = TestDatabase.live(TestServer.newest());

	TerminalTest(@TempDir Path home) {
		this.home = home;
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private PseudoTerminal shell() throws IOException, InterruptedException {
		PseudoTerminal terminal = PseudoTerminal.start(this.home, "--db", this.database.url());
		terminal.awaitPrompt("");
		return terminal;
	}

	/** The statements that run in the sessions of the shell. */
	private List<String> sessions(String state) {
		return this.database.sql()
			.resultQuery(
					"select query from pg_stat_activity where datname = {0} and state = {1} and application_name = 'conda-store-shell'",
					DSL.val(this.database.name()), DSL.val(state))
			.fetchInto(String.class);
	}

	private void awaitStatement(boolean running) throws InterruptedException {
		for (int i = 0; i < 600 && sessions("active").isEmpty() == running; i++) {
			Thread.sleep(100);
		}
		assertThat(sessions("active").isEmpty()).isEqualTo(!running);
	}

	@Test
	void thePromptComesWithoutTheDatabase() throws Exception {
		try (PseudoTerminal terminal = shell()) {
			assertThat(terminal.screen()).contains("conda-store-shell ", "help shows the commands",
					this.database.name() + ">");
			assertThat(sessions("idle")).isEmpty();
			terminal.enter("namespace list");
			terminal.await("ml_platform");
			terminal.awaitPrompt("");
			assertThat(sessions("idle")).hasSize(1);
		}
	}

	@Test
	void tabCompletesCommandsOptionsAndLiveNames() throws Exception {
		try (PseudoTerminal terminal = shell()) {
			terminal.type("namesp\t");
			terminal.awaitPrompt("namespace");
			terminal.type("\t");
			terminal.await("^list +\\(List namespaces");
			terminal.type("li\t");
			terminal.awaitPrompt("namespace list");
			terminal.type("-o \t");
			terminal.await("^table +vertical +json +ndjson +csv +yaml");
			terminal.type("j\t");
			terminal.awaitPrompt("namespace list -o json");
			terminal.type("--del\t");
			terminal.awaitPrompt("namespace list -o json --deleted");
			terminal.type(PseudoTerminal.CONTROL_C);
			terminal.awaitPrompt("");
			terminal.enter("namespace list --limit 1");
			terminal.await("analyst-7");
			terminal.awaitPrompt("");
			terminal.type("ns show dsc");
			for (int i = 0; i < 50 && !terminal.screen().endsWith("ns show data-science"); i++) {
				// The first one may find its connection too late.
				terminal.type("\t");
				Thread.sleep(500);
			}
			terminal.awaitPrompt("ns show data-science");
		}
	}

	@Test
	void aChangeIsShownBeforeSomebodyIsAsked() throws Exception {
		try (PseudoTerminal terminal = shell()) {
			terminal.enter("namespace delete analyst-7");
			terminal.await("deleted_on +null[^?]*delete namespace analyst-7\\? \\[y/N\\]");
			terminal.enter("n");
			terminal.await("error: not confirmed: delete namespace analyst-7");
			terminal.awaitPrompt("");
			terminal.enter("namespace delete default");
			terminal.await("delete namespace default\\? \\[y/N\\]");
			terminal.enter("y");
			terminal.await("change_id: +1");
			terminal.awaitPrompt("");
		}
	}

	@Test
	void aDatabaseThatDoesNotAnswerDoesNotStopTheTyping() throws Exception {
		try (PseudoTerminal terminal = shell(); Connection locking = this.database.dataSource().getConnection()) {
			lockNamespaces(locking);
			terminal.type("namespace show d\t\tx");
			terminal.awaitPrompt("namespace show dx");
			terminal.type(PseudoTerminal.CONTROL_C);
			terminal.awaitPrompt("");
			assertThat(terminal.screen()).doesNotContain("error", "Exception");
		}
	}

	@Test
	void controlCClearsTheLineAndControlDLeaves() throws Exception {
		try (PseudoTerminal terminal = shell()) {
			terminal.type("namespace delete");
			terminal.awaitPrompt("namespace delete");
			terminal.type(PseudoTerminal.CONTROL_C);
			terminal.awaitPrompt("");
			terminal.type(PseudoTerminal.CONTROL_D);
			assertThat(terminal.exitCode()).isZero();
		}
	}

	@Test
	void controlCCancelsTheQueryAtTheServerAndTheSessionGoesOn() throws Exception {
		try (PseudoTerminal terminal = shell(); Connection locking = this.database.dataSource().getConnection()) {
			terminal.enter("namespace list --limit 1");
			terminal.await("analyst-7");
			terminal.awaitPrompt("");
			lockNamespaces(locking);
			terminal.enter("namespace list");
			awaitStatement(true);
			terminal.type(PseudoTerminal.CONTROL_C);
			terminal.await("^error: interrupted");
			terminal.awaitPrompt("");
			awaitStatement(false);
			locking.rollback();
			terminal.enter("namespace show ml_platform");
			terminal.await("^name: +ml_platform");
			assertThat(terminal.screen()).containsOnlyOnce("error: ");
		}
	}

	private static void lockNamespaces(Connection locking) throws Exception {
		locking.setAutoCommit(false);
		try (Statement statement = locking.createStatement()) {
			statement.execute("lock table namespace");
		}
	}

	/** Each invariant about builds waits for a moment. */
	@Test
	void theDoctorSaysHowFarItHasComeUntilSomebodyLeaves() throws Exception {
		try (Connection locking = this.database.dataSource().getConnection();
				Statement statement = locking.createStatement();
				PseudoTerminal terminal = shell()) {
			locking.setAutoCommit(false);
			statement.execute("LOCK TABLE build");
			terminal.enter("doctor");
			terminal.await("^\\[#+-+\\] [0-9]+/[0-9]+ .*build");
			terminal.type(PseudoTerminal.CONTROL_C);
			terminal.await("^error: interrupted");
			terminal.awaitPrompt("");
		}
	}

	@Test
	void controlCEndsAOneShotCommandWithItsQuery() throws Exception {
		try (Connection locking = this.database.dataSource().getConnection()) {
			lockNamespaces(locking);
			try (PseudoTerminal terminal = PseudoTerminal.start(this.home, "--db", this.database.url(), "namespace",
					"list")) {
				awaitStatement(true);
				terminal.type(PseudoTerminal.CONTROL_C);
				assertThat(terminal.exitCode()).isEqualTo(130);
				terminal.await("error: interrupted");
				awaitStatement(false);
			}
		}
	}

	@Test
	void errorsDoNotLeaveTheShell() throws Exception {
		try (PseudoTerminal terminal = shell()) {
			terminal.enter("namespace shwo x");
			terminal.await("^hint: did you mean namespace show");
			terminal.enter("namespace show nowhere");
			terminal.await("^error: there is no namespace nowhere");
			terminal.awaitPrompt("");
			terminal.enter("exit");
			assertThat(terminal.exitCode()).isZero();
		}
	}

	@Test
	void theHistoryIsKeptPrivateAndWithoutPasswords() throws Exception {
		Path history = this.home.resolve(".local/state/conda-store-shell/history");
		try (PseudoTerminal terminal = shell()) {
			terminal.enter("set timing off");
			terminal.awaitPrompt("");
			terminal.enter("connect postgresql://somebody:hunter2@127.0.0.1:1/nowhere");
			terminal.await("^error: ");
			terminal.awaitPrompt("");
			terminal.type(PseudoTerminal.UP);
			terminal.awaitPrompt("set timing off");
			terminal.type(PseudoTerminal.CONTROL_C);
		}
		assertThat(Files.readString(history)).contains("set timing off").doesNotContain("hunter2");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history))).isEqualTo("rw-------");
		try (PseudoTerminal terminal = shell()) {
			terminal.type(PseudoTerminal.UP);
			terminal.awaitPrompt("set timing off");
		}
	}

	@Test
	void whatIsPastedRunsAfterEnterLineByLineUntilOneFails() throws Exception {
		try (PseudoTerminal terminal = shell()) {
			terminal.type("\u001b[200~namespace list --limit 1\rbogus\rnamespace list\r\u001b[201~");
			terminal.await("> namespace list$");
			Thread.sleep(500);
			assertThat(terminal.screen()).doesNotContain("analyst-7");
			terminal.type("\r");
			terminal.await("^note: the command after it did not run");
			assertThat(terminal.screen()).contains("analyst-7", "error: there is no command \"bogus\"")
				.doesNotContain("ml_platform");
		}
	}

	@Test
	void aCommandGoesOnAfterABackslashAndInQuotes() throws Exception {
		try (PseudoTerminal terminal = shell()) {
			terminal.enter("namespace list \\");
			terminal.await("^ *> *$");
			terminal.enter("--name 'ml_*'");
			terminal.await("ml_platform");
			assertThat(terminal.screen()).doesNotContain("analyst-7");
		}
	}

	@Test
	void theLineIsColouredUnlessNobodyWantsIt() throws Exception {
		try (PseudoTerminal terminal = shell()) {
			terminal.type("plaze ");
			terminal.awaitPrompt("plaze");
			assertThat(terminal.received()).contains("\u001b[31m");
		}
		try (PseudoTerminal terminal = PseudoTerminal.start(this.home, "--colour", "off", "--db",
				this.database.url())) {
			terminal.awaitPrompt("");
			terminal.type("plaze ");
			terminal.awaitPrompt("plaze");
			assertThat(terminal.received()).doesNotContain("\u001b[31m");
		}
	}

	@Test
	void thePromptWarnsOfProduction() throws Exception {
		Path profiles = this.home.resolve(".config/conda-store-shell/profiles.yaml");
		Files.createDirectories(profiles.getParent());
		Files.writeString(profiles,
				"prod:\n  url: %s\n  production: true\n  read-only: true\n".formatted(this.database.url()));
		try (PseudoTerminal terminal = shell()) {
			terminal.enter("connect prod");
			terminal.await("^note: connected to ");
			terminal.await("^prod \\(read-only\\)>\\z");
			assertThat(terminal.received()).containsPattern("\u001b\\[[0-9;]*31[0-9;]*mprod \\(read-only\\)>");
			terminal.enter("connect nowhere");
			terminal.await("^error: there is no profile nowhere");
			terminal.await("^prod \\(read-only\\)>\\z");
		}
	}

	@Test
	void watchMarksWhatChangesUntilSomebodyLeaves() throws Exception {
		try (PseudoTerminal terminal = shell()) {
			terminal.enter("watch --every 200ms namespace list");
			terminal.await("^every 200ms: namespace list +[0-9:]{5,8}$");
			terminal.await("ml_platform");
			int before = terminal.received().length();
			this.database.load("insert into namespace (name) values ('newcomer')");
			terminal.await("newcomer");
			assertThat(terminal.received().substring(before)).containsPattern("\u001b\\[7m[^\u001b]*newcomer");
			terminal.resize(70);
			terminal.await("^every 200ms: namespace list {30,40}[0-9:]{5,8}$");
			terminal.type("q");
			terminal.awaitPrompt("");
			assertThat(terminal.screen()).doesNotContain("newcomer");
		}
	}

	@Test
	void watchSaysThatTheDatabaseIsBusyAndGoesOn() throws Exception {
		this.database.load("alter database %s set lock_timeout = 300".formatted(this.database.name()));
		try (PseudoTerminal terminal = PseudoTerminal.start(this.home, "--db", this.database.url(), "watch", "--every",
				"200ms", "namespace", "list"); Connection locking = this.database.dataSource().getConnection()) {
			terminal.await("ml_platform");
			lockNamespaces(locking);
			terminal.await("^since [0-9:]+: .*lock");
			assertThat(terminal.screen()).contains("ml_platform");
			locking.rollback();
			for (int i = 0; i < 600 && terminal.screen().contains("since "); i++) {
				Thread.sleep(100);
			}
			assertThat(terminal.screen()).contains("ml_platform").doesNotContain("since ");
			terminal.type(PseudoTerminal.CONTROL_C);
			assertThat(terminal.exitCode()).isZero();
		}
	}

	@Test
	void watchOfACommandThatFailsEndsWithItsFailure() throws Exception {
		try (PseudoTerminal terminal = PseudoTerminal.start(this.home, "--db", this.database.url(), "watch",
				"namespace", "show", "nowhere")) {
			assertThat(terminal.exitCode()).isEqualTo(3);
			terminal.await("error: there is no namespace nowhere");
		}
	}

}
