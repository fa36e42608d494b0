package dev.kvstore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import dev.kvstore.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What can't be done ends with an exit code and one line that says why, and changes
 * nothing.
 */
class ErrorsTests {

	@TempDir
	Path folder;

	private Path store;

	private Kvstore kvstore;

	@BeforeEach
	void locate() {
		this.store = this.folder.resolve("store");
		this.kvstore = Kvstore.in(this.store);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "frobnicate", "get", "get a b", "get --frobnicate", "get -x", "put a", "put a 1 2",
			"put a 1 --frobnicate x", "import", "clear now", "get a --dir" })
	void aCommandThatMakesNoSense(String arguments) {
		String message = this.kvstore.run(arguments.isEmpty() ? new String[0] : arguments.split(" ")).failure(2);
		assertThat(message).matches("kvstore: .*\\. See 'kvstore[a-z ]* --help'\\.");
		assertThat(this.store).doesNotExist();
	}

	@Test
	void noDirectory() {
		assertThat(Kvstore.withOptions().run("get", "a").failure(2)).contains("--dir DIR", "KVSTORE_DIR");
	}

	@Test
	void aValueThatIsNoJson() {
		assertThat(this.kvstore.run("put", "a", "hi").failure(2)).contains("it is no JSON")
			.endsWith("A string needs quotes of its own: kvstore put KEY '\"text\"'.");
		assertThat(this.kvstore.run("put", "a", "{\"a\":").failure(2)).contains("it is no JSON");
		assertThat(this.kvstore.run("put", "a", "").failure(2)).contains("it is empty");
		assertThat(this.kvstore.run("put", "a", "1e400").failure(2)).contains("beyond the range of a double");
		assertThat(this.store).doesNotExist();
	}

	@Test
	void aValueThatTheStoreDoesNotTake() {
		assertThat(this.kvstore.run("put", "a", "[".repeat(901) + "]".repeat(901)).failure(2))
			.contains("nested more than 900 deep", "Nothing was stored");
		assertThat(this.store).doesNotExist();
	}

	@Test
	void anImportOfAValueThatIsTooLarge() {
		String tooMuch = "[" + "1,".repeat(4_000_000) + "1]";
		assertThat(this.kvstore.runWithInput("{\"a\": 1, \"b\": %s}".formatted(tooMuch), "import", "-").failure(2))
			.contains("the value of key \"b\" can't be stored: it has 4,000,003 values, names and brackets",
					"Nothing was stored");
		String tooLong = "x".repeat(16 * 1024 * 1024 - 300);
		assertThat(this.kvstore.runWithInput("{\"a\": 1, \"b\": \"%s\"}".formatted(tooLong), "import", "-").failure(2))
			.contains("the value of key \"b\" can't be stored: it takes 16,776,924 bytes with its key",
					"Nothing was stored");
		assertThat(this.store).doesNotExist();
	}

	@Test
	void theLargestValuesThatPassAreStored() {
		String id = "i".repeat(200);
		String much = "[" + "1,".repeat(4_000_000 - 23) + "1]";
		String large = "x".repeat(16 * 1024 * 1024 - 308);
		Kvstore.Outcome outcome = this.kvstore.runWithInput("{\"a\": %s, \"b\": \"%s\"}".formatted(much, large),
				"import", "-", "--id", id);
		assertThat(outcome.errors()).isEqualTo("kvstore: Keys imported: 2.\n");
		assertThat(outcome.exitCode()).isZero();
	}

	@Test
	void anImportOfWhichNothingIsStored() throws IOException {
		assertThat(this.kvstore.runWithInput("{\"a\": 1, \"b\": }", "import", "-").failure(2))
			.contains("Cannot import standard input: it is no JSON", "Nothing was stored");
		assertThat(this.kvstore.runWithInput("[{\"a\": 1}]", "import", "-").failure(2))
			.contains("it is no JSON object of keys and values");
		Path missing = this.folder.resolve("missing.json");
		assertThat(this.kvstore.run("import", missing.toString()).failure(2))
			.contains("Cannot import %s: there is no such file".formatted(missing));
		assertThat(this.kvstore.run("import", this.folder.toString()).failure(2)).contains("it can't be read");
		Path latin1 = Files.write(this.folder.resolve("latin1.json"), new byte[] { '"', (byte) 0xfc, '"' });
		assertThat(this.kvstore.run("import", latin1.toString()).failure(2)).contains("it is not UTF-8");
		String tooDeep = "{\"a\": 1, \"b\": %s}".formatted("[".repeat(901) + "]".repeat(901));
		assertThat(this.kvstore.runWithInput(tooDeep, "import", "-").failure(2))
			.contains("the value of key \"b\" can't be stored: it is nested more than 900 deep");
		assertThat(this.store).doesNotExist();
	}

	@Test
	void anIllegalIdentifier() {
		assertThat(this.kvstore.run("--id", "a/b", "put", "a", "1").failure(2)).contains("Illegal identifier 'a/b'");
		assertThat(this.store).doesNotExist();
	}

	@Test
	void anUnknownUriScheme() {
		assertThat(Kvstore.withOptions("--dir", "gopher://example.org/kv").run("get", "a").failure(2))
			.contains("unknown scheme 'gopher'");
	}

	@Test
	void aFileInPlaceOfTheDirectory() throws IOException {
		Files.writeString(this.store, "content");
		assertThat(this.kvstore.run("get", "a").failure(3)).contains(this.store.toString(), "it is a file");
		assertThat(this.kvstore.run("put", "a", "1").failure(3)).contains(this.store.toString(), "it is a file");
		assertThat(this.kvstore.run("batch").failure(3)).contains(this.store.toString(), "it is a file");
		assertThat(this.store).hasContent("content");
	}

	@ParameterizedTest
	@ValueSource(strings = { "get a", "keys", "export", "status", "watch", "remove a", "clear" })
	void aMissingDirectoryWithNothingToReadOrRemove(String arguments) {
		assertThat(this.kvstore.run(arguments.split(" ")).failure(3)).contains(this.store.toString(),
				"there is no such directory");
		assertThat(this.store).doesNotExist();
	}

	@Test
	void anUnwritableDirectoryCanStillBeRead() throws IOException {
		try (KeyValueStore store = KeyValueStore.open(this.store)) {
			store.put("a", 1);
		}
		Map<String, String> before = Directories.state(this.store);
		makeUnwritable(this.store);
		try {
			for (String[] command : new String[][] { { "put", "a", "2" }, { "remove", "a" }, { "clear" },
					{ "batch" } }) {
				assertThat(this.kvstore.run(command).failure(3)).contains("Cannot write to the store " + this.store);
			}
			assertThat(this.kvstore.run("get", "a").result()).isEqualTo("1\n");
			assertThat(this.kvstore.run("status").exitCode()).isZero();
		}
		finally {
			makeWritable(this.store);
		}
		assertThat(Directories.state(this.store)).isEqualTo(before);
	}

	/** Permissions don't bind root. A read-only mount does. */
	private static void makeUnwritable(Path directory) throws IOException {
		String path = directory.toString();
		if (isRoot()) {
			assumeTrue(succeeds("mount", "--bind", path, path) && succeeds("mount", "-o", "remount,bind,ro", path),
					"As root this needs a read-only bind mount, which can't be made here");
		}
		else {
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
			Files.setPosixFilePermissions(directory.resolve("d"), PosixFilePermissions.fromString("r-xr-xr-x"));
		}
	}

	private static void makeWritable(Path directory) throws IOException {
		if (isRoot()) {
			succeeds("umount", directory.toString());
		}
		else {
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
			Files.setPosixFilePermissions(directory.resolve("d"), PosixFilePermissions.fromString("rwxr-xr-x"));
		}
	}

	private static boolean isRoot() {
		return System.getProperty("user.name").equals("root");
	}

	private static boolean succeeds(String... command) {
		try {
			return Kvstore.waitFor(new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()) == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Test
	void outputThatCanNotBeWritten() {
		assumeTrue(Files.exists(Path.of("/dev/full")), "This needs the device /dev/full, which Linux has");
		try (KeyValueStore store = KeyValueStore.open(this.store)) {
			store.put("a", 1);
		}
		assertThat(this.kvstore.runInShell(">/dev/full", "export").failure(4)).contains("Could not write the output");
	}

}
