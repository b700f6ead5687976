package org.condastore.shell.build;

import org.condastore.shell.change.Changes;
import org.condastore.shell.change.Request;
import org.condastore.shell.change.RowOptions;
import org.condastore.shell.environment.EnvironmentName;
import org.condastore.shell.session.Effect;
import org.condastore.shell.session.OptionGroup;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Command;

/**
 * The {@code environment} command that needs builds: environments know nothing of them.
 */
public final class CurrentBuildCommands {

	private final CurrentBuildChangeRepository changed = new CurrentBuildChangeRepository();

	private final Changes changes;

	public CurrentBuildCommands(Changes changes) {
		this.changes = changes;
	}

	@Command(name = "environment set-current", group = "Environments",
			description = "Make another build the current one",
			help = "It has to be a live, COMPLETED build of the same environment. The service shows it at once; the link"
					+ " on the disk moves when a worker is told to.")
	@Effect(Effect.Kind.WRITES)
	void setCurrent(@Argument(index = 0, description = "namespace/name") EnvironmentName name,
			@Argument(index = 1, description = "the build's id") BuildId build, @OptionGroup RowOptions options) {
		this.changes.run(Request.write("set current build of environment %s to %s".formatted(name, build),
				"environment", "environments"), options, (planning) -> this.changed.set(planning, name, build));
	}

}
