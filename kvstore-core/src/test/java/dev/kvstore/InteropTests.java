package dev.kvstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Directories that the original Python module wrote, and what it reads back from each.
 */
class InteropTests {

	private static final List<String> DAMAGED = List.of(".hidden", "1795000000000001.json", "1795000000000777",
			"1795000000000888", "1795351234881845", "1795351234881846", "1795351234881847", "1795351234881848",
			"1795351234881849", "1795351234881850", "1795351234881851", "1795351234881852", "1795351234881853",
			"1795351234881854", "1e15", "README");

	@TempDir
	Path directory;

	static List<String> directories() throws IOException {
		try (Stream<Path> folders = Files.list(interop())) {
			return folders.filter(Files::isDirectory).map((folder) -> folder.getFileName().toString()).toList();
		}
	}

	private static Path interop() {
		return Directories.module().resolve("src/test/resources/interop");
	}

	@Test
	void thereAreFiveDirectories() throws IOException {
		assertThat(directories()).containsExactlyInAnyOrder("cleared", "damaged", "leftovers", "one-writer",
				"three-writers");
	}

	@ParameterizedTest
	@MethodSource("directories")
	void readsAsPythonDoes(String name) throws IOException {
		JsonNode expected = prepare(name);
		try (KeyValueStore store = KeyValueStore.open(this.directory)) {
			assertReadsAs(store, expected);
			store.synchronize();
			assertReadsAs(store, expected);
		}
		// What the first instance removed was of no importance.
		try (KeyValueStore store = KeyValueStore.open(this.directory)) {
			assertReadsAs(store, expected);
		}
	}

	@ParameterizedTest
	@MethodSource("directories")
	void readsTheSameAndLeavesNoTraceWhenReadOnly(String name) throws IOException {
		JsonNode expected = prepare(name);
		var before = Directories.state(this.directory);
		try (KeyValueStore store = KeyValueStore.at(this.directory).readOnly().open()) {
			assertReadsAs(store, expected);
			store.synchronize();
			assertReadsAs(store, expected);
		}
		assertThat(Directories.state(this.directory)).isEqualTo(before);
	}

	@ParameterizedTest
	@MethodSource("directories")
	void readsTheSameAfterEverythingWasPutAgain(String name) throws IOException {
		JsonNode expected = prepare(name);
		try (KeyValueStore store = KeyValueStore.open(this.directory)) {
			store.snapshot("").forEach((key, entry) -> store.put(key, entry.value()));
		}
		try (KeyValueStore store = KeyValueStore.open(this.directory)) {
			assertReadsAs(store, expected);
		}
	}

	@Test
	void reportsDamagedFilesByNameAndWhatIsWrong() throws IOException {
		prepare("damaged");
		try (KeyValueStore store = KeyValueStore.open(this.directory)) {
			List<UnreadableFile> unreadable = store.status().unreadable();
			assertThat(unreadable).extracting(UnreadableFile::name).containsExactlyInAnyOrderElementsOf(DAMAGED);
			assertThat(unreadable).allSatisfy((file) -> assertThat(file.reason()).isNotBlank().doesNotContain("\n"));
			assertThat(store.synchronize().unreadable()).extracting(UnreadableFile::name)
				.containsExactlyInAnyOrderElementsOf(DAMAGED);
		}
		try (KeyValueStore store = KeyValueStore.at(this.directory).readOnly().open()) {
			assertThat(store.status().unreadable()).extracting(UnreadableFile::name)
				.containsExactlyInAnyOrderElementsOf(DAMAGED);
		}
	}

	@Test
	void removesNothingThatIsDamaged() throws IOException {
		prepare("damaged");
		var before = Directories.state(this.directory.resolve("d"));
		try (KeyValueStore store = KeyValueStore.open(this.directory)) {
			store.synchronize();
			store.synchronize();
		}
		assertThat(Directories.state(this.directory.resolve("d"))).isEqualTo(before);
	}

	@Test
	void picksUpAFileThatIsCompletedLater() throws IOException {
		prepare("damaged");
		try (KeyValueStore store = KeyValueStore.open(this.directory);
				KeyValueStore reader = KeyValueStore.at(this.directory).readOnly().open()) {
			assertThat(store.contains("cut")).isFalse();
			List<ChangeEvent> events = new ArrayList<>();
			Directories.write(this.directory, "1795351234881845", Directories.setting("cut", "[1, 2]"));
			events.addAll(store.synchronize().changes());
			reader.synchronize();
			assertThat(events).singleElement().satisfies((event) -> {
				assertThat(event.key()).isEqualTo("cut");
				assertThat(event.version()).isEqualTo(new Version(1795351234881845L));
			});
			assertThat(store.get("cut")).contains(Json.parse("[1, 2]"));
			assertThat(reader.get("cut")).contains(Json.parse("[1, 2]"));
			assertThat(store.status().unreadable()).hasSize(DAMAGED.size() - 1);
		}
	}

	@Test
	void removesSupersededFilesAndLeavesTheScratchFoldersOfOthersAlone() throws IOException {
		prepare("leftovers");
		var scratch = Directories.state(this.directory.resolve("t.1"));
		assertThat(Directories.changeNames(this.directory)).hasSize(20);
		try (KeyValueStore store = KeyValueStore.open(this.directory)) {
			assertThat(store.size()).isEqualTo(10);
		}
		assertThat(Directories.changes(this.directory)).hasSize(10)
			.allSatisfy((change) -> assertThat(String.valueOf(change.value())).startsWith("[\"new\""));
		assertThat(Directories.state(this.directory.resolve("t.1"))).isEqualTo(scratch);
	}

	/** Copies a store, and returns what Python says of it. */
	private JsonNode prepare(String name) {
		try {
			Directories.copy(interop().resolve(name).resolve("store"), this.directory);
			return Json.parse(Files.readString(interop().resolve(name).resolve("expected.json")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void assertReadsAs(KeyValueStore store, JsonNode expected) {
		List<String> keys = new ArrayList<>();
		expected.get("live").properties().forEach((member) -> {
			keys.add(member.getKey());
			// Nodes are equal only if they are of one type: 1, 1.0 and 2^64 differ.
			assertThat(store.get(member.getKey())).as(member.getKey()).contains(member.getValue());
		});
		assertThat(store.keys()).as("keys in Python's order").isEqualTo(keys);
		assertThat(store.size()).isEqualTo(keys.size());
		expected.get("deleted").forEach((key) -> {
			assertThat(store.contains(key.stringValue())).as(key.stringValue()).isFalse();
			assertThat(store.get(key.stringValue())).as(key.stringValue()).isEmpty();
		});
	}

}
