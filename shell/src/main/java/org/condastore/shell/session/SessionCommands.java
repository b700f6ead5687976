package org.condastore.shell.session;

import java.util.List;
import java.util.Locale;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.output.Format;
import org.condastore.shell.output.Output;
import org.condastore.shell.output.OutputSettings;
import org.condastore.shell.output.Rows;
import org.condastore.shell.output.View;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.annotation.Argument;
import org.springframework.shell.core.command.annotation.Arguments;
import org.springframework.shell.core.command.annotation.Command;

/** The commands that act on the session itself. */
public final class SessionCommands {

	private static final String GROUP = "Session";

	/** What {@code set} can change. */
	enum Setting {

		/** A format. */
		OUTPUT,

		/** Whether long results go through a pager. */
		PAGER,

		/** Whether each command tells how long it took. */
		TIMING,

		/** Whether a terminal gets colours. */
		COLOUR

	}

	private record SettingValue(String name, String value) {
	}

	private static final View<SettingValue> SETTINGS = View.<SettingValue>of("settings")
		.text("option", SettingValue::name)
		.text("value", SettingValue::value);

	private final CommandTable commands;

	private final SessionState state;

	private final OutputSettings settings;

	private final Output out;

	public SessionCommands(CommandTable commands, SessionState state, OutputSettings settings, Output out) {
		this.commands = commands;
		this.state = state;
		this.settings = settings;
		this.out = out;
	}

	@Command(name = "help", group = GROUP, description = "Show all commands, or what one of them takes")
	@Effect(Effect.Kind.SESSION)
	void help(@Arguments List<String> command) {
		this.out.text(Help.about(this.commands, command));
	}

	@Command(name = "exit", group = GROUP, description = "Leave the shell")
	@Effect(Effect.Kind.SESSION)
	void exit() {
		this.state.end();
	}

	@Command(name = "set", group = GROUP, description = "Show or change how this session shows results",
			help = "output takes a format; pager and colour take auto, on or off; timing takes on or off.")
	@Effect(Effect.Kind.SESSION)
	void set(@Argument(index = 0, description = "what to change; without it all are shown") @Nullable Setting option,
			@Argument(index = 1, description = "its new value") @Nullable String value) {
		if (option == null) {
			this.out.list(Rows
				.of(List.of(setting("output", this.settings.format()), setting("pager", this.settings.pager()),
						setting("timing", onOff(this.settings.timing())), setting("colour", this.settings.colour()))),
					SETTINGS);
			return;
		}
		if (value == null) {
			throw CommandFailure.usage("set %s needs a value".formatted(option.name().toLowerCase(Locale.ROOT)),
					"set alone shows the present ones");
		}
		String label = "set " + option.name().toLowerCase(Locale.ROOT);
		switch (option) {
			case OUTPUT -> this.settings.format((Format) Values.convert(label, value, Format.class));
			case PAGER -> this.settings.pager(mode(label, value));
			case COLOUR -> this.settings.colour(mode(label, value));
			case TIMING -> {
				OutputSettings.Mode mode = mode(label, value);
				if (mode == OutputSettings.Mode.AUTO) {
					throw CommandFailure.usage("set timing cannot be \"auto\"", "use on or off");
				}
				this.settings.timing(mode == OutputSettings.Mode.ON);
			}
		}
	}

	/** What can follow {@code set OPTION}. */
	static List<String> valuesOf(String option) {
		return switch (option.toLowerCase(Locale.ROOT)) {
			case "output" -> Values.constants(Format.class);
			case "pager", "colour" -> Values.constants(OutputSettings.Mode.class);
			case "timing" -> List.of("on", "off");
			default -> List.of();
		};
	}

	private static OutputSettings.Mode mode(String label, String value) {
		return (OutputSettings.Mode) Values.convert(label, value, OutputSettings.Mode.class);
	}

	private static SettingValue setting(String name, Enum<?> value) {
		return new SettingValue(name, value.name().toLowerCase(Locale.ROOT));
	}

	private static OutputSettings.Mode onOff(boolean on) {
		return on ? OutputSettings.Mode.ON : OutputSettings.Mode.OFF;
	}

}
