package dev.kvstore.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Standard output for results and standard error for everything else, both in UTF-8
 * whatever the locale. Results are held back until {@link #flush()}; unlike with
 * {@link System#out}, one that can't be written is an exception.
 */
final class Console {

	private final Writer results = new BufferedWriter(
			new OutputStreamWriter(stream(FileDescriptor.out), StandardCharsets.UTF_8), 65_536);

	private final PrintStream notes = new PrintStream(stream(FileDescriptor.err), true, StandardCharsets.UTF_8);

	private static OutputStream stream(FileDescriptor descriptor) {
		return new FileOutputStream(descriptor);
	}

	/**
	 * Prints a part of a result.
	 */
	void print(String text) throws IOException {
		this.results.write(text);
	}

	/**
	 * Prints a result of one line.
	 */
	void line(String text) throws IOException {
		this.results.write(text);
		this.results.write('\n');
	}

	void flush() throws IOException {
		this.results.flush();
	}

	/**
	 * Says something, in one line, that is no result.
	 */
	void note(String message) {
		this.notes.print("kvstore: " + message.replaceAll("\\p{Cntrl}+", " ") + "\n");
		this.notes.flush();
	}

}
