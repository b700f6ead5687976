package org.condastore.shell.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TargetResolverTest {

	private final Path home;

	private final Map<String, String> environment = new HashMap<>();

	TargetResolverTest(@TempDir Path home) {
		this.home = home;
		this.environment.put("HOME", home.toString());
	}

	/** What a URL means where nothing else says anything. */
	static ConnectionTarget target(String url) {
		return new TargetResolver(new DatabaseOptions(url, null, null, false), Map.of(),
				Directories.of(Map.of("HOME", "/nonexistent")), "me")
			.initial();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			postgresql+psycopg2://u:p%40x@h:5432/db?sslmode=require     | u@h:5432/db               | p@x
			postgresql+asyncpg://u:a/b:c?d@h/db                         | u@h:5432/db               | a/b:c?d
			postgresql+psycopg://u:100%sure@h/db                        | u@h:5432/db               | 100%sure
			postgresql+psycopg2://u:p+q@h/db                            | u@h:5432/db               | p+q
			postgresql+psycopg2://u@/db?host=h1:5433&host=h2            | u@h1:5433,h2:5432/db      | -
			postgres+psycopg2://h/db                                    | me@h:5432/db              | -
			postgresql://u:p@h/db                                       | u@h:5432/db               | p
			POSTGRESQL://u:p@h/db                                       | u@h:5432/db               | p
			postgres://u:p%3Aq%2Fr@h:5433/db                            | u@h:5433/db               | p:q/r
			postgresql://u:p?q@h/db                                     | u@h:5432/db               | p?q
			postgresql://u:@h/db                                        | u@h:5432/db               | -
			postgresql://h                                              | me@h:5432/me              | -
			postgresql://                                               | me@localhost:5432/me      | -
			postgresql:///db                                            | me@localhost:5432/db      | -
			postgresql://u@h                                            | u@h:5432/u                | -
			postgresql://u@h1:5432,h2:5433/db                           | u@h1:5432,h2:5433/db      | -
			postgresql://u@h1,h2:5433/db                                | u@h1:5432,h2:5433/db      | -
			postgresql://u@[::1]:5433/db                                | u@[::1]:5433/db           | -
			postgresql://u@[fe80::1%25eth0],h/db                        | u@[fe80::1%eth0]:5432,h:5432/db | -
			postgresql://u@h/d%C3%A9b%20x                               | u@h:5432/déb x            | -
			postgresql:///db?host=h&port=5433&user=u&password=p%26q     | u@h:5433/db               | p&q
			postgresql:///db?host=h1,h2&port=6000                       | me@h1:6000,h2:6000/db     | -
			postgresql://h/db?hostaddr=10.0.0.1                         | me@10.0.0.1:5432/db       | -
			postgresql://h:5433/one?dbname=two                          | me@h:5433/two             | -
			jdbc:postgresql://h:5433/db?user=u&password=p%40q           | u@h:5433/db               | p@q
			jdbc:postgresql://h1:1,h2:2/db                              | me@h1:1,h2:2/db           | -
			jdbc:postgresql://u:p@h/db                                  | u@h:5432/db               | p
			jdbc:postgresql:db                                          | me@localhost:5432/db      | -
			jdbc:postgresql:///db?user=u                                | u@localhost:5432/db       | -
			jdbc:postgresql:db?user=u                                   | u@localhost:5432/db       | -
			host=h port=5433 dbname=db user=u password=p                | u@h:5433/db               | p
			host = h  dbname='my db' password='it\\'s \\\\ @ /'         | me@h:5432/my db           | it's \\ @ /
			host=h1,h2 port=1,2 dbname=db                               | me@h1:1,h2:2/db           | -
			host=h password='' dbname=db                                | me@h:5432/db              | -
			""")
	void understandsEveryForm(String url, String place, @Nullable String password) {
		ConnectionTarget target = target(url);
		assertThat(target).hasToString(place);
		assertThat(target.password()).isEqualTo(password);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					postgresql://h/db?sslmode=verify-full&sslrootcert=/ca.pem         | sslmode=verify-full sslrootcert=/ca.pem
					postgresql://h/db?sslmode=require&sslrootcert=/ca.pem             | sslmode=verify-ca sslrootcert=/ca.pem
					postgresql://h/db?sslmode=require                                 | sslmode=require
					postgresql://h/db?sslrootcert=system                              | sslmode=verify-full sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory
					postgresql+asyncpg://h/db?ssl=require                             | sslmode=require
					postgresql://h/db?ssl=true                                        | sslmode=require
					postgresql://h/db?sslcert=/c.pem&sslkey=/k.pk8                    | sslcert=/c.pem sslkey=/k.pk8
					postgresql://h/db?connect_timeout=10                              | connectTimeout=10
					postgresql://h/db?connect_timeout=0                               | connectTimeout=0
					postgresql://h/db?application_name=a%20b                          | ApplicationName=a b
					postgresql+psycopg2://h/db?application_name=a+b                   | ApplicationName=a b
					postgresql://h/db?application_name=a+b                            | ApplicationName=a+b
					postgresql://h/db?fallback_application_name=x                     | ApplicationName=x
					postgresql://h/db?options=-c%20jit%3Doff                           | options=-c jit=off
					postgresql://h1,h2/db?target_session_attrs=read-write             | targetServerType=primary
					postgresql://h1,h2/db?target_session_attrs=prefer-standby         | targetServerType=preferSecondary
					postgresql://h1,h2/db?load_balance_hosts=random                   | loadBalanceHosts=true
					postgresql://h/db?keepalives=0&keepalives_idle=30                 | tcpKeepAlive=false
					postgresql://h/db?channel_binding=require                         | channelBinding=require
					postgresql://h/db?client_encoding=utf8                            | -
					jdbc:postgresql://h/db?ssl=true&sslmode=verify-ca&prepareThreshold=0 | ssl=true sslmode=verify-ca prepareThreshold=0
					jdbc:postgresql://h/db?ApplicationName=a+b                        | ApplicationName=a b
					host=h sslmode=disable connect_timeout=3                          | sslmode=disable connectTimeout=3
					""")
	void translatesParameters(String url, String properties) {
		Map<String, String> expected = new HashMap<>();
		for (String property : properties.split(" (?=\\w{4,}=)")) {
			if (!property.equals("-")) {
				expected.put(property.substring(0, property.indexOf('=')),
						property.substring(property.indexOf('=') + 1));
			}
		}
		assertThat(target(url).driverProperties()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			mysql://h/db                                     | MySQL                             | postgresql://
			mysql+pymysql://u:secret@h/db                    | MySQL                             | postgresql://
			sqlite:///conda.sqlite                           | SQLite                            | postgresql://
			oracle://h/db                                    | not PostgreSQL's: oracle          | postgresql://
			conda                                            | not the address of a database     | postgresql://
			postgresql:/h/db                                 | no // after the scheme            | postgresql://
			postgresql://h:port/db                           | port that is not a number         | 5432
			postgresql://h:70000/db                          | port that is not a number         | 5432
			postgresql://u:secret/x@h/db                     | one in the wrong place            | %2F
			postgresql://u:sec@ret@h/db                      | more than one @                   | %40
			postgresql://u:sec@ret/x@h/db                    | more than one @                   | %40
			postgresql://u:%zz@h/db                          | not followed by two hexadecimal   | %25
			postgresql://u:%00@h/db                          | %00                               | %25
			postgresql://u:%ff@h/db                          | not UTF-8                         | %25
			postgresql://h/db?sslmod=require                 | unknown parameter: sslmod         | sslmode
			postgresql://u:secret@h/db?sslmod=require        | unknown parameter: sslmod         | sslmode
			postgresql://h/db?sslmode=maybe                  | value for sslmode                 | verify-full
			postgresql://h/db?sslmode                        | parameter without a value         |
			postgresql://h/db?connect_timeout=soon           | connect_timeout that is not       | seconds
			postgresql://h/db?sslcrl=/x                      | sslcrl, which is not supported    | psql
			postgresql://h/db?sslrootcert=system&sslmode=prefer | weak sslmode                   | verify-full
			postgresql://h1,h2,h3/db?port=1,2                | 3 hosts and 2 ports               | one port
			postgresql://[::1/db                             | does not end in ]                 | [::1]:5432
			postgresql://::1/db                              | more than one colon               | [::1]:5432
			postgresql:///db?host=/var/run/postgresql        | Unix-domain socket                | localhost
			postgresql://%2Fvar%2Frun%2Fpostgresql/db        | Unix-domain socket                | localhost
			host=/tmp dbname=db                              | Unix-domain socket                | localhost
			host=h color=red                                 | unknown parameter: color          | libpq
			host=h dbname                                    | word without an =                 | quotes
			host='h                                          | quote that does not end           | \\'
			dbname=postgresql://u:secret@h/db                | address where a database's name   | --db
			jdbc:postgresql://h/db?colour=red                | unknown parameter: colour         |
			jdbc:postgresql://h/db?socketTimeout=soon        | socketTimeout that is not         | seconds
			service=nowhere                                  | there is no service "nowhere"     | pg_service.conf
			""")
	void refusesWhatItCannotKeep(String url, String message, @Nullable String hint) {
		assertUsage(() -> target(url), message, (hint != null) ? hint : "");
	}

	@Test
	void firstFoundWins() throws IOException {
		profiles("prod:\n  url: postgresql://profile/db\n");
		this.environment.put("PGHOST", "pghost");
		this.environment.put("CONDA_STORE_DATABASE_URL", "postgresql+psycopg2://theirs/db");
		this.environment.put("CONDA_STORE_SHELL_DB", "postgresql://ours/db");
		assertThat(resolve("postgresql://option/db", "prod")).hasToString("me@option:5432/db");
		assertThat(resolve(null, "prod")).hasToString("me@profile:5432/db");
		assertThat(resolve(null, null)).hasToString("me@ours:5432/db");
		this.environment.put("CONDA_STORE_SHELL_DB", " ");
		assertThat(resolve(null, null)).hasToString("me@theirs:5432/db");
		this.environment.remove("CONDA_STORE_DATABASE_URL");
		assertThat(resolve(null, null)).hasToString("me@pghost:5432/me");
		this.environment.remove("PGHOST");
		this.environment.put("PGSSLMODE", "require");
		this.environment.put("PGPASSWORD", "alone");
		ConnectionTarget embedded = resolve(null, null);
		assertThat(embedded.isEmbedded()).isTrue();
		assertThat(embedded.embeddedDirectory()).contains(this.home.resolve(".local/share/conda-store-shell/embedded"));
		assertThat(embedded.name()).isEqualTo("embedded");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE" })
	void eachVariableThatNamesAPlaceIsEnough(String variable) {
		this.environment.put(variable, "4321");
		assertThat(resolve(null, null).isEmbedded()).isFalse();
	}

	@Test
	void variablesFillWhatTheAddressLeavesOpen() {
		this.environment.putAll(Map.of("PGHOST", "pghost", "PGPORT", "5439", "PGUSER", "pguser", "PGPASSWORD", "pgpass",
				"PGDATABASE", "pgdb", "PGSSLMODE", "require", "PGOPTIONS", "-c x.y=z", "PGCONNECT_TIMEOUT", "9",
				"PGAPPNAME", "app"));
		ConnectionTarget open = resolve("postgresql://", null);
		assertThat(open).hasToString("pguser@pghost:5439/pgdb");
		assertThat(open.password()).isEqualTo("pgpass");
		assertThat(open.driverProperties()).isEqualTo(
				Map.of("sslmode", "require", "options", "-c x.y=z", "connectTimeout", "9", "ApplicationName", "app"));
		ConnectionTarget said = resolve("postgresql://u:p@h:1/db?sslmode=disable&connect_timeout=1", null);
		assertThat(said).hasToString("u@h:1/db");
		assertThat(said.password()).isEqualTo("p");
		assertThat(said.driverProperties()).containsEntry("sslmode", "disable").containsEntry("connectTimeout", "1");
	}

	@Test
	void addressInTheEnvironmentDoesNotReplaceAHostThatIsGiven() {
		this.environment.put("PGHOSTADDR", "10.0.0.1");
		assertThat(resolve("postgresql://h/db", null)).hasToString("me@h:5432/db");
		assertThat(resolve("postgresql:///db", null)).hasToString("me@10.0.0.1:5432/db");
	}

	@Test
	void servicesComeFromTheUsersFileThenTheSystems() throws IOException {
		Files.writeString(this.home.resolve(".pg_service.conf"), """
				# comment
				[other]
				host=wrong

				[prod]
				host=service-host
				host=later
				dbname = service db
				user=service_user
				password=from service
				[more]
				nonsense=1
				""");
		Files.createDirectories(this.home.resolve("etc"));
		Files.writeString(this.home.resolve("etc/pg_service.conf"), "[system]\nhost=system-host\n[prod]\nhost=no\n");
		this.environment.put("PGSYSCONFDIR", this.home.resolve("etc").toString());
		ConnectionTarget prod = resolve("service=prod", null);
		assertThat(prod).hasToString("service_user@service-host:5432/service db");
		assertThat(prod.password()).isEqualTo("from service");
		assertThat(resolve("service=prod user=u", null)).hasToString("u@service-host:5432/service db");
		assertThat(resolve("postgresql://?service=system", null)).hasToString("me@system-host:5432/me");
		this.environment.put("PGSERVICE", "prod");
		this.environment.put("PGUSER", "env");
		assertThat(resolve(null, null)).hasToString("service_user@service-host:5432/service db");
		assertUsage(() -> resolve("service=more", null), ".pg_service.conf:12: unknown parameter", "");
		Path elsewhere = this.home.resolve("elsewhere");
		this.environment.put("PGSERVICEFILE", elsewhere.toString());
		assertUsage(() -> resolve("service=more", null), "there is no service \"more\"", elsewhere.toString());
	}

	@Test
	void passwordsComeFromThePasswordFile() throws IOException {
		passwords(this.home.resolve(".pgpass"), """
				# h:5432:db:u:comment
				h:5433:db:u:port
				h\\:x:5432:db:u:escaped
				h:*:db:u:with\\:colon\\\\and backslash
				h:5432:db:*:too late
				*:*:*:someone:any
				""", "rw-------");
		assertThat(resolve("postgresql://u@h/db", null).password()).isEqualTo("with:colon\\and backslash");
		assertThat(resolve("postgresql://u@h:5433/db", null).password()).isEqualTo("port");
		assertThat(resolve("postgresql://v@h/db", null).password()).isEqualTo("too late");
		assertThat(resolve("postgresql://someone@elsewhere:1/x", null).password()).isEqualTo("any");
		assertThat(resolve("postgresql://u@other,h:5433/db", null).password()).isEqualTo("port");
		assertThat(resolve("postgresql://u@h/other", null).password()).isNull();
		assertThat(resolve("postgresql://u:given@h/db", null).password()).isEqualTo("given");
		this.environment.put("PGPASSWORD", "env");
		assertThat(resolve("postgresql://u@h/db", null).password()).isEqualTo("env");
		this.environment.remove("PGPASSWORD");
		Path other = this.home.resolve("passwords");
		passwords(other, "h:5432:db:u:other\n", "rw-------");
		this.environment.put("PGPASSFILE", other.toString());
		assertThat(resolve("postgresql://u@h/db", null).password()).isEqualTo("other");
	}

	@Test
	void passwordFileThatOthersCanReadIsNotUsed() throws IOException {
		passwords(this.home.resolve(".pgpass"), "*:*:*:*:secret\n", "rw-r-----");
		TargetResolver resolver = resolver(new DatabaseOptions("postgresql://u@h/db", null, null, false));
		assertThat(resolver.initial().password()).isNull();
		assertThat(resolver.takeNotes())
			.containsExactly(this.home + "/.pgpass is not used: others can read it; chmod 600 makes it private");
		assertThat(resolver.takeNotes()).isEmpty();
	}

	@Test
	void withoutAPasswordTheDriverIsToldSo() {
		assertThat(target("postgresql://u@h/db").driverLogin()).containsEntry("password", "");
	}

	@Test
	void profileMarksTheTarget() throws IOException {
		profiles("""
				prod:
				  url: postgresql://u:p@h/db
				  production: true
				  read-only: true
				plain:
				  url: postgresql://h/db
				""");
		TargetResolver resolver = resolver(new DatabaseOptions(null, "prod", null, false));
		ConnectionTarget prod = resolver.initial();
		assertThat(prod.name()).isEqualTo("prod");
		assertThat(prod.profile()).contains(new ProfileName("prod"));
		assertThat(prod.isProduction()).isTrue();
		assertThat(prod.isReadOnly()).isTrue();
		assertThat(resolver.takeNotes()).singleElement()
			.asString()
			.contains("profiles.yaml holds a password", "chmod 600");
		ConnectionTarget plain = resolver.named("plain");
		assertThat(plain.isProduction()).isFalse();
		assertThat(plain.isReadOnly()).isFalse();
		assertThat(plain.name()).isEqualTo("plain");
		assertThat(resolver.takeNotes()).isEmpty();
		assertThat(resolver(new DatabaseOptions(null, null, null, true)).named("plain").isReadOnly()).isTrue();
		Files.setPosixFilePermissions(Directories.of(this.environment).profiles(),
				PosixFilePermissions.fromString("rw-------"));
		resolver.named("prod");
		assertThat(resolver.takeNotes()).isEmpty();
		assertUsage(() -> resolver.named("nowhere"), "there is no profile nowhere", "defines prod, plain");
	}

	@Test
	void sessionCanGoBackToTheEmbeddedDatabase() throws IOException {
		TargetResolver resolver = resolver(new DatabaseOptions("postgresql://h/db", null, Path.of("/data"), false));
		assertThat(resolver.initial().isEmbedded()).isFalse();
		assertThat(resolver.takeNotes()).containsExactly("--embedded-dir has no effect: the database is h:5432/db");
		assertThat(resolver.named("embedded").embeddedDirectory()).contains(Path.of("/data"));
		assertThat(resolver.named("postgresql://x/y")).hasToString("me@x:5432/y");
		profiles("embedded:\n  url: postgresql://mine/db\n");
		assertThat(resolver.named("embedded")).hasToString("me@mine:5432/db");
		assertUsage(() -> resolver.named("not/a profile"), "is not a profile name", "letter or digit");
	}

	@Test
	void directoriesFollowTheXdgVariables() {
		assertThat(Directories.of(Map.of("HOME", "/home/u"))).isEqualTo(new Directories(Path.of("/home/u"),
				Path.of("/home/u/.config/conda-store-shell"), Path.of("/home/u/.local/share/conda-store-shell"),
				Path.of("/home/u/.local/state/conda-store-shell"), Path.of("/home/u/.cache/conda-store-shell")));
		Directories moved = Directories.of(Map.of("HOME", "/home/u", "XDG_CONFIG_HOME", "/c", "XDG_DATA_HOME", "/d",
				"XDG_STATE_HOME", "relative", "XDG_CACHE_HOME", ""));
		assertThat(moved.profiles()).isEqualTo(Path.of("/c/conda-store-shell/profiles.yaml"));
		assertThat(moved.embedded()).isEqualTo(Path.of("/d/conda-store-shell/embedded"));
		assertThat(moved.state()).isEqualTo(Path.of("/home/u/.local/state/conda-store-shell"));
		assertThat(moved.cache()).isEqualTo(Path.of("/home/u/.cache/conda-store-shell"));
	}

	private TargetResolver resolver(DatabaseOptions options) {
		return new TargetResolver(options, this.environment, Directories.of(this.environment), "me");
	}

	private ConnectionTarget resolve(@Nullable String url, @Nullable String profile) {
		return resolver(new DatabaseOptions(url, profile, null, false)).initial();
	}

	private void profiles(String yaml) throws IOException {
		Path file = Directories.of(this.environment).profiles();
		Files.createDirectories(file.getParent());
		Files.writeString(file, yaml);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
	}

	private static void passwords(Path file, String text, String permissions) throws IOException {
		Files.writeString(file, text);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
	}

	private static void assertUsage(ThrowingCallable call, String message, String hint) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(call).satisfies((failure) -> {
			assertThat(failure.getMessage()).contains(message).doesNotContain("secret");
			assertThat(failure.hint()).contains(hint).isNotBlank();
			assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
		});
	}

}
