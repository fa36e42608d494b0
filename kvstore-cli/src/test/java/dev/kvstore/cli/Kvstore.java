package dev.kvstore.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command {@code kvstore}, run as others run it: in a process of its own.
 */
final class Kvstore {

	private final Map<String, String> environment;

	private final List<String> options;

	private Kvstore(Map<String, String> environment, List<String> options) {
		this.environment = environment;
		this.options = options;
	}

	static Kvstore in(Path directory) {
		return withOptions("--dir", directory.toString());
	}

	static Kvstore withOptions(String... options) {
		return new Kvstore(Map.of("LC_ALL", "C.UTF-8"), List.of(options));
	}

	Kvstore with(String variable, String value) {
		Map<String, String> environment = new TreeMap<>(this.environment);
		environment.put(variable, value);
		return new Kvstore(environment, this.options);
	}

	/** Runs a command to its end, with nothing on standard input. */
	Outcome run(String... arguments) {
		return runWithInput("", arguments);
	}

	Outcome runWithInput(String input, String... arguments) {
		return run(input, command(arguments));
	}

	/**
	 * Runs a command through a shell, which puts the last arguments in.
	 * @param script the last arguments as they stand in a shell script, pure ASCII, so
	 * that this JVM's locale can't change them
	 */
	Outcome runInShell(String script, String... arguments) {
		List<String> shell = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" " + script));
		shell.addAll(command(arguments));
		return run("", shell);
	}

	private Outcome run(String input, List<String> command) {
		try {
			Path folder = Files.createTempDirectory("kvstore-cli");
			Path in = Files.writeString(folder.resolve("in"), input);
			Path out = folder.resolve("out");
			Path err = folder.resolve("err");
			Process process = builder(command).redirectInput(in.toFile())
				.redirectOutput(out.toFile())
				.redirectError(err.toFile())
				.start();
			int exitCode = waitFor(process);
			Outcome outcome = new Outcome(exitCode, text(out), text(err));
			for (Path file : List.of(in, out, err, folder)) {
				Files.delete(file);
			}
			return outcome;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Starts a command that reads or writes while it runs. */
	RunningKvstore start(String... arguments) throws IOException {
		List<String> command = command(arguments);
		if (ignoresInterrupts()) {
			command.addAll(0, List.of("env", "--default-signal=INT"));
		}
		return new RunningKvstore(builder(command).redirectError(ProcessBuilder.Redirect.PIPE).start());
	}

	/**
	 * Returns whether SIGINT does nothing to this process, and so to its children: that
	 * is what a shell does to what it runs in the background.
	 */
	private static boolean ignoresInterrupts() throws IOException {
		Path status = Path.of("/proc/self/status");
		if (!Files.exists(status)) {
			return false;
		}
		return Files.readAllLines(status)
			.stream()
			.filter((line) -> line.startsWith("SigIgn:"))
			.anyMatch((line) -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
	}

	private ProcessBuilder builder(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment()
			.keySet()
			.removeAll(List.of(Syntax.DIRECTORY_VARIABLE, "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "LANG"));
		builder.environment().putAll(this.environment);
		return builder;
	}

	private List<String> command(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
		command.addAll(this.options);
		command.addAll(Arrays.asList(arguments));
		return command;
	}

	static int waitFor(Process process) {
		try {
			if (process.waitFor(60, TimeUnit.SECONDS)) {
				return process.exitValue();
			}
			process.destroyForcibly();
			throw new AssertionError("The process didn't end within 60 seconds");
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			throw new AssertionError(ex);
		}
	}

	private static String text(Path file) throws IOException {
		return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
	}

	/**
	 * How it ended, and what it printed.
	 */
	record Outcome(int exitCode, String output, String errors) {

		Outcome {
			assertThat(errors).as("standard error").doesNotContain("\tat ").doesNotContain("SLF4J");
		}

		/** What it printed if it did what it was asked. */
		String result() {
			assertThat(this.errors).isEmpty();
			assertThat(this.exitCode).isZero();
			return this.output;
		}

		/** The one line that it printed if it failed. */
		String failure(int exitCode) {
			assertThat(this.output).isEmpty();
			assertThat(this.errors.lines()).singleElement().asString().startsWith("kvstore: ");
			assertThat(this.errors).endsWith("\n");
			assertThat(this.exitCode).as(this.errors).isEqualTo(exitCode);
			return this.errors.strip();
		}

	}

}
