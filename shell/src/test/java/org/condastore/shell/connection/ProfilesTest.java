package org.condastore.shell.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProfilesTest {

	private final Path file;

	ProfilesTest(@TempDir Path directory) {
		this.file = directory.resolve("profiles.yaml");
	}

	@Test
	void readsEveryProfile() throws IOException {
		Profiles profiles = read("""
				# the databases of ours
				production:
				  url: postgresql+psycopg2://u:p@h/db
				  production: true
				  read-only: yes
				"2026":
				  url: 'service=archive'
				  production: false
				""");
		assertThat(profiles.names()).extracting(ProfileName::value).containsExactly("production", "2026");
		assertThat(profiles.get(new ProfileName("production")))
			.isEqualTo(new Profile(new ProfileName("production"), "postgresql+psycopg2://u:p@h/db", true, true));
		assertThat(profiles.find(new ProfileName("2026")))
			.contains(new Profile(new ProfileName("2026"), "service=archive", false, false));
		assertThat(profiles.get(new ProfileName("production")).toString()).doesNotContain("p@h");
	}

	@Test
	void missingFileHasNone() {
		assertThat(Profiles.read(this.file).names()).isEmpty();
		assertThatExceptionOfType(CommandFailure.class)
			.isThrownBy(() -> Profiles.read(this.file).get(new ProfileName("x")))
			.satisfies((failure) -> assertThat(failure.hint()).contains(this.file.toString()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "# nothing yet\n", "---\n", "{}\n" })
	void emptyFileHasNone(String text) throws IOException {
		assertThat(read(text).names()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a:#  url: x#  read_only: true          | 3 | profile a has an unknown key read_only
			a:#  url: x#  url: y                   | 3 | profile a has a key twice
			a:#  url: x#a:#  url: y                | 3 | profile a is there twice
			a:#  url: x#  read-only: maybe         | 3 | read-only of profile a is not true or false
			a:#  url: x#  production: 1            | 3 | production of profile a is not true or false
			a:#  url: [x]                          | 2 | the url of profile a is not text
			a:#  url:                              | 2 | the url of profile a is not text
			#a:#  production: true                 | 2 | profile a has no url
			a: postgresql://h/db                   | 1 | profile a is not a mapping
			- a                                    | 1 | the file is not a mapping of profiles
			just text                              | 1 | the file is not a mapping of profiles
			a b:#  url: x                          | 1 | this is not a profile name
			a:#  url: x#\t production: true        | 3 | this is not YAML
			a:#  url: 'x                           | 2 | this is not YAML
			a: &x#  url: y#b: *z                   | 3 | this is not YAML
			a: !!java.io.File [x]                  | 1 | this is not YAML
			a: {url: x}#--- #b: {url: y}           | 2 | this is not YAML
			""")
	void refusesWhatIsNotUnderstoodWithItsLine(String text, int line, String message) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> read(text.replace('#', '\n')))
			.satisfies((failure) -> {
				assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
				assertThat(failure).hasMessage("%s:%d: %s".formatted(this.file, line, message));
			});
	}

	@Test
	void refusesWhatIsNotText() throws IOException {
		Files.write(this.file, new byte[] { 'a', ':', (byte) 0xff });
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> Profiles.read(this.file))
			.withMessage(this.file + " is not UTF-8 text");
	}

	@Test
	void refusesWhatCannotBeRead() throws IOException {
		Files.createDirectory(this.file);
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> Profiles.read(this.file))
			.withMessage(this.file + " cannot be read");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a/b", "-x", "a b", "postgresql:" })
	void namesAreStrict(String typed) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> ProfileName.of(typed))
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
	}

	private Profiles read(String text) throws IOException {
		Files.writeString(this.file, text);
		return Profiles.read(this.file);
	}

}
