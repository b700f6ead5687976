package org.condastore.shell.artifact;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.condastore.schema.testing.OnEachServer;
import org.condastore.schema.testing.TestDatabase;
import org.condastore.schema.testing.TestServer;
import org.condastore.shell.build.BuildId;
import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.NamePattern;
import org.condastore.shell.namespace.NamespaceName;
import org.condastore.shell.output.Rows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ArtifactRepositoryTest {

	/** One line for each artifact, as {@link #text} writes it. */
	private static final String SELECT = """
			SELECT concat(a.id, '|', a.build_id, '|', n.name, '/', e.name, '|', a.artifact_type, '|', a.key, '|',
			    CASE WHEN b.id IS NOT NULL THEN b.deleted_on IS NOT NULL END)
			FROM build_artifact a
			LEFT JOIN build b ON b.id = a.build_id
			LEFT JOIN environment e ON e.id = b.environment_id
			LEFT JOIN namespace n ON n.id = e.namespace_id
			""";

	@OnEachServer
	void agreesWithHandWrittenSql(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			database.load("""
					INSERT INTO build_artifact (id, artifact_type) VALUES (1000, 'DOCKER_BLOB');
					INSERT INTO build_artifact (id, build_id, artifact_type, key) VALUES (1001, 1, 'NOVEL', '')""");
			ArtifactRepository artifacts = new ArtifactRepository(database.sql(), Clock.systemUTC());
			assertThat(texts(artifacts.list(null, null, null, List.of(), null, Listing.ALL)))
				.isEqualTo(texts(database, "ORDER BY a.id"))
				.hasSize(244);
			assertThat(texts(artifacts.list(new BuildId(61), null, null, List.of(), null, Listing.ALL)))
				.isEqualTo(texts(database, "WHERE a.build_id = 61 ORDER BY a.id"))
				.hasSize(5);
			assertThat(texts(
					artifacts.list(null, EnvironmentName.of("data-science/viz"), null, List.of(), null, Listing.ALL)))
				.isEqualTo(texts(database, "WHERE n.name = 'data-science' AND e.name = 'viz' ORDER BY a.id"))
				.isNotEmpty();
			assertThat(texts(artifacts.list(null, null, NamespaceName.of("retired-team"),
					List.of(ArtifactType.CONDA_PACK, ArtifactType.YAML), null, Listing.ALL)))
				.isEqualTo(texts(database,
						"WHERE n.name = 'retired-team' AND a.artifact_type IN ('CONDA_PACK', 'YAML') ORDER BY a.id"))
				.isNotEmpty();
			assertThat(texts(artifacts.list(null, null, null, List.of(), NamePattern.of("logs/*_viz*"),
					new Listing("-key", null, true))))
				.isEqualTo(texts(database, "WHERE a.key LIKE 'logs/%!_viz%' ESCAPE '!' ORDER BY a.key DESC"));
			assertThat(texts(artifacts.list(null, null, null, List.of(), NamePattern.of("logs/*-viz.log"),
					new Listing("-key", null, true))))
				.isEqualTo(texts(database, "WHERE a.key LIKE 'logs/%-viz.log' ORDER BY a.key DESC, a.id DESC"))
				.isNotEmpty();
		}
	}

	@OnEachServer
	void whatDoesNotExistIsNotFound(TestServer server) {
		try (TestDatabase database = TestDatabase.live(server)) {
			ArtifactRepository artifacts = new ArtifactRepository(database.sql(), Clock.systemUTC());
			assertMissing(artifacts, new BuildId(62), null, null, "there is no build 62");
			assertMissing(artifacts, null, EnvironmentName.of("default/viz"), null,
					"there is no environment default/viz");
			assertMissing(artifacts, null, null, NamespaceName.of("nowhere"), "there is no namespace nowhere");
		}
	}

	private static void assertMissing(ArtifactRepository artifacts, @Nullable BuildId build,
			@Nullable EnvironmentName environment, @Nullable NamespaceName namespace, String message) {
		assertThatExceptionOfType(CommandFailure.class)
			.isThrownBy(() -> artifacts.list(build, environment, namespace, List.of(), null, Listing.ALL))
			.withMessage(message);
	}

	private static List<String> texts(Rows<ArtifactSummary> artifacts) {
		List<String> texts = new ArrayList<>();
		artifacts.forEach((artifact) -> texts.add(text(artifact)));
		return texts;
	}

	private static List<String> texts(TestDatabase database, String rest) {
		return database.sql().fetch(SELECT + rest).map((row) -> String.valueOf(row.get(0)));
	}

	private static String text(ArtifactSummary artifact) {
		Boolean deleted = artifact.buildDeleted();
		return "%d|%s|%s/%s|%s|%s|%s".formatted(artifact.id(), text(artifact.buildId()), text(artifact.namespace()),
				text(artifact.environment()), artifact.artifactType(), text(artifact.key()),
				(deleted == null) ? "" : deleted ? "t" : "f");
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}

}
