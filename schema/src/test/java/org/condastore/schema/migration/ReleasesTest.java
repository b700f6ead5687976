package org.condastore.schema.migration;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReleasesTest {

	@Test
	void rangesAreOfReleasesThatFollowedEachOther() {
		assertThat(Releases.runningOn(Revisions.at(1))).containsExactly("0.4.5");
		assertThat(Releases.runningOn(Revisions.at(2))).isEmpty();
		assertThat(Releases.runningOn(Revisions.at(3))).containsExactly("0.4.9 to 0.4.12");
		assertThat(Releases.runningOn(Revisions.at(4))).containsExactly("0.4.14", "0.4.15");
		assertThat(Releases.runningOn(Revisions.head())).containsExactly("2024.6.1 to 2024.11.2", "2025.2.1",
				"2025.2.2");
	}

	@Test
	void aReleaseMigratesFromEachRevisionThatItKnows() {
		for (Release release : Releases.all()) {
			assertThat(release.migrationsFrom(release.revision())).as(release.name()).contains(List.of());
			for (Revision revision : Revisions.all()) {
				Optional<List<String>> migrations = release.migrationsFrom(revision.id());
				int steps = release.version() - revision.version() + (release.isWithdrawn() ? 1 : 0);
				assertThat(migrations.isPresent()).as("%s from %s", release, revision)
					.isEqualTo(revision.version() <= release.version());
				migrations.ifPresent((ids) -> {
					assertThat(ids).as("%s from %s", release, revision).hasSize(steps);
					assertThat(ids.isEmpty() ? revision.id() : ids.get(steps - 1)).isEqualTo(release.revision());
				});
			}
			assertThat(release.migrationsFrom("64a749e87619")).isEmpty();
			assertThat(release.migrationsFrom(Revisions.WITHDRAWN).isPresent()).isEqualTo(release.isWithdrawn());
		}
	}

	@Test
	void theWithdrawnRevisionFollowsAllOthers() {
		Release withdrawn = Releases.withName("2025.1.1").orElseThrow();
		assertThat(withdrawn.migrationsFrom(Revisions.at(13).id())).contains(List.of("bf065abf375b", "89637f546129"));
		assertThat(Releases.withName("2025.1")).isEmpty();
	}

}
