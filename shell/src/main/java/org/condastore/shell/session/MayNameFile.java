package org.condastore.shell.session;

import java.util.Optional;

/**
 * An argument that may be a file to read, among other things. As with {@link InputFile} a
 * batch makes sure that the file is there before anything runs.
 */
public interface MayNameFile {

	/** The file, if it is one. */
	Optional<InputFile> file();

}
