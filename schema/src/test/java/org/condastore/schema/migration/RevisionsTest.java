package org.condastore.schema.migration;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RevisionsTest {

	@Test
	void versionsCountFromOneInTheOrderOfTheChain() {
		assertThat(Revisions.all()).extracting(Revision::version)
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 14).boxed().toList());
		assertThat(Revisions.all()).extracting(Revision::id).doesNotHaveDuplicates();
		assertThat(Revisions.head()).extracting(Revision::version, Revision::id).containsExactly(14, "bf065abf375b");
	}

	@Test
	void areFoundByEitherNumber() {
		for (Revision revision : Revisions.all()) {
			assertThat(Revisions.withId(revision.id())).contains(revision);
			assertThat(Revisions.withVersion(revision.version())).contains(revision);
		}
	}

	@Test
	void whatCondaStoreDoesNotKnowIsNotFound() {
		assertThat(Revisions.withId(Revisions.WITHDRAWN)).isEmpty();
		assertThat(Revisions.withId("bf06")).isEmpty();
		assertThat(Revisions.withVersion(0)).isEmpty();
		assertThat(Revisions.withVersion(15)).isEmpty();
	}

	@Test
	void versionsBeyondCondaStoresOwnAreAtItsHead() {
		assertThat(Revisions.at(1)).isEqualTo(Revisions.all().get(0));
		assertThat(Revisions.at(14)).isEqualTo(Revisions.head());
		assertThat(Revisions.at(Revisions.NEWEST_VERSION)).isEqualTo(Revisions.head());
		assertThat(Revisions.at(20261122230000L)).isEqualTo(Revisions.head());
		assertThatIllegalArgumentException().isThrownBy(() -> Revisions.at(0));
	}

	@Test
	void withdrawnRevisionHasLostTheChannelOfAPackageBuild() {
		assertThat(RecordedCatalogs.ofWithdrawn()).contains("UNIQUE (package_id, subdir, build, build_number, sha256)")
			.doesNotContain("conda_package_build_channel_id_fkey");
	}

}
