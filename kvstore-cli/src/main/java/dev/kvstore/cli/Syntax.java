package dev.kvstore.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/**
 * The options, commands and arguments. They are not taken from annotations because
 * reading these takes longer than most commands do.
 */
final class Syntax {

	static final String DIRECTORY = "--dir";

	static final String DIRECTORY_VARIABLE = "KVSTORE_DIR";

	static final String IDENTIFIER = "--id";

	private static final String VERSION = "kvstore "
			+ Objects.requireNonNullElse(Syntax.class.getPackage().getImplementationVersion(), "(not packaged)");

	private static final Set<String> OPTIONS = Set.of(DIRECTORY, IDENTIFIER, "-h", "--help", "--version");

	private final CommandSpec root = CommandSpec.create().name("kvstore").version(VERSION);

	private Syntax() {
		this.root.usageMessage()
			.description("Reads and writes a JSON key-value store that processes share through a directory.")
			.synopsisSubcommandLabel("COMMAND")
			.exitCodeListHeading("%nExit codes:%n")
			.exitCodeList(exitCodes());
		this.root.addOption(option(DIRECTORY, String.class).paramLabel("DIR")
			.description("The store's directory. By default, what the variable " + DIRECTORY_VARIABLE + " holds.")
			.build());
		this.root.addOption(option(IDENTIFIER, String.class).paramLabel("ID")
			.description("The writer's name. By default, made of host and process.")
			.build());
		this.root.addOption(option("--help", boolean.class).names("-h", "--help")
			.usageHelp(true)
			.description("Shows how to use a command.")
			.build());
		this.root.addOption(OptionSpec.builder("--version")
			.type(boolean.class)
			.versionHelp(true)
			.description("Shows the version.")
			.build());
	}

	static CommandLine commandLine() {
		Syntax syntax = new Syntax();
		syntax.addCommands();
		return new CommandLine(syntax.root)
			// A key such as @x is no file to read arguments from.
			.setExpandAtFiles(false);
	}

	/**
	 * Returns what among the arguments looks like an option and is none. A number is
	 * none, nor is what comes after {@code --}.
	 */
	static @Nullable String unknownOption(String[] args) {
		for (String arg : args) {
			if (arg.equals("--")) {
				return null;
			}
			String name = arg.contains("=") ? arg.substring(0, arg.indexOf('=')) : arg;
			if (arg.matches("-[^0-9I].*") && !OPTIONS.contains(name)) {
				return arg;
			}
		}
		return null;
	}

	/**
	 * Returns whether a misspelt option would be the key of a put, which takes values
	 * that start with a minus.
	 */
	static boolean takesOptionForKey(ParseResult parsed, String[] args) {
		return parsed.hasSubcommand() && parsed.subcommand().commandSpec().name().equals("put")
				&& unknownOption(args) != null;
	}

	private void addCommands() {
		add("get", "Prints the value of a key.", required("KEY"));
		add("put", "Stores a value and prints the version of the change.", required("KEY"),
				required("JSON").description("The value. A string needs quotes: '\"text\"'"));
		add("remove", "Removes a key.", required("KEY"));
		add("clear", "Removes all keys.");
		add("keys", "Prints the keys, one a line.", optional("PREFIX"));
		add("export", "Prints all keys and values as one JSON object.");
		add("import", "Stores the members of a JSON object. Other keys stay.",
				required("FILE").description("The file; - is standard input."));
		add("watch", "Prints a line of JSON for each change, until interrupted.", optional("PREFIX"));
		add("status", "Prints how the store is doing, as a JSON object.");
		add("batch", "Takes commands as lines of JSON and answers each with one.");
		// -1 is a value.
		Objects.requireNonNull(this.root.subcommands().get("put")).setUnmatchedOptionsArePositionalParams(true);
	}

	private void add(String name, String description, PositionalParamSpec.Builder... arguments) {
		CommandSpec command = CommandSpec.create().name(name);
		command.usageMessage().description(description);
		if (arguments.length > 0) {
			command.usageMessage().footer("", "Write -- before an argument that starts with -.");
		}
		for (int i = 0; i < arguments.length; i++) {
			command.addPositional(arguments[i].index(Integer.toString(i)).build());
		}
		this.root.addSubcommand(name, command);
	}

	/** An option that may stand before the command or after it. */
	private static OptionSpec.Builder option(String name, Class<?> type) {
		return OptionSpec.builder(name).type(type).scopeType(ScopeType.INHERIT);
	}

	private static PositionalParamSpec.Builder required(String label) {
		return PositionalParamSpec.builder().paramLabel(label).type(String.class).arity("1").required(true);
	}

	private static PositionalParamSpec.Builder optional(String label) {
		return PositionalParamSpec.builder().paramLabel(label).type(String.class).arity("0..1");
	}

	private static Map<String, String> exitCodes() {
		Map<String, String> codes = new LinkedHashMap<>();
		codes.put(Integer.toString(ExitCode.DONE), "done");
		codes.put(Integer.toString(ExitCode.KEY_ABSENT), "the key is absent");
		codes.put(Integer.toString(ExitCode.USAGE), "usage");
		codes.put(Integer.toString(ExitCode.STORE_UNAVAILABLE), "the store is unavailable");
		codes.put(Integer.toString(ExitCode.FAILED), "the output can't be written, or a bug");
		return codes;
	}

}
