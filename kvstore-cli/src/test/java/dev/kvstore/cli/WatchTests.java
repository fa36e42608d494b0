package dev.kvstore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.kvstore.Json;
import dev.kvstore.KeyValueStore;
import dev.kvstore.Version;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The lines of {@code kvstore watch}, and its end.
 */
class WatchTests {

	@TempDir
	Path folder;

	private Path directory;

	private KeyValueStore store;

	@BeforeEach
	void open() {
		this.directory = this.folder.resolve("store");
		this.store = KeyValueStore.at(this.directory).identifier("writer").open();
	}

	/** Starts it, and changes a key until it tells of that, and so is ready. */
	private RunningKvstore watch(String prefix) throws IOException {
		RunningKvstore watch = Kvstore.in(this.directory).start("watch", prefix);
		Queue<String> lines = new ConcurrentLinkedQueue<>();
		Thread reader = new Thread(() -> {
			try {
				lines.add(String.valueOf(watch.readLine()));
			}
			catch (IOException ex) {
				lines.add(ex.toString());
			}
		});
		reader.start();
		String key = prefix + "ready";
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(500)).until(() -> {
			this.store.put(key, 0);
			return !lines.isEmpty();
		});
		Version last = this.store.entry(key).orElseThrow().version();
		JsonNode line = Json.parse(lines.remove());
		assertThat(line.get("key").stringValue()).isEqualTo(key);
		while (line.get("version").longValue() < last.epochMicros()) {
			line = Json.parse(watch.readLine());
		}
		return watch;
	}

	@Test
	void printsALineForEachChange() throws IOException {
		try (RunningKvstore watch = watch("")) {
			Version version = this.store.put("a", 1);
			assertThat(watch.readLine())
				.isEqualTo("{\"key\":\"a\",\"newValue\":1,\"version\":%s,\"time\":\"%s\",\"writer\":\"writer\"}"
					.formatted(version, version.time()));
			version = this.store.put("a", null);
			assertThat(watch.readLine()).isEqualTo(
					"{\"key\":\"a\",\"oldValue\":1,\"newValue\":null,\"version\":%s,\"time\":\"%s\",\"writer\":\"writer\"}"
						.formatted(version, version.time()));
			this.store.remove("a");
			JsonNode removal = Json.parse(watch.readLine());
			assertThat(removal.propertyNames()).containsExactly("key", "oldValue", "version", "time", "writer");
			Files.writeString(this.directory.resolve("d/" + (removal.get("version").longValue() + 1)),
					"{\"key\":\"a\",\"bDeleted\":false,\"value\":\"from Python\"}");
			assertThat(watch.readLine()).startsWith("{\"key\":\"a\",\"newValue\":\"from Python\",")
				.endsWith("\"writer\":null}");
		}
	}

	@Test
	void printsOnlyWhatStartsWithThePrefix() throws IOException {
		try (RunningKvstore watch = watch("x/")) {
			this.store.put("a", 1);
			this.store.put("x", 1);
			this.store.put("x/1", 1);
			assertThat(watch.readLine()).startsWith("{\"key\":\"x/1\",");
		}
	}

	@Test
	void leavesNoTrace() throws IOException {
		try (RunningKvstore watch = watch("")) {
			this.store.put("a", 1);
			assertThat(watch.readLine()).startsWith("{\"key\":\"a\",");
			this.store.close();
			Map<String, String> before = Directories.state(this.directory);
			assertThat(watch.signal("TERM")).isEqualTo(143);
			assertThat(Directories.state(this.directory)).isEqualTo(before);
		}
		assertThat(Directories.names(this.directory)).containsExactlyInAnyOrder("d", ".kvstore", "t.writer");
	}

	@ParameterizedTest
	@ValueSource(strings = { "TERM", "INT" })
	void aSignalEndsIt(String signal) throws IOException {
		try (RunningKvstore watch = watch("")) {
			assertThat(watch.signal(signal)).isEqualTo(signal.equals("TERM") ? 143 : 130);
			watch.assertPrintsNothingMore();
		}
	}

	@Test
	void endsWhenNobodyReadsAnyMore() throws IOException {
		try (RunningKvstore watch = watch("")) {
			this.store.put("a", 1);
			assertThat(watch.stopReading()).isZero();
			watch.assertSaysNothing();
		}
	}

	@Test
	void waitsForAStoreThatGoesAway() throws IOException {
		try (RunningKvstore watch = watch("")) {
			Path away = this.folder.resolve("away");
			Files.move(this.directory, away);
			assertThat(watch.readError()).startsWith("kvstore: ")
				.contains(this.directory.toString())
				.endsWith("Still watching.");
			Files.move(away, this.directory);
			assertThat(watch.readError()).isEqualTo("kvstore: The store is available again.");
			this.store.put("a", 1);
			assertThat(watch.readLine()).startsWith("{\"key\":\"a\",");
		}
	}

}
