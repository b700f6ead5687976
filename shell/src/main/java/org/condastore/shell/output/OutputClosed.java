package org.condastore.shell.output;

/**
 * Whoever read the results has closed the pipe, as {@code | head} does once it has seen
 * enough. Nothing failed and there is nobody to tell: the command stops, nothing more is
 * read from the database, nothing is reported.
 *
 * <p>
 * A one-shot command that ends like this exits with 0; a batch stops at the line and
 * exits with 1 when lines are left that did not run.
 */
public final class OutputClosed extends RuntimeException {

	private static final long serialVersionUID = 1L;

	OutputClosed(Throwable cause) {
		super("the reader of the output is gone", cause);
	}

}
