package dev.kvstore.cli;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command {@code kvstore} while it runs.
 */
final class RunningKvstore implements AutoCloseable {

	private final Process process;

	private final OutputStream input;

	private final BufferedReader output;

	private final BufferedReader errors;

	RunningKvstore(Process process) {
		this.process = process;
		this.input = process.getOutputStream();
		this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		this.errors = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
	}

	/** Sends a line and waits for the answer. */
	String ask(String line) throws IOException {
		send(line);
		return readLine();
	}

	void send(String line) throws IOException {
		send((line + "\n").getBytes(StandardCharsets.UTF_8));
	}

	void send(byte[] bytes) throws IOException {
		this.input.write(bytes);
		this.input.flush();
	}

	String readLine() throws IOException {
		return readLine(this.output);
	}

	String readError() throws IOException {
		return readLine(this.errors);
	}

	private static String readLine(BufferedReader lines) throws IOException {
		String line = lines.readLine();
		if (line == null) {
			throw new EOFException("There is no such line");
		}
		return line;
	}

	/** Waits for its end, and asserts that it prints nothing until then. */
	void assertPrintsNothingMore() throws IOException {
		assertThat(this.output.readLine()).isNull();
		assertSaysNothing();
	}

	/** Waits for its end, and asserts that nothing is on standard error. */
	void assertSaysNothing() throws IOException {
		assertThat(this.errors.readLine()).isNull();
	}

	/** Ends its input, and returns its exit code. */
	int end() throws IOException {
		this.input.close();
		return Kvstore.waitFor(this.process);
	}

	/** Stops reading what it prints, and returns its exit code when it has ended. */
	int stopReading() throws IOException {
		this.output.close();
		return Kvstore.waitFor(this.process);
	}

	/** Sends a signal, and returns the exit code. */
	int signal(String name) throws IOException {
		Kvstore.waitFor(new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).start());
		return Kvstore.waitFor(this.process);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		Kvstore.waitFor(this.process);
	}

}
