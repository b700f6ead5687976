package org.condastore.shell.session;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.shell.core.command.AbstractCommand;
import org.springframework.shell.core.command.CommandArgument;
import org.springframework.shell.core.command.CommandContext;
import org.springframework.shell.core.command.CommandOption;
import org.springframework.shell.core.command.ExitStatus;
import org.springframework.shell.core.command.ParsedInput;
import org.springframework.shell.core.command.annotation.Command;

/**
 * A command that is an annotated method. Its object is not made before the command runs,
 * so that help, completion and a line that does not parse cost nothing.
 *
 * <p>
 * Used instead of Spring Shell's own adapter, which joins and ignores what it does not
 * know (Spring Shell 4.0.1).
 */
final class MethodCommand extends AbstractCommand {

	private final Method method;

	private final Supplier<?> target;

	private final List<Binder> binders;

	private final List<Parameter> parameters;

	private final List<Parameter> positional;

	private final List<Parameter> options;

	private final Effect.Kind effect;

	private final boolean alone;

	private final boolean apart;

	private MethodCommand(Method method, Command command, Supplier<?> target) {
		super(String.join(" ", command.name()), command.description(), command.group(), command.help(),
				command.hidden());
		this.method = method;
		this.target = target;
		this.binders = Arrays.stream(method.getParameters()).map(MethodCommand::binder).toList();
		this.parameters = this.binders.stream().flatMap((binder) -> binder.parameters().stream()).toList();
		Effect declared = method.getAnnotation(Effect.class);
		this.effect = (declared != null) ? declared.value() : Effect.Kind.READS;
		this.alone = declared != null && declared.alone();
		this.apart = declared != null && declared.apart();
		this.positional = this.parameters.stream().filter((parameter) -> !parameter.isOption()).toList();
		this.options = withGeneral(this.parameters.stream().filter(Parameter::isOption).toList());
		setOptions(this.parameters.stream()
			.filter(Parameter::isOption)
			.map((parameter) -> parameter.option(null))
			.toList());
	}

	/** The commands of a class: its methods with {@link Command}. */
	static List<MethodCommand> in(Class<?> commands, Supplier<?> target) {
		List<MethodCommand> found = new ArrayList<>();
		for (Method method : commands.getDeclaredMethods()) {
			Command command = method.getAnnotation(Command.class);
			if (command != null) {
				method.setAccessible(true);
				found.add(new MethodCommand(method, command, target));
			}
		}
		return found;
	}

	Effect.Kind effect() {
		return this.effect;
	}

	/** Whether it reads in a transaction of its own: {@link Effect#alone}. */
	boolean alone() {
		return this.alone;
	}

	/** Whether it cannot share a transaction that writes: {@link Effect#apart}. */
	boolean apart() {
		return this.apart;
	}

	/** Everything that can be typed after the name, in the order of declaration. */
	List<Parameter> parameters() {
		return this.parameters;
	}

	List<Parameter> positional() {
		return this.positional;
	}

	/**
	 * The option of that long name, without dashes: the command's own before the general
	 * ones.
	 */
	Optional<Parameter> option(String name) {
		for (Parameter option : this.options) {
			if (option.name().equals(name)) {
				return Optional.of(option);
			}
		}
		return Optional.empty();
	}

	Optional<Parameter> option(char shortName) {
		// A blank is what options without a letter have.
		for (Parameter option : this.options) {
			if (shortName != ' ' && option.shortName() == shortName) {
				return Optional.of(option);
			}
		}
		return Optional.empty();
	}

	/** The command's own options, then those that every command takes. */
	List<Parameter> options() {
		return this.options;
	}

	private static List<Parameter> withGeneral(List<Parameter> own) {
		List<Parameter> options = new ArrayList<>(own);
		for (Parameter general : Parameter.EVERYWHERE) {
			if (own.stream().noneMatch((option) -> option.shortName() == general.shortName())) {
				options.add(general);
			}
		}
		return List.copyOf(options);
	}

	/** Whether the last argument takes the rest of the line as it is. */
	boolean takesRest() {
		return this.parameters.stream().anyMatch((parameter) -> parameter.kind() == Parameter.Kind.REST);
	}

	/** Whether the last argument takes all words that are no options. */
	boolean takesMany() {
		return !this.positional.isEmpty() && this.positional.get(this.positional.size() - 1).many();
	}

	/**
	 * Converts what was typed, without running anything.
	 * @return the method's arguments
	 * @throws org.condastore.shell.failure.CommandFailure {@code USAGE} for a value of
	 * the wrong type
	 */
	@Nullable Object[] bind(ParsedInput input) {
		@Nullable Object[] arguments = new Object[this.binders.size()];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = this.binders.get(i).value(input);
		}
		return arguments;
	}

	/**
	 * Converts what was typed as far as it is known: what depends on a value that a batch
	 * will only learn is left out.
	 * @param trace is told which word is wrong
	 * @throws org.condastore.shell.failure.CommandFailure {@code USAGE} for a value of
	 * the wrong type
	 */
	void check(ParsedInput input, WordTrace trace) {
		boolean complete = input.arguments().stream().map(CommandArgument::value).noneMatch(Variables::isUnknown)
				&& input.options().stream().map(CommandOption::value).noneMatch(Variables::isUnknown);
		for (Binder binder : this.binders) {
			binder.check(input, trace, complete);
		}
	}

	@Override
	public ExitStatus doExecute(CommandContext context) throws Exception {
		invoke(bind(context.parsedInput()));
		return ExitStatus.OK;
	}

	/** Calls the method with bound arguments. */
	void invoke(@Nullable Object[] arguments) throws Exception {
		try {
			this.method.invoke(this.target.get(), arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			if (ex.getCause() instanceof Error cause) {
				throw cause;
			}
			throw ex;
		}
	}

	/** Finds the value of one parameter of the method in the words that were typed. */
	private interface Binder {

		@Nullable Object value(ParsedInput input);

		List<Parameter> parameters();

		/**
		 * Like {@link #value}, without the value.
		 * @param complete whether all values are known
		 */
		void check(ParsedInput input, WordTrace trace, boolean complete);

	}

	private static Binder binder(java.lang.reflect.Parameter declared) {
		if (declared.isAnnotationPresent(OptionGroup.class)) {
			return group(declared.getType());
		}
		Parameter parameter = Parameter.of(declared);
		if (parameter == null) {
			throw new IllegalStateException(
					"%s of %s is neither argument nor option".formatted(declared, declared.getDeclaringExecutable()));
		}
		return new Single(parameter);
	}

	private static Binder group(Class<?> type) {
		Constructor<?> constructor = type.getDeclaredConstructors()[0];
		constructor.setAccessible(true);
		List<Binder> components = Arrays.stream(constructor.getParameters()).map(MethodCommand::binder).toList();
		return new Group(constructor, components);
	}

	private record Group(Constructor<?> constructor, List<Binder> components) implements Binder {

		@Override
		public Object value(ParsedInput input) {
			@Nullable Object[] values = new Object[this.components.size()];
			for (int i = 0; i < values.length; i++) {
				values[i] = this.components.get(i).value(input);
			}
			try {
				return this.constructor.newInstance(values);
			}
			catch (InvocationTargetException ex) {
				if (ex.getCause() instanceof RuntimeException cause) {
					throw cause;
				}
				throw new IllegalStateException(ex);
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public List<Parameter> parameters() {
			return this.components.stream().flatMap((component) -> component.parameters().stream()).toList();
		}

		@Override
		public void check(ParsedInput input, WordTrace trace, boolean complete) {
			this.components.forEach((component) -> component.check(input, trace, complete));
			if (complete) {
				trace.at(null);
				value(input);
			}
		}

	}

	private record Single(Parameter parameter) implements Binder {

		@Override
		public List<Parameter> parameters() {
			return List.of(this.parameter);
		}

		@Override
		public @Nullable Object value(ParsedInput input) {
			return switch (this.parameter.kind()) {
				case FLAG -> optionIn(input) != null;
				case OPTION -> {
					CommandOption option = optionIn(input);
					yield converted(this.parameter.dashed(), (option != null) ? option.value() : null);
				}
				case ARGUMENT -> this.parameter.many() ? argumentsIn(input)
					.map((typed) -> Values.convert(this.parameter.name(), typed, this.parameter.type()))
					.toList() : converted(this.parameter.name(), argumentIn(input));
				case REST -> argumentsIn(input).toList();
			};
		}

		@Override
		public void check(ParsedInput input, WordTrace trace, boolean complete) {
			trace.at(trace.of(this.parameter));
			boolean known = complete || switch (this.parameter.kind()) {
				case FLAG -> true;
				case OPTION -> {
					CommandOption option = optionIn(input);
					yield option == null || !Variables.isUnknown(option.value());
				}
				case ARGUMENT, REST -> this.parameter.many() ? argumentsIn(input).noneMatch(Variables::isUnknown)
						: !Variables.isUnknown(argumentIn(input));
			};
			if (known) {
				value(input);
			}
		}

		private Stream<String> argumentsIn(ParsedInput input) {
			return input.arguments()
				.stream()
				.filter((argument) -> argument.index() >= this.parameter.position())
				.map(CommandArgument::value);
		}

		private @Nullable CommandOption optionIn(ParsedInput input) {
			for (CommandOption option : input.options()) {
				if (this.parameter.name().equals(option.longName())) {
					return option;
				}
			}
			return null;
		}

		private @Nullable String argumentIn(ParsedInput input) {
			int position = this.parameter.position();
			return (position < input.arguments().size()) ? input.arguments().get(position).value() : null;
		}

		private @Nullable Object converted(String label, @Nullable String typed) {
			String text = (typed != null) ? typed : this.parameter.defaultValue();
			if (typed == null && text.isEmpty()) {
				return this.parameter.many() ? List.of() : null;
			}
			return this.parameter.many() ? Values.convertList(label, text, this.parameter.type())
					: Values.convert(label, text, this.parameter.type());
		}

	}

}
