package dev.kvstore.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.kvstore.Json;
import dev.kvstore.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The protocol of {@code kvstore batch}.
 */
class BatchTests {

	@TempDir
	Path store;

	private RunningKvstore batch() throws IOException {
		return Kvstore.in(this.store).start("batch");
	}

	@Test
	void answersEachLineBeforeTheNextIsSent() throws IOException {
		try (RunningKvstore batch = batch()) {
			assertThat(batch.ask("{\"op\":\"put\",\"key\":\"a\",\"value\":1}"))
				.matches("\\{\"ok\":true,\"version\":\\d{16}}");
			assertThat(batch.ask("{\"op\":\"get\",\"key\":\"a\"}"))
				.isEqualTo("{\"ok\":true,\"found\":true,\"value\":1}");
			assertThat(batch.ask("{\"op\":\"get\",\"key\":\"b\"}")).isEqualTo("{\"ok\":true,\"found\":false}");
			assertThat(batch.ask("{\"op\":\"remove\",\"key\":\"a\"}")).isEqualTo("{\"ok\":true,\"removed\":true}");
			assertThat(batch.ask("{\"op\":\"remove\",\"key\":\"a\"}")).isEqualTo("{\"ok\":true,\"removed\":false}");
			assertThat(batch.ask("{\"op\":\"put\",\"key\":\"x/1\",\"value\":null}")).startsWith("{\"ok\":true,");
			assertThat(batch.ask("{\"op\":\"put\",\"key\":\"y\",\"value\":[NaN,-Infinity,1.0]}"))
				.startsWith("{\"ok\":true,");
			assertThat(batch.ask("{\"op\":\"get\",\"key\":\"x/1\"}"))
				.isEqualTo("{\"ok\":true,\"found\":true,\"value\":null}");
			assertThat(batch.ask("{\"op\":\"keys\",\"prefix\":\"x/\"}")).isEqualTo("{\"ok\":true,\"keys\":[\"x/1\"]}");
			assertThat(batch.ask("{\"op\":\"keys\"}")).isEqualTo("{\"ok\":true,\"keys\":[\"x/1\",\"y\"]}");
			assertThat(batch.ask("{\"op\":\"export\"}"))
				.isEqualTo("{\"ok\":true,\"value\":{\"x/1\":null,\"y\":[NaN,-Infinity,1.0]}}");
			assertThat(batch.ask("{\"op\":\"sync\"}")).isEqualTo("{\"ok\":true,\"changed\":[],\"unreadable\":[]}");
			assertThat(batch.ask("{\"op\":\"clear\"}")).isEqualTo("{\"ok\":true,\"count\":2}");
			assertThat(batch.ask("{\"op\":\"export\"}")).isEqualTo("{\"ok\":true,\"value\":{}}");
			assertThat(batch.end()).isZero();
			batch.assertPrintsNothingMore();
		}
		assertThat(Directories.names(this.store)).containsExactlyInAnyOrder("d", ".kvstore");
	}

	@Test
	void aLineThatFailsIsAnsweredAndTheNextIsServed() throws IOException {
		try (RunningKvstore batch = batch()) {
			for (String line : List.of("", "{", "nonsense", "1", "[]", "null", "\"get\"", "{}", "{\"op\":1}",
					"{\"op\":\"frobnicate\"}", "{\"op\":\"get\"}", "{\"op\":\"get\",\"key\":1}",
					"{\"op\":\"get\",\"key\":null}", "{\"op\":\"put\",\"key\":\"a\"}", "{\"op\":\"put\",\"value\":1}",
					"{\"op\":\"put\",\"key\":\"a\",\"value\":1e400}", "{\"op\":\"keys\",\"prefix\":1}",
					"{\"op\":\"get\",\"key\":\"a\"} {}",
					"{\"op\":\"put\",\"key\":\"a\",\"value\":%s}".formatted("[".repeat(901) + "]".repeat(901)),
					"{\"op\":\"put\",\"key\":\"a\",\"value\":%s}".formatted("[".repeat(100_000)),
					"{\"op\":\"put\",\"key\":\"a\",\"value\":1%s}".formatted("0".repeat(4300)))) {
				assertFails(batch.ask(line));
				assertThat(batch.ask("{\"op\":\"keys\"}")).isEqualTo("{\"ok\":true,\"keys\":[]}");
			}
			batch.send(new byte[] { '"', (byte) 0xff, '"', '\n' });
			assertFails(batch.readLine());
			assertThat(batch.ask("{\"op\":\"keys\"}")).isEqualTo("{\"ok\":true,\"keys\":[]}");
			assertThat(batch.end()).isZero();
		}
	}

	private static void assertFails(String answer) {
		JsonNode json = Json.parse(answer);
		assertThat(json.propertyNames()).containsExactly("ok", "error");
		assertThat(json.get("ok").booleanValue()).isFalse();
		assertThat(json.get("error").stringValue()).isNotBlank().doesNotContain("not foreseen");
	}

	@Test
	void servesALastLineWithoutEnd() throws IOException {
		try (RunningKvstore batch = batch()) {
			batch.send("{\"op\":\"keys\"}".getBytes(StandardCharsets.UTF_8));
			assertThat(batch.end()).isZero();
			assertThat(batch.readLine()).isEqualTo("{\"ok\":true,\"keys\":[]}");
			batch.assertPrintsNothingMore();
		}
	}

	@Test
	void readsShowWhatWasKnownAtTheLastSync() throws IOException {
		try (KeyValueStore other = KeyValueStore.open(this.store); RunningKvstore batch = batch()) {
			assertThat(batch.ask("{\"op\":\"keys\"}")).isEqualTo("{\"ok\":true,\"keys\":[]}");
			other.put("a", 1);
			Files.writeString(this.store.resolve("d/7"), "{");
			assertThat(batch.ask("{\"op\":\"get\",\"key\":\"a\"}")).isEqualTo("{\"ok\":true,\"found\":false}");
			assertThat(batch.ask("{\"op\":\"sync\"}"))
				.startsWith("{\"ok\":true,\"changed\":[\"a\"],\"unreadable\":[{\"name\":\"7\",\"reason\":");
			assertThat(batch.ask("{\"op\":\"get\",\"key\":\"a\"}"))
				.isEqualTo("{\"ok\":true,\"found\":true,\"value\":1}");
		}
	}

	@Test
	void aStoreThatGoesAwayIsAnError() throws IOException {
		Path store = this.store.resolve("moving");
		Path away = this.store.resolve("away");
		try (RunningKvstore batch = Kvstore.in(store).start("batch")) {
			assertThat(batch.ask("{\"op\":\"put\",\"key\":\"a\",\"value\":1}")).startsWith("{\"ok\":true");
			Files.move(store, away);
			assertFails(batch.ask("{\"op\":\"sync\"}"));
			assertFails(batch.ask("{\"op\":\"put\",\"key\":\"a\",\"value\":2}"));
			assertThat(batch.ask("{\"op\":\"get\",\"key\":\"a\"}")).endsWith("\"value\":1}");
			Files.move(away, store);
			assertThat(batch.ask("{\"op\":\"sync\"}")).startsWith("{\"ok\":true");
			assertThat(batch.ask("{\"op\":\"put\",\"key\":\"a\",\"value\":2}")).startsWith("{\"ok\":true");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TERM", "INT" })
	void aSignalEndsItInGoodOrder(String signal) throws IOException {
		try (RunningKvstore batch = batch()) {
			assertThat(batch.ask("{\"op\":\"put\",\"key\":\"a\",\"value\":1}")).startsWith("{\"ok\":true");
			assertThat(batch.signal(signal)).isEqualTo(signal.equals("TERM") ? 143 : 130);
			batch.assertPrintsNothingMore();
		}
		assertThat(Directories.names(this.store)).containsExactlyInAnyOrder("d", ".kvstore");
	}

}
