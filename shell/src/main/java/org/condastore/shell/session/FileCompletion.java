package org.condastore.shell.session;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.springframework.shell.core.command.completion.CompletionContext;
import org.springframework.shell.core.command.completion.CompletionProposal;
import org.springframework.shell.core.command.completion.CompletionProvider;

/**
 * Files and directories. Used instead of Spring Shell's own provider, which fails when
 * the directory does not exist or cannot be read, and leaves it open (Spring Shell
 * 4.0.1).
 */
final class FileCompletion implements CompletionProvider {

	@Override
	public List<CompletionProposal> apply(CompletionContext context) {
		String typed = String.valueOf(context.currentWordUpToCursor());
		String directory = typed.substring(0, typed.lastIndexOf('/') + 1);
		String beginning = typed.substring(directory.length());
		List<CompletionProposal> found = new ArrayList<>();
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(directory))) {
			for (Path entry : entries) {
				String name = String.valueOf(entry.getFileName());
				boolean hidden = name.startsWith(".") && !beginning.startsWith(".");
				if (name.startsWith(beginning) && !hidden) {
					found.add(proposal(directory, name, Files.isDirectory(entry)));
				}
			}
		}
		catch (IOException | DirectoryIteratorException | InvalidPathException ex) {
			// There is no such directory, or it is not to be read: nothing to offer.
			return List.of();
		}
		found.sort(Comparator.comparing(CompletionProposal::value));
		return found;
	}

	private static CompletionProposal proposal(String directory, String name, boolean isDirectory) {
		String shown = isDirectory ? name + "/" : name;
		return new CompletionProposal(directory + shown).displayText(shown).complete(!isDirectory);
	}

}
