package org.condastore.shell.connection;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.condastore.shell.failure.CommandFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is done with a password, right or wrong, none of our texts shows it. */
class SecretsTest {

	private static final String ODD = "@:/?#[]&=%+ '\"\\;,|<>{}^~`!$*()-._\té☃𝄞";

	private static final int ROUNDS = 100;

	@Test
	void noTextShowsAPassword(@TempDir Path home) throws IOException {
		Random random = new Random(20261122);
		int understood = 0;
		for (int round = 0; round < ROUNDS; round++) {
			String password = oddPassword(random);
			for (String text : forms(password)) {
				if (check(text, password, home)) {
					understood++;
				}
			}
		}
		// The test is about both: what is understood and what is refused.
		assertThat(understood).isBetween(ROUNDS * 6, ROUNDS * forms("x").size() - ROUNDS);
	}

	@Test
	void encodedPasswordArrivesAsItIs() {
		Random random = new Random(4711);
		for (int round = 0; round < ROUNDS; round++) {
			String password = oddPassword(random);
			for (String url : List.of("postgresql://u:%s@h/db", "postgresql+psycopg2://u:%s@h/db",
					"postgresql://h/db?user=u&password=%s", "jdbc:postgresql://h/db?user=u&password=%s")) {
				assertThat(TargetResolverTest.target(url.formatted(encoded(password))).password()).as(url)
					.isEqualTo(password);
			}
			assertThat(TargetResolverTest.target("host=h password=" + quoted(password)).password()).isEqualTo(password);
		}
	}

	@Test
	void maskedTextShowsNone() {
		Random random = new Random(815);
		for (int round = 0; round < ROUNDS; round++) {
			String password = oddPassword(random);
			for (String text : forms(password)) {
				assertThat(SecretText.masked("connect " + text)).doesNotContain(password).startsWith("connect ");
			}
		}
	}

	@Test
	void maskLeavesTheRestReadable() {
		assertThat(SecretText.masked("connect postgresql://u:p@h:5432/db"))
			.isEqualTo("connect postgresql://u:***@h:5432/db");
		assertThat(SecretText.masked("host=h password='a b' dbname=db")).isEqualTo("host=h password=*** dbname=db");
		assertThat(SecretText.masked("jdbc:postgresql://h/db?password=p&user=u"))
			.isEqualTo("jdbc:postgresql://h/db?password=***&user=u");
		String word = "x".repeat(1_000_000);
		assertThat(SecretText.masked(word + " password=p " + word)).isEqualTo(word + " password=*** " + word);
		assertThat(SecretText.masked("build list --since 7d")).isEqualTo("build list --since 7d");
		assertThat(SecretText.masked("postgresql://h:5432/db")).isEqualTo("postgresql://h:5432/db");
	}

	private static boolean check(String text, String password, Path home) throws IOException {
		Path config = home.resolve(".config/conda-store-shell");
		Directories directories = Directories.of(Map.of("HOME", home.toString()));
		DatabaseOptions options = new DatabaseOptions(text, null, null, false);
		assertHidden(options.toString(), password, text);
		boolean understood = said(options, Map.of(), directories, password, text);
		said(DatabaseOptions.NONE, Map.of("CONDA_STORE_SHELL_DB", text), directories, password, text);
		if (password.length() < 9) {
			// A file for each would take long.
			Files.createDirectories(config);
			Files.writeString(config.resolve("profiles.yaml"), "p:\n  url: \"%s\"\n"
				.formatted(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t")));
			said(new DatabaseOptions(null, "p", null, false), Map.of(), directories, password, text);
		}
		return understood;
	}

	/**
	 * Whether it is understood; in any case nothing that is said contains the password.
	 */
	private static boolean said(DatabaseOptions options, Map<String, String> environment, Directories directories,
			String password, String text) {
		TargetResolver resolver = new TargetResolver(options, environment, directories, "me");
		try {
			ConnectionTarget target = resolver.initial();
			resolver.takeNotes().forEach((note) -> assertHidden(note, password, text));
			for (String shown : List.of(target.toString(), target.location(), target.name(), target.driverUrl(),
					target.endpoints().toString(),
					new DatabaseState(target, false, Optional.empty(), Optional.empty()).toString())) {
				assertHidden(shown, password, text);
			}
			return true;
		}
		catch (CommandFailure failure) {
			assertHidden(failure.getMessage() + failure.hint() + failure.getCause(), password, text);
			return false;
		}
	}

	private static void assertHidden(String shown, String password, String text) {
		assertThat(shown).as(text).doesNotContain(password);
		// Nor a good part of it: a password is not given away in two halves.
		for (int start = 0; start + 6 <= password.length(); start++) {
			assertThat(shown).as(text).doesNotContain(password.substring(start, start + 6));
		}
	}

	/**
	 * Letters that no text of ours has, among characters that mean something in
	 * addresses.
	 */
	private static String oddPassword(Random random) {
		StringBuilder password = new StringBuilder("Zq");
		int length = 4 + random.nextInt(10);
		while (password.length() < length) {
			if (random.nextInt(3) == 0) {
				int index = random.nextInt(ODD.codePointCount(0, ODD.length()));
				password.appendCodePoint(ODD.codePointAt(ODD.offsetByCodePoints(0, index)));
			}
			else {
				password.append((char) ('0' + random.nextInt(10))).append("QXZJ".charAt(random.nextInt(4)));
			}
		}
		return password.append("Qz").toString();
	}

	/** Right and wrong ways to write an address with a password. */
	private static List<String> forms(String password) {
		String encoded = encoded(password);
		List<String> forms = new ArrayList<>();
		for (String spelling : List.of(encoded, password)) {
			for (String form : List.of("postgresql://u:%s@h:5432/db", "postgresql+psycopg2://u:%s@h/db?sslmode=require",
					"postgres://u:%s@h1,h2:5433/db", "postgresql:///db?host=h&password=%s&sslmod=x",
					"postgresql:///db?host=h&user=u&password=%s", "jdbc:postgresql://h/db?user=u&password=%s",
					"jdbc:postgresql://u:%s@h/db", "mysql://u:%s@h/db", "postgresql:/u:%s@h/db", "u:%s@h/db",
					"postgresql://u:%s@h:port/db", "postgresql://u:%s@h/db?nonsense=1", "postgresql://u:%s@[::1/db",
					"postgresql://u:%s@/db?host=/tmp", "host=h password=%s", "host=h password=%s nonsense=1",
					"password = %s host=/tmp", "dbname=postgresql://u:%s@h/db")) {
				forms.add(form.formatted(spelling));
			}
		}
		forms.add("host=h user=u password=" + quoted(password));
		forms.add("host=h user=u password='" + password);
		return forms;
	}

	private static String encoded(String password) {
		return URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static String quoted(String password) {
		return "'" + password.replace("\\", "\\\\").replace("'", "\\'") + "'";
	}

}
