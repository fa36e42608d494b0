package dev.kvstore.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;

import dev.kvstore.InvalidSettingException;
import dev.kvstore.KeyValueStoreException;
import dev.kvstore.ValueConversionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs the command {@code kvstore} and ends the process. Whatever goes wrong is one line
 * on standard error and an {@linkplain ExitCode exit code}.
 */
final class Main {

	private final Console console = new Console();

	private Main() {
	}

	public static void main(String[] args) {
		System.exit(new Main().run(args));
	}

	private int run(String[] args) {
		try {
			int exitCode = execute(Arguments.recover(args));
			this.console.flush();
			return exitCode;
		}
		catch (Throwable ex) {
			return report(ex);
		}
	}

	private int execute(String[] args) throws IOException, InterruptedException {
		CommandLine commandLine = Syntax.commandLine();
		StringWriter help = new StringWriter();
		commandLine.setOut(new PrintWriter(help));
		ParseResult parsed = parse(commandLine, args);
		if (CommandLine.executeHelpRequest(parsed) != null) {
			this.console.print(help.toString());
			return ExitCode.DONE;
		}
		if (!parsed.hasSubcommand()) {
			throw new UsageException("Say what to do: a command is missing. See 'kvstore --help'.", null);
		}
		String directory = option(parsed, Syntax.DIRECTORY);
		return new Commands(this.console, (directory != null) ? directory : System.getenv(Syntax.DIRECTORY_VARIABLE),
				option(parsed, Syntax.IDENTIFIER))
			.run(parsed.subcommand());
	}

	private static ParseResult parse(CommandLine commandLine, String[] args) {
		try {
			ParseResult parsed = commandLine.parseArgs(args);
			if (Syntax.takesOptionForKey(parsed, args)) {
				throw new UnmatchedArgumentException(parsed.subcommand().commandSpec().commandLine(), List.of());
			}
			return parsed;
		}
		catch (ParameterException ex) {
			throw new UsageException("%s. See '%s --help'.".formatted(describe(ex, commandLine, args),
					ex.getCommandLine().getCommandSpec().qualifiedName()), ex);
		}
	}

	private static String describe(ParameterException ex, CommandLine commandLine, String[] args) {
		String unknownOption = Syntax.unknownOption(args);
		if (unknownOption != null) {
			return "Unknown option: '%s'. Write -- before an argument that starts with -".formatted(unknownOption);
		}
		if (ex.getCommandLine() == commandLine && ex instanceof UnmatchedArgumentException unmatched) {
			return "There is no command '%s', only %s".formatted(unmatched.getUnmatched().get(0),
					String.join(", ", commandLine.getSubcommands().keySet()));
		}
		return String.valueOf(ex.getMessage());
	}

	/** An option may stand before the command or after it. */
	private static @Nullable String option(ParseResult parsed, String name) {
		return parsed.subcommand().matchedOptionValue(name, parsed.matchedOptionValue(name, (String) null));
	}

	private int report(Throwable failure) {
		if (failure instanceof IOException && isBrokenPipe(failure)) {
			// Whoever reads the output has seen enough.
			return ExitCode.DONE;
		}
		this.console.note(message(failure));
		return exitCode(failure);
	}

	private static boolean isBrokenPipe(Throwable failure) {
		return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
	}

	private static String message(Throwable failure) {
		if (exitCode(failure) != ExitCode.FAILED) {
			return String.valueOf(failure.getMessage());
		}
		return (failure instanceof IOException)
				? "Could not write the output: %s. What was asked may have been done.".formatted(failure.getMessage())
				: "Failed for a reason that was not foreseen, %s. What was asked may have been done in part."
					.formatted(failure);
	}

	private static int exitCode(Throwable failure) {
		if (failure instanceof UsageException || failure instanceof InvalidSettingException
				|| failure instanceof ValueConversionException) {
			return ExitCode.USAGE;
		}
		return (failure instanceof KeyValueStoreException) ? ExitCode.STORE_UNAVAILABLE : ExitCode.FAILED;
	}

}
