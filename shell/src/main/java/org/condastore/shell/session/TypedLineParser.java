package org.condastore.shell.session;

import java.util.List;

import org.condastore.shell.failure.CommandFailure;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.SyntaxError;

/**
 * Tells the line editor when a command is complete, in the grammar of
 * {@link WordScanner}.
 */
final class TypedLineParser implements Parser {

	/**
	 * Reads a text.
	 * @throws EOFError if Enter was pressed although the command goes on
	 * @throws SyntaxError if no command can hold this text; the editor then hands it out
	 * as it is, and running it tells why
	 */
	@Override
	public ParsedLine parse(String text, int cursor, ParseContext context) {
		try {
			if (context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT) {
				List<TypedCommand> commands = TypedCommand.in(text);
				if (!commands.get(commands.size() - 1).complete()) {
					throw new EOFError(-1, -1, "the command goes on");
				}
			}
			return TypedLine.of(text, Math.min(cursor, text.length()));
		}
		catch (CommandFailure failure) {
			throw new SyntaxError(-1, -1, failure.getMessage());
		}
	}

}
