package dev.kvstore.cli;

import java.io.IOException;
import java.nio.file.Path;

import dev.kvstore.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several processes on one directory.
 */
class SharedDirectoryTests {

	@TempDir
	Path store;

	private Kvstore kvstore() {
		return Kvstore.in(this.store);
	}

	@Test
	void whatOneProcessPutsTheOthersHaveAfterOneSync() throws IOException {
		try (RunningKvstore first = kvstore().start("batch"); RunningKvstore second = kvstore().start("batch")) {
			put(first, "a", 1);
			assertHasAfterSync(second, "a", 1);
			assertThat(kvstore().run("get", "a").result()).isEqualTo("1\n");
			put(second, "a", 2);
			assertHasAfterSync(first, "a", 2);
			kvstore().run("put", "a", "3").result();
			assertHasAfterSync(first, "a", 3);
			assertHasAfterSync(second, "a", 3);
			kvstore().run("remove", "a").result();
			for (RunningKvstore batch : new RunningKvstore[] { first, second }) {
				assertThat(batch.ask("{\"op\":\"sync\"}")).contains("\"changed\":[\"a\"]");
				assertThat(batch.ask("{\"op\":\"get\",\"key\":\"a\"}")).isEqualTo("{\"ok\":true,\"found\":false}");
			}
			assertThat(first.end()).isZero();
			assertThat(second.end()).isZero();
		}
	}

	@Test
	void processesThatWriteAtTheSameTimeAgreeInTheEnd() throws IOException {
		int rounds = 200;
		try (RunningKvstore first = kvstore().start("batch"); RunningKvstore second = kvstore().start("batch")) {
			for (int i = 0; i < rounds; i++) {
				String line = "{\"op\":\"put\",\"key\":\"%d\",\"value\":".formatted(i % 10);
				first.send(line + "\"first\"}");
				second.send(line + "\"second\"}");
			}
			for (int i = 0; i < rounds; i++) {
				assertThat(first.readLine()).startsWith("{\"ok\":true,");
				assertThat(second.readLine()).startsWith("{\"ok\":true,");
			}
			assertThat(first.ask("{\"op\":\"sync\"}")).startsWith("{\"ok\":true,");
			assertThat(second.ask("{\"op\":\"sync\"}")).startsWith("{\"ok\":true,");
			String export = first.ask("{\"op\":\"export\"}");
			assertThat(second.ask("{\"op\":\"export\"}")).isEqualTo(export);
			assertThat(export)
				.isEqualTo("{\"ok\":true,\"value\":%s}".formatted(kvstore().run("export").result().strip()));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 50 })
	void whatWasAcknowledgedSurvivesKill(int acknowledged) throws IOException {
		try (RunningKvstore batch = kvstore().start("batch")) {
			for (int i = 0; i < acknowledged + 50; i++) {
				batch.send("{\"op\":\"put\",\"key\":\"%d\",\"value\":%d}".formatted(i, i));
			}
			for (int i = 0; i < acknowledged; i++) {
				assertThat(batch.readLine()).startsWith("{\"ok\":true,");
			}
			assertThat(batch.signal("KILL")).isEqualTo(137);
		}
		assertThat(kvstore().run("status").result()).contains("\"unreadable\":[]");
		kvstore().run("put", "afterwards", "true").result();
		try (KeyValueStore store = KeyValueStore.at(this.store).readOnly().open()) {
			for (int i = 0; i < acknowledged; i++) {
				assertThat(store.get(Integer.toString(i), Integer.class)).contains(i);
			}
			assertThat(store.contains("afterwards")).isTrue();
		}
	}

	private static void put(RunningKvstore batch, String key, int value) throws IOException {
		assertThat(batch.ask("{\"op\":\"put\",\"key\":\"%s\",\"value\":%d}".formatted(key, value)))
			.startsWith("{\"ok\":true,");
	}

	private static void assertHasAfterSync(RunningKvstore batch, String key, int value) throws IOException {
		assertThat(batch.ask("{\"op\":\"sync\"}")).startsWith("{\"ok\":true,");
		assertThat(batch.ask("{\"op\":\"get\",\"key\":\"%s\"}".formatted(key)))
			.isEqualTo("{\"ok\":true,\"found\":true,\"value\":%d}".formatted(value));
	}

}
