package dev.kvstore;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What somebody may put into a directory who means harm: nothing of it keeps a store from
 * opening or synchronizing in time, or hurts other keys, or is removed, or makes it write
 * elsewhere.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class HostileDirectoryTests {

	/** Far more than it takes; what hangs takes for ever. */
	private static final Duration WITHOUT_HANGING = Duration.ofSeconds(20);

	@TempDir
	Path folder;

	private Path directory;

	private Path outside;

	private SortedMap<String, String> outsideBefore;

	@BeforeEach
	void write() throws IOException {
		this.directory = this.folder.resolve("store");
		this.outside = Files.createDirectory(this.folder.resolve("outside"));
		Directories.write(this.outside, "secret", Directories.setting("secret", "1"));
		Files.writeString(this.outside.resolve("file"), Directories.setting("secret", "1"));
		this.outsideBefore = Directories.state(this.outside);
		for (int i = 0; i < 10; i++) {
			Directories.write(this.directory, Long.toString(1_700_000_000_000_000L + i),
					Directories.setting("key-" + i, Integer.toString(i)));
		}
	}

	@AfterEach
	void nothingIsWrittenOutside() throws IOException {
		assertThat(Directories.state(this.outside)).isEqualTo(this.outsideBefore);
	}

	private Path change(String name) {
		return this.directory.resolve("d").resolve(name);
	}

	/**
	 * Opens the directory in both ways and checks that it works all the same.
	 * @param unreadable the names that must be reported
	 */
	private void assertUnharmed(String... unreadable) throws IOException {
		List<String> before = Directories.changeNames(this.directory);
		try (KeyValueStore store = KeyValueStore.at(this.directory).identifier("unharmed").open();
				KeyValueStore reader = KeyValueStore.at(this.directory).readOnly().open()) {
			for (KeyValueStore each : List.of(store, reader)) {
				long start = System.nanoTime();
				each.synchronize();
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WITHOUT_HANGING);
				assertThat(each.status().unreadable()).extracting(UnreadableFile::name)
					.containsExactlyInAnyOrder(unreadable);
				assertThat(each.keys("key-")).hasSize(10);
				assertThat(each.contains("secret")).isFalse();
			}
			assertThat(Directories.changeNames(this.directory)).hasSameElementsAs(before);
			store.put("new", 1);
			reader.synchronize();
			assertThat(reader.get("new", Integer.class)).contains(1);
			store.remove("new");
		}
	}

	@Test
	void linksAreNotFollowed() throws IOException {
		Files.createSymbolicLink(change("1"), this.outside.resolve("file"));
		Files.createSymbolicLink(change("2"), Path.of("/dev/zero"));
		Files.createSymbolicLink(change("3"), this.outside);
		Files.createSymbolicLink(change("4"), change("4"));
		Files.createSymbolicLink(change("5"), this.folder.resolve("nothing"));
		assertUnharmed("1", "2", "3", "4", "5");
	}

	@Test
	void aNamedPipeIsNotWaitedFor() throws Exception {
		makeNamedPipe(change("1"));
		assertUnharmed("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "t.unharmed/lock", ".kvstore/lock" })
	void aNamedPipeInPlaceOfALockIsNotWaitedFor(String name) throws Exception {
		KeyValueStore.at(this.directory).identifier("unharmed").open().close();
		Files.deleteIfExists(this.directory.resolve(name));
		makeNamedPipe(this.directory.resolve(name));
		try (KeyValueStore store = KeyValueStore.at(this.directory).identifier("unharmed").open()) {
			assertThatExceptionOfType(KeyValueStoreException.class).isThrownBy(() -> store.putIfAbsent("a", 1))
				.withMessageContaining("Could not store key 'a'");
		}
		catch (StoreUnavailableException ex) {
			assertThat(ex).hasMessageContaining(name);
		}
		try (KeyValueStore reader = KeyValueStore.at(this.directory).readOnly().open()) {
			assertThat(reader.keys("key-")).hasSize(10);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aNamedPipeInPlaceOfTheIdIsNotWaitedFor(boolean readOnly) throws Exception {
		Files.createDirectory(this.directory.resolve(".kvstore"));
		makeNamedPipe(this.directory.resolve(".kvstore/id"));
		try (KeyValueStore store = KeyValueStore.at(this.directory).readOnly(readOnly).open()) {
			assertThat(store.keys("key-")).hasSize(10);
		}
		catch (StoreUnavailableException ex) {
			assertThat(ex).hasMessageContaining(".kvstore/id");
		}
	}

	private static void makeNamedPipe(Path path) throws InterruptedException {
		try {
			assumeTrue(new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0, "mkfifo failed");
		}
		catch (IOException ex) {
			assumeTrue(false, "mkfifo is missing: this test makes a named pipe");
		}
	}

	@Test
	void foldersOfTheStoreThatAreLinksAreRefused() throws IOException {
		KeyValueStore.open(this.directory).close();
		Files.createSymbolicLink(this.directory.resolve("t.linked"), this.outside);
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> KeyValueStore.at(this.directory).identifier("linked").open())
			.withMessageContaining("t.linked");
		Files.move(this.directory.resolve(".kvstore"), this.folder.resolve("moved"));
		Files.createSymbolicLink(this.directory.resolve(".kvstore"), this.outside);
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> KeyValueStore.open(this.directory))
			.withMessageContaining(".kvstore");
		Path other = Files.createDirectory(this.folder.resolve("other"));
		Files.createSymbolicLink(other.resolve("d"), this.outside.resolve("d"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> KeyValueStore.open(other))
			.withMessageContaining(other.resolve("d").toString());
	}

	@Test
	void hugeFilesAreNotRead() throws IOException {
		for (String name : List.of("1", "2", "3", "4")) {
			try (RandomAccessFile file = new RandomAccessFile(change(name).toFile(), "rw")) {
				file.setLength(17L * 1024 * 1024);
			}
		}
		try (RandomAccessFile file = new RandomAccessFile(change("5").toFile(), "rw")) {
			file.setLength(10L * 1024 * 1024 * 1024);
		}
		assertUnharmed("1", "2", "3", "4", "5");
	}

	@Test
	void deeplyNestedValuesAreNotFollowed() throws IOException {
		for (String open : List.of("[", "{\"a\":")) {
			Directories.write(this.directory, Integer.toString(open.length()),
					Directories.setting("deep", open.repeat(100_000)));
			Directories.write(this.directory, Integer.toString(open.length() + 10), open.repeat(100_000));
		}
		assertUnharmed("1", "5", "11", "15");
	}

	@Test
	void namesThatAreNoVersionsAreReported() throws IOException {
		List<String> names = List.of("-1", "007", "00", "+1", " 1", "1 ", "1.0", "0x10", "99999999999999999999",
				"9223372036854775808", "\u0661", "1e3", ".hidden", "a".repeat(255));
		for (String name : names) {
			Directories.write(this.directory, name, Directories.setting("odd", "1"));
		}
		Directories.write(this.directory, ".nfs0000000000c0ffee00000001", Directories.setting("odd", "1"));
		assertUnharmed(names.toArray(String[]::new));
		try (KeyValueStore store = KeyValueStore.open(this.directory)) {
			assertThat(store.contains("odd")).isFalse();
		}
	}

	@Test
	void theSmallestAndTheGreatestNameAreVersions() throws IOException {
		Directories.write(this.directory, "0", Directories.setting("smallest", "1"));
		Directories.write(this.directory, "9223372036854775807", Directories.setting("greatest", "1"));
		assertUnharmed();
		try (KeyValueStore store = KeyValueStore.open(this.directory)) {
			assertThat(store.keys()).contains("smallest", "greatest");
		}
	}

	@Test
	void aFileWithoutPermissionIsReported() throws IOException {
		Path file = Directories.write(this.directory, "1", Directories.setting("secret", "1"));
		assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"), "there are no POSIX permissions here");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
		assumeTrue(!Files.isReadable(file), "this user may read everything, as root may");
		assertUnharmed("1");
	}

	@Test
	void thousandsOfDamagedFilesKeepNobodyWaiting() throws IOException {
		String[] names = new String[5_000];
		for (int i = 0; i < names.length; i++) {
			names[i] = Integer.toString(i + 1);
			Directories.write(this.directory, names[i], (i % 2 == 0) ? "" : "{\"key\": \"cut");
		}
		assertUnharmed(names);
	}

	@Test
	void numbersThatTakeLongToConvertKeepNobodyWaiting() throws IOException {
		write("1", "[" + ("7".repeat(100_000) + ",").repeat(150));
		write("2", "[" + ("7".repeat(10_000) + ",").repeat(1_500));
		write("3", "[" + ("7".repeat(9_990) + ".5e3,").repeat(1_500));
		write("4", "[" + ("0." + "7".repeat(9_990) + "e-7,").repeat(1_500));
		write("5", "[" + ("1e" + "9".repeat(5_000) + ",").repeat(3_000));
		assertUnharmed("1", "2", "3", "4", "5");
	}

	@Test
	void membersWithTheSameHashKeepNobodyWaiting() throws IOException {
		StringBuilder object = new StringBuilder("{");
		for (int i = 0; i < 1 << 16; i++) {
			// "Aa" and "BB" have the same hash.
			for (int bit = 0; bit < 16; bit++) {
				object.append((bit == 0) ? "\"" : "").append(((i >> bit & 1) == 0) ? "Aa" : "BB");
			}
			object.append("\": 1, ");
		}
		write("1", object.toString());
		assertUnharmed("1");
	}

	/** A change that is cut off at the end of its value. */
	private void write(String name, String value) throws IOException {
		try (OutputStream out = Files.newOutputStream(change(name))) {
			out.write("{\"key\": \"long\", \"bDeleted\": false, \"value\": ".getBytes(StandardCharsets.US_ASCII));
			out.write(value.getBytes(StandardCharsets.US_ASCII));
		}
	}

}
