package org.condastore.shell.doctor;

import java.util.Arrays;
import java.util.List;

import org.condastore.schema.migration.Release;
import org.condastore.shell.artifact.ArtifactType;
import org.condastore.shell.setting.SettingKey;
import org.condastore.shell.setting.SettingType;
import org.jooq.Condition;
import org.jooq.impl.DSL;

import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.condastore.schema.jooq.Tables.KEYVALUESTORE;
import static org.condastore.shell.doctor.ViolationQuery.clause;
import static org.condastore.shell.doctor.ViolationQuery.text;

/** U9. */
final class ReleaseKnowsArtifactTypes extends UpgradeCheck {

	private static final List<String> LISTS = SettingKey.all()
		.stream()
		.filter((key) -> key.type() == SettingType.ARTIFACT_TYPES)
		.map(SettingKey::name)
		.toList();

	private final List<ArtifactType> unknown;

	/**
	 * Before one upgrade.
	 * @param unknown the types that this release does not know, and others do
	 */
	ReleaseKnowsArtifactTypes(Release release, List<ArtifactType> unknown) {
		super(release);
		this.unknown = unknown;
	}

	@Override
	public String id() {
		return "U9";
	}

	@Override
	public String sentence() {
		return "artifacts of builds have a key and a type that the release knows, and lists of types know it";
	}

	@Override
	public Explanation explanation() {
		return new Explanation("""
				Old releases stored images for Docker, and their artifacts stay as long as the builds. Releases
				2025.1.1 and 2025.2.1 did not know DOCKER_BLOB; 2025.2.2 knows it again. A word that no release
				knows, or a missing key, was written by hand.
				""", """
				The release fails while it reads the artifact: every list of builds or environments that holds such
				a build is an error.
				""", """
				Start a release that knows the type: 2025.2.2 or later know all that there ever were. For what no
				release knows, doctor explain B2 says what mends it.
				""", """
				Do not delete rows whose objects are still in the storage: nothing else knows that they are there.
				""");
	}

	@Override
	public Findings find(Examination examination) {
		List<String> known = Arrays.stream(ArtifactType.values())
			.filter((type) -> !this.unknown.contains(type))
			.map(Enum::name)
			.toList();
		ViolationQuery artifacts = ViolationQuery.of(BUILD_ARTIFACT)
			.where(BUILD_ARTIFACT.BUILD_ID.isNotNull())
			.where(text(BUILD_ARTIFACT.ARTIFACT_TYPE).notIn(known).or(BUILD_ARTIFACT.KEY.isNull()))
			.namespace(NamespaceOf.build(BUILD_ARTIFACT.BUILD_ID))
			.detail(DSL
				.when(BUILD_ARTIFACT.KEY.isNull(),
						clause("%s of build %s has no key", BUILD_ARTIFACT.ARTIFACT_TYPE, BUILD_ARTIFACT.BUILD_ID))
				.otherwise(
						clause("its type is %s, of build %s", BUILD_ARTIFACT.ARTIFACT_TYPE, BUILD_ARTIFACT.BUILD_ID)));
		if (this.unknown.isEmpty() || !examination.schema().has(KEYVALUESTORE)) {
			return examination.find(artifacts);
		}
		Condition named = DSL.or(this.unknown.stream()
			.map((type) -> text(KEYVALUESTORE.VALUE).contains("\"" + type.name() + "\""))
			.toList());
		return examination.find(artifacts, ViolationQuery.of(KEYVALUESTORE)
			.where(KEYVALUESTORE.KEY.in(LISTS).and(named))
			.namespace(NamespaceOf.setting(KEYVALUESTORE.PREFIX))
			.detail("%s %s is %s", KEYVALUESTORE.PREFIX, KEYVALUESTORE.KEY, DSL.left(text(KEYVALUESTORE.VALUE), 60)));
	}

	@Override
	public Repair repair() {
		return new Repair.Request("a release that knows the type reads it; doctor explain B2 is about what none knows");
	}

}
