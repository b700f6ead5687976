package org.condastore.schema.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.condastore.schema.catalog.CatalogText;

/**
 * The catalogs that conda-store's own migrations leave behind, as {@link CatalogText}.
 * They were read from databases that Alembic had made, not from ones that our migrations
 * make, and hold for every supported PostgreSQL.
 */
public final class RecordedCatalogs {

	private RecordedCatalogs() {
	}

	/**
	 * The catalog of a database at a revision.
	 * @param revision one of conda-store's revisions
	 * @return its text
	 */
	public static String of(Revision revision) {
		return text("%02d_%s.txt".formatted(revision.version(), revision.id()));
	}

	/**
	 * The catalog of a database at the revision that was withdrawn.
	 * @return its text
	 * @see Revisions#WITHDRAWN
	 */
	public static String ofWithdrawn() {
		return text("withdrawn_%s.txt".formatted(Revisions.WITHDRAWN));
	}

	private static String text(String file) {
		String resource = "/org/condastore/schema/catalogs/" + file;
		try (InputStream content = RecordedCatalogs.class.getResourceAsStream(resource)) {
			if (content == null) {
				throw new IllegalArgumentException("no catalog is recorded as " + resource);
			}
			return new String(content.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
