package org.condastore.shell.session;

import java.util.List;

import org.condastore.shell.output.ErrorReport;

/**
 * A command of a batch, or what stands between commands.
 *
 * @param kind what it is
 * @param where its first line
 * @param words as they were written; variables are not in them yet
 */
record BatchStep(Kind kind, ErrorReport.Location where, List<Word> words) {

	enum Kind {

		/** A command that runs. */
		COMMAND,

		/** From here to its end a block stops at the first failure. */
		ON_ERROR_STOP,

		/** From here to its end a block goes on after failures. */
		ON_ERROR_CONTINUE,

		/** The end of a block. */
		END;

		/** Whether a block begins. */
		boolean begins() {
			return this == ON_ERROR_STOP || this == ON_ERROR_CONTINUE;
		}

	}

}
