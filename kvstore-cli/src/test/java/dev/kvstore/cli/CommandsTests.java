package dev.kvstore.cli;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.kvstore.Entry;
import dev.kvstore.Json;
import dev.kvstore.KeyValueStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each command does when all is well.
 */
class CommandsTests {

	@TempDir
	Path folder;

	private Path store;

	private Kvstore kvstore;

	@BeforeEach
	void locate() {
		this.store = this.folder.resolve("store");
		this.kvstore = Kvstore.in(this.store);
	}

	private void put(String key, Object value) {
		try (KeyValueStore store = KeyValueStore.open(this.store)) {
			store.put(key, value);
		}
	}

	private Map<String, JsonNode> values() {
		try (KeyValueStore store = KeyValueStore.at(this.store).readOnly().open()) {
			return new LinkedHashMap<>(store.asMap());
		}
	}

	@Test
	void putPrintsTheVersionAndGetTheValue() throws IOException {
		String version = this.kvstore.run("put", "mail", "{\"host\": \"localhost\", \"port\": 25}").result();
		assertThat(this.store.resolve("d").resolve(version.strip())).isRegularFile();
		assertThat(this.kvstore.run("get", "mail").result()).isEqualTo("{\"host\":\"localhost\",\"port\":25}\n");
	}

	@Test
	void nullIsAValue() {
		this.kvstore.run("put", "key", "null").result();
		assertThat(this.kvstore.run("get", "key").result()).isEqualTo("null\n");
	}

	@Test
	void argumentsThatLookLikeOptionsOrFilesAreTakenAsTheyAre() {
		this.kvstore.run("put", "@negative", "-1").result();
		this.kvstore.run("put", "--", "--dir", "-Infinity").result();
		this.kvstore.run("put", "", "0").result();
		assertThat(values()).containsOnlyKeys("", "--dir", "@negative");
		assertThat(this.kvstore.run("get", "@negative").result()).isEqualTo("-1\n");
		assertThat(this.kvstore.run("get", "--", "--dir").result()).isEqualTo("-Infinity\n");
		assertThat(this.kvstore.run("get", "").result()).isEqualTo("0\n");
	}

	@Test
	void removeRemovesOneKey() {
		put("a", 1);
		put("b", 2);
		assertThat(this.kvstore.run("remove", "a").result()).isEmpty();
		assertThat(values()).containsOnlyKeys("b");
	}

	@Test
	void anAbsentKeyIsExitCodeOne() {
		put("b", 2);
		String message = "kvstore: There is no key \"a\" in %s.".formatted(this.store);
		assertThat(this.kvstore.run("get", "a").failure(1)).isEqualTo(message);
		assertThat(this.kvstore.run("remove", "a").failure(1)).isEqualTo(message);
	}

	@Test
	void clearRemovesAllKeys() {
		put("a", 1);
		put("b", 2);
		Kvstore.Outcome outcome = this.kvstore.run("clear");
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.errors()).isEqualTo("kvstore: Keys removed: 2.\n");
		assertThat(values()).isEmpty();
		assertThat(this.kvstore.run("clear").exitCode()).isZero();
	}

	@Test
	void keysAreSortedByCodePointAndThoseThatNeedItAreJson() {
		for (String key : List.of("\uffee", "\ud83d\ude00", "b", "a/1", "a/2", "", "\"q\"", "two\nlines", "\ud800")) {
			put(key, 1);
		}
		assertThat(this.kvstore.run("keys").result().lines()).containsExactly("\"\"", "\"\\\"q\\\"\"", "a/1", "a/2",
				"b", "\"two\\nlines\"", "\"\\ud800\"", "\uffee", "\ud83d\ude00");
		assertThat(this.kvstore.run("keys", "a/").result()).isEqualTo("a/1\na/2\n");
		assertThat(this.kvstore.run("keys", "c").result()).isEmpty();
	}

	@Test
	void whatExportPrintsImportRestores() throws IOException {
		String values = """
				{"": "", "1": 1, "1.0": 1.0, "big": %s, "tiny": 5e-324, "nan": NaN, "inf": [Infinity, -Infinity],
				"lone": "\\ud800 \\udc00", "\\udfff": {"\\ud800": null}, "\\u0000": "\\u0000\\n\\u2028",
				"\\ud83d\\ude00": "\\ud83d\\ude00 \\\\ud83d", "\\uffee": true, "deep": %s}"""
			.formatted(BigInteger.TEN.pow(4299), "[".repeat(900) + "]".repeat(900));
		Kvstore.Outcome imported = this.kvstore.runWithInput(values, "import", "-");
		assertThat(imported.errors()).isEqualTo("kvstore: Keys imported: 13.\n");
		assertThat(imported.exitCode()).isZero();
		assertThat(values()).isEqualTo(members(Json.parse(values)));
		String exported = this.kvstore.run("export").result();
		assertThat(exported).endsWith("}\n").containsOnlyOnce("\n");
		assertThat(members(Json.parse(exported))).isEqualTo(members(Json.parse(values)));

		Kvstore copy = Kvstore.in(this.folder.resolve("copy"));
		Path file = Files.writeString(this.folder.resolve("export.json"), exported, StandardCharsets.UTF_8);
		assertThat(copy.run("import", file.toString()).exitCode()).isZero();
		assertThat(copy.run("export").result()).isEqualTo(exported);
	}

	private static Map<String, JsonNode> members(JsonNode object) {
		Map<String, JsonNode> members = new LinkedHashMap<>();
		object.properties().forEach((member) -> members.put(member.getKey(), member.getValue()));
		return members;
	}

	@Test
	void exportOfAnEmptyStoreIsAnEmptyObject() throws IOException {
		Files.createDirectory(this.store);
		assertThat(this.kvstore.run("export").result()).isEqualTo("{}\n");
		assertThat(this.store).isEmptyDirectory();
	}

	@Test
	void importLeavesOtherKeys() {
		put("kept", 1);
		put("replaced", 1);
		assertThat(this.kvstore.runWithInput("{\"replaced\": 2, \"new\": 3}", "import", "-").exitCode()).isZero();
		assertThat(this.kvstore.run("export").result()).isEqualTo("{\"kept\":1,\"new\":3,\"replaced\":2}\n");
	}

	@Test
	void anImportThatIsInterruptedLeavesWholeChangesOnly() throws IOException {
		StringBuilder values = new StringBuilder("{\"0\": 0");
		for (int i = 1; i < 100_000; i++) {
			values.append(", \"%d\": %d".formatted(i, i));
		}
		Path file = Files.writeString(this.folder.resolve("values.json"), values.append("}"));
		try (RunningKvstore running = this.kvstore.start("import", file.toString())) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> Files.exists(this.store.resolve("d"))
						&& Directories.names(this.store.resolve("d")).count() > 9);
			assertThat(running.signal("TERM")).isEqualTo(143);
		}
		assertThat(Directories.names(this.store)).containsExactlyInAnyOrder("d", ".kvstore");
		assertThat(this.kvstore.run("status").result()).contains("\"unreadable\":[]");
		assertThat(values().size()).isBetween(10, 99_999);
	}

	@Test
	void statusCountsKeysAndNamesUnreadableFiles() throws IOException {
		put("a", 1);
		put("b", 1);
		this.kvstore.run("remove", "b").result();
		Files.writeString(this.store.resolve("d/7"), "{");
		String status = this.kvstore.run("status").result();
		assertThat(status).startsWith("{\"location\":\"%s\",\"keys\":1,\"deletedKeys\":1,".formatted(this.store))
			.containsOnlyOnce("\n");
		JsonNode json = Json.parse(status);
		assertThat(json.get("unreadable").size()).isEqualTo(1);
		assertThat(json.get("unreadable").get(0).get("name").stringValue()).isEqualTo("7");
		assertThat(json.get("unreadable").get(0).get("reason").stringValue()).contains("JSON");
		assertThat(json.get("warnings").size()).isZero();
	}

	@Test
	void unreadableFilesKeepNobodyFromReading() throws IOException {
		put("a", 1);
		Files.writeString(this.store.resolve("d/7"), "{");
		for (String[] command : List.of(new String[] { "get", "a" }, new String[] { "keys" },
				new String[] { "export" })) {
			Kvstore.Outcome outcome = this.kvstore.run(command);
			assertThat(outcome.exitCode()).isZero();
			assertThat(outcome.output()).isNotEmpty();
			assertThat(outcome.errors()).isEqualTo(
					"kvstore: Files in %s that can't be read: 1. 'kvstore status' names them.\n".formatted(this.store));
		}
	}

	@Test
	void readingLeavesNoTrace() throws IOException {
		put("a", 1);
		// A change that is superseded: who may write removes it.
		Files.writeString(this.store.resolve("d/1"), "{\"key\":\"a\",\"bDeleted\":false,\"value\":0}");
		Map<String, String> before = Directories.state(this.store);
		this.kvstore.run("get", "a").result();
		this.kvstore.run("keys").result();
		this.kvstore.run("export").result();
		this.kvstore.run("status").result();
		assertThat(this.kvstore.run("get", "b").exitCode()).isEqualTo(1);
		assertThat(Directories.state(this.store)).isEqualTo(before);
	}

	@Test
	void writingLeavesNothingButChanges() throws IOException {
		this.kvstore.run("put", "a", "1").result();
		this.kvstore.run("remove", "a").result();
		assertThat(this.kvstore.runWithInput("{\"a\":1}", "import", "-").exitCode()).isZero();
		assertThat(this.kvstore.run("clear").exitCode()).isZero();
		assertThat(Directories.names(this.store)).containsExactlyInAnyOrder("d", ".kvstore");
		assertThat(Directories.names(this.store.resolve("d"))).hasSize(1);
	}

	@Test
	void theIdentifierNamesTheWriter() {
		this.kvstore.run("--id", "deploy", "put", "a", "1").result();
		this.kvstore.run("put", "b", "1").result();
		try (KeyValueStore store = KeyValueStore.at(this.store).readOnly().open()) {
			assertThat(store.entry("a").map(Entry::writer)).contains("deploy");
			assertThat(store.entry("b").map(Entry::writer)).isPresent().get().asString().matches(".*-\\d+");
		}
	}

	@Test
	void optionsMayFollowTheCommandAndTheDirectoryMayComeFromTheEnvironment() {
		Kvstore anywhere = Kvstore.withOptions();
		anywhere.run("put", "a", "1", "--dir", this.store.toUri().toString()).result();
		assertThat(anywhere.with("KVSTORE_DIR", this.store.toString()).run("get", "a").result()).isEqualTo("1\n");
		assertThat(this.kvstore.with("KVSTORE_DIR", "/nowhere").run("get", "a").result()).isEqualTo("1\n");
	}

	@Test
	void helpAndVersionAreResults() {
		Kvstore anywhere = Kvstore.withOptions();
		assertThat(anywhere.run("--help").result()).startsWith("Usage: kvstore ")
			.contains("get", "put", "remove", "clear", "keys", "export", "import", "watch", "status", "batch");
		assertThat(anywhere.run("put", "--help").result()).contains("KEY JSON", "--dir=DIR");
		assertThat(anywhere.run("--version").result()).startsWith("kvstore ");
	}

}
