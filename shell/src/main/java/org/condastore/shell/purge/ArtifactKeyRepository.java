package org.condastore.shell.purge;

import java.io.IOException;
import java.nio.file.Path;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.listing.Listing;
import org.condastore.shell.listing.Pages;
import org.condastore.shell.listing.SortKeys;
import org.condastore.shell.output.CsvFile;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

import static org.condastore.schema.jooq.Tables.BUILD;
import static org.condastore.schema.jooq.Tables.BUILD_ARTIFACT;
import static org.jooq.impl.DSL.select;

/**
 * What builds have on disk and in the object storage. The rows of their artifacts are the
 * only trace of it: without them nobody finds it again.
 */
public final class ArtifactKeyRepository {

	private static final SortKeys OLDEST_FIRST = SortKeys.oldestFirst(BUILD_ARTIFACT.ID);

	private final DSLContext db;

	public ArtifactKeyRepository(DSLContext db) {
		this.db = db;
	}

	/**
	 * Makes sure that purging builds orphans nothing.
	 * @param builds which ones, as a condition on the table of builds
	 * @param export where the keys are written, be there some or none; null for nowhere
	 * @param removal what removes the artifacts, to be read after "or": a request, say
	 * @throws CommandFailure {@code PRECONDITION} if there are artifacts, {@code USAGE}
	 * if the file cannot be written
	 */
	public void requireNone(Condition builds, @Nullable Path export, String removal) {
		if (export != null) {
			write(export, builds);
		}
		int artifacts = this.db.fetchCount(BUILD_ARTIFACT, of(builds));
		if (artifacts == 0) {
			return;
		}
		ArtifactKey first = this.db.select(BUILD_ARTIFACT.BUILD_ID, BUILD_ARTIFACT.ARTIFACT_TYPE, BUILD_ARTIFACT.KEY)
			.from(BUILD_ARTIFACT)
			.where(of(builds))
			.orderBy(BUILD_ARTIFACT.ID)
			.limit(1)
			.fetchSingle((row) -> new ArtifactKey(row.value1(), row.value2(), row.value3()));
		throw CommandFailure.precondition(
				"%s would be left in the storage without a trace, the first is the %s of build %d: %s".formatted(
						(artifacts == 1) ? "1 artifact" : "%,d artifacts".formatted(artifacts), first.artifactType(),
						first.buildId(), first.key()),
				"%s; or %s".formatted(
						(export != null) ? "their keys are in " + export : "--export FILE keeps their keys", removal));
	}

	/**
	 * Writes the keys of all artifacts of some builds as CSV, the oldest first.
	 * @param builds a condition on their table
	 * @throws CommandFailure {@code USAGE} if the file cannot be written
	 */
	void write(Path file, Condition builds) {
		try {
			CsvFile.write(file,
					Pages.of(
							(after) -> this.db
								.select(BUILD_ARTIFACT.ID, BUILD_ARTIFACT.BUILD_ID, BUILD_ARTIFACT.ARTIFACT_TYPE,
										BUILD_ARTIFACT.KEY)
								.from(BUILD_ARTIFACT)
								.where(of(builds))
								.and(after),
							OLDEST_FIRST, Listing.ALL,
							(row) -> new ArtifactKey(row.value2(), row.value3(), row.value4())),
					ArtifactKeyViews.EXPORT);
		}
		catch (IOException ex) {
			throw CommandFailure.usage("the keys cannot be written to %s".formatted(file),
					"--export takes the path of a file in a directory that you may write to");
		}
	}

	private static Condition of(Condition builds) {
		return BUILD_ARTIFACT.BUILD_ID.in(select(BUILD.ID).from(BUILD).where(builds));
	}

}
