package dev.kvstore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several JVMs on one directory.
 */
class ProcessesTests {

	private static final int OPERATIONS = 2_000;

	private static final int ROUNDS = 4;

	private static final int KEYS = 10;

	@TempDir
	Path directory;

	@Test
	void convergeWithNothingAcknowledgedLost() throws Exception {
		History history = new History();
		ExecutorService threads = Executors.newCachedThreadPool();
		try (Participant one = RemoteParticipant.java(this.directory, "one");
				Participant two = RemoteParticipant.java(this.directory, "two");
				Participant three = Participant.of("here",
						KeyValueStore.at(this.directory).identifier("here").durability(Durability.PROCESS).open())) {
			List<Participant> participants = List.of(one, two, three);
			List<Future<?>> running = new ArrayList<>();
			for (Participant participant : participants) {
				long seed = running.size();
				running.add(threads.submit(() -> operate(participant, new Random(seed), history)));
			}
			for (Future<?> run : running) {
				run.get();
			}
			for (int i = 0; i < 2; i++) {
				participants.forEach(Participant::synchronize);
			}
			for (Participant participant : participants) {
				assertThat(participant.export()).as(participant.name()).isEqualTo(three.export());
				assertThat(participant.keys()).as(participant.name()).isEqualTo(three.keys());
			}
		}
		finally {
			threads.shutdownNow();
		}
		Map<String, Change> left = new TreeMap<>();
		Directories.changes(this.directory).forEach((change) -> assertThat(left.put(change.key(), change)).isNull());
		for (int i = 0; i < KEYS; i++) {
			assertThat(history.complaint("key-" + i, left.get("key-" + i))).isEmpty();
		}
		assertThat(history.size()).isGreaterThan(OPERATIONS);
	}

	private static void operate(Participant participant, Random random, History history) {
		for (int i = 0; i < OPERATIONS; i++) {
			String key = "key-" + random.nextInt(KEYS);
			switch (random.nextInt(6)) {
				case 0 -> participant.synchronize();
				case 1 -> history.remove(participant, key);
				default -> history.put(participant, key, Json.parse("[\"%s\", %d]".formatted(participant, i)));
			}
		}
	}

	/**
	 * Two processes of two threads each write until they are killed. What is left of each
	 * key must be the last write that was acknowledged, or the one with which a thread
	 * died.
	 */
	@ParameterizedTest
	@EnumSource
	void thatAreKilledLoseNothingAcknowledged(Durability durability) {
		Random random = new Random(durability.ordinal());
		Acknowledged acknowledged = new Acknowledged();
		String property = "-Dsync=" + (durability == Durability.SYNC);
		for (int round = 0; round < ROUNDS; round++) {
			String first = "first-" + round;
			String second = "second-" + round;
			try (RemoteParticipant one = RemoteParticipant.java(this.directory, first, property);
					RemoteParticipant two = RemoteParticipant.java(this.directory, second, property)) {
				one.send(RemoteParticipant.request("write").put("keys", KEYS).put("seed", random.nextLong()));
				two.send(RemoteParticipant.request("write").put("keys", KEYS).put("seed", random.nextLong()));
				acknowledged.receive(one, first, 1 + random.nextInt(200));
				one.kill();
				acknowledged.receive(two, second, 1 + random.nextInt(200));
				two.kill();
				acknowledged.receive(one, first, Integer.MAX_VALUE);
				acknowledged.receive(two, second, Integer.MAX_VALUE);
			}
			try (KeyValueStore store = KeyValueStore.at(this.directory).identifier("survivor").open()) {
				assertThat(store.status().unreadable()).isEmpty();
				acknowledged.assertAllIn(store, "round " + round);
			}
		}
	}

	/** What processes said that they have stored. */
	private static final class Acknowledged {

		private final Map<String, Version> versions = new HashMap<>();

		/** How often a process has put a key. */
		private final Map<String, Integer> counts = new HashMap<>();

		/** Reads until there are as many as given, or no more. */
		void receive(RemoteParticipant process, String writer, int count) {
			for (int i = 0; i < count; i++) {
				String line = process.receive();
				// The last one may be cut off.
				if (line == null || !line.endsWith("}")) {
					return;
				}
				JsonNode write = Json.parse(line);
				String key = write.get("key").stringValue();
				Version version = new Version(write.get("version").longValue());
				this.versions.merge(key, version, (a, b) -> (a.compareTo(b) > 0) ? a : b);
				this.counts.put(writer + " " + key, write.get("count").intValue());
			}
		}

		void assertAllIn(KeyValueStore store, String when) {
			assertThat(this.versions).as(when).isNotEmpty();
			this.versions.forEach((key, version) -> {
				Entry entry = store.entry(key).orElseThrow();
				int count = this.counts.getOrDefault(entry.writer() + " " + key, 0);
				boolean died = entry.version().compareTo(version) > 0;
				assertThat(entry.version()).as("%s, %s", when, key).isGreaterThanOrEqualTo(version);
				assertThat(entry.value().get("count").intValue()).as("%s, %s", when, key)
					.isEqualTo(died ? count + 1 : count);
			});
		}

	}

}
