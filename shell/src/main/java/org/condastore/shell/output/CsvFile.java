package org.condastore.shell.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Rows in a file, for programs. */
public final class CsvFile {

	private CsvFile() {
	}

	/**
	 * Writes rows as {@code -o csv} does, while they are read; what was in the file is
	 * lost.
	 * @param rows closed afterwards
	 * @throws IOException if the file cannot be opened
	 * @throws org.condastore.shell.failure.CommandFailure {@code FAILED} if the disk is
	 * full
	 */
	public static <T> void write(Path file, Rows<T> rows, View<T> view) throws IOException {
		try (rows; OutputStream stream = Files.newOutputStream(file); Utf8Writer text = new Utf8Writer(stream)) {
			RecordWriter<T> csv = new CsvWriter<>(text, Medium.PIPE, view);
			csv.begin();
			rows.forEach(csv::row);
			csv.end();
		}
	}

}
