package dev.kvstore.cli;

import java.nio.file.Path;

import dev.kvstore.cli.Kvstore.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said to those who mistype.
 */
class UsageTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource({ "get,-x,-x", "keys,-a,-a", "remove,--force,--force", "put,--force,--force" })
	void anUnknownOptionIsNamed(String command, String argument, String named) {
		Outcome outcome = Kvstore.in(this.directory).run(command, argument);
		assertThat(outcome.exitCode()).isEqualTo(2);
		assertThat(outcome.errors()).contains("Unknown option: '" + named + "'").contains("Write --").hasLineCount(1);
	}

	@Test
	void aMisspeltOptionIsNoKey() {
		Kvstore kvstore = Kvstore.in(this.directory);
		assertThat(kvstore.run("put", "--force", "5").errors()).contains("'--force'");
		assertThat(kvstore.run("put", "--dri", "/tmp/x", "k", "5").errors()).contains("'--dri'");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void negativeNumbersAreValuesAndTwoDashesAllowAnyKey() {
		Kvstore kvstore = Kvstore.in(this.directory);
		kvstore.run("put", "n", "-1").result();
		kvstore.run("put", "--", "--key", "-Infinity").result();
		assertThat(kvstore.run("get", "n").result()).isEqualTo("-1\n");
		assertThat(kvstore.run("get", "--", "--key").result()).isEqualTo("-Infinity\n");
	}

	@Test
	void anUnknownCommandIsNamedWithThoseThereAre() {
		Outcome outcome = Kvstore.in(this.directory).run("frobnicate");
		assertThat(outcome.exitCode()).isEqualTo(2);
		assertThat(outcome.errors()).contains("'frobnicate'").contains("batch").hasLineCount(1);
	}

}
