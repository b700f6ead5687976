package org.condastore.shell;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.condastore.shell.connection.DatabaseOptions;
import org.condastore.shell.connection.Directories;
import org.condastore.shell.connection.TargetResolver;
import org.condastore.shell.output.Streams;
import org.condastore.shell.output.TerminalFacts;
import org.condastore.shell.session.Invocation;

/**
 * How long a TAB takes, from the text before the cursor to what is offered, in the wiring
 * of the program itself. {@code scripts/bench/run} compiles and runs it; it reaches what
 * the program keeps private by reflection, and fails if that changes.
 */
final class CompletionTimes {

	private static final int WARM_UP = 20;

	private CompletionTimes() {
	}

	/**
	 * Takes a database, a number of repetitions and the texts. Writes a line each: text,
	 * microseconds of the first time, of the median and of the least, number of proposals.
	 */
	public static void main(String[] arguments) throws ReflectiveOperationException {
		int repetitions = Integer.parseInt(arguments[1]);
		Directories directories = Directories.of(System.getenv());
		TargetResolver targets = new TargetResolver(new DatabaseOptions(arguments[0], null, null, false), Map.of(),
				directories);
		Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), OutputStream.nullOutputStream(),
				OutputStream.nullOutputStream(), TerminalFacts.NONE);
		try (CondaStoreShell shell = new CondaStoreShell(Invocation.parse(List.of()), streams, targets,
				Clock.systemUTC())) {
			Field field = CondaStoreShell.class.getDeclaredField("completions");
			field.setAccessible(true);
			Object completions = ((Supplier<?>) field.get(shell)).get();
			Method complete = completions.getClass().getDeclaredMethod("complete", String.class, int.class);
			complete.setAccessible(true);
			for (String text : List.of(arguments).subList(2, arguments.length)) {
				long[] times = new long[WARM_UP + repetitions];
				int offered = 0;
				for (int i = 0; i < times.length; i++) {
					long start = System.nanoTime();
					offered = ((List<?>) complete.invoke(completions, text, text.length())).size();
					times[i] = (System.nanoTime() - start) / 1000;
				}
				long[] last = Arrays.copyOfRange(times, WARM_UP, times.length);
				Arrays.sort(last);
				System.out.printf("%s\t%d\t%d\t%d\t%d%n", text, times[0], last[last.length / 2], last[0], offered);
			}
		}
	}

}
