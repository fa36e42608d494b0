package dev.kvstore.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The finished jar, all on its own.
 */
class ExecutableJarIT {

	@TempDir
	Path store;

	@Test
	void runs() throws IOException {
		assertThat(java("--version")).matches("kvstore \\d+\\.\\d+\\.\\d+.*\n");
		assertThat(java("--dir", this.store.toString(), "put", "a", "{\"b\": [1, NaN]}")).matches("\\d+\n");
		assertThat(java("--dir", this.store.toString(), "get", "a")).isEqualTo("{\"b\":[1,NaN]}\n");
	}

	/** Runs the jar, and returns all that it prints. */
	private String java(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
						System.getProperty("kvstore.jar")));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).directory(this.store.toFile()).redirectErrorStream(true).start();
		try (InputStream output = process.getInputStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(Kvstore.waitFor(process)).as(text).isZero();
			return text;
		}
	}

}
