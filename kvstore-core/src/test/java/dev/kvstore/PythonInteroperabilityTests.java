package dev.kvstore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Java instances and Python processes on one directory.
 */
class PythonInteroperabilityTests {

	private static final int OPERATIONS = 5_000;

	private static final int RACING_OPERATIONS = 1_200;

	private final List<Participant> participants = new ArrayList<>();

	@TempDir(factory = Directories.InMemory.class)
	Path directory;

	@AfterEach
	void close() {
		this.participants.forEach(Participant::close);
	}

	/**
	 * One operation at a time, each by a participant that has just synchronized, so that
	 * a map in memory predicts every answer.
	 */
	@ParameterizedTest(name = "seed {0}")
	@ValueSource(longs = { 1, 2 })
	void takeTurnsAndAnswerAlike(long seed) throws IOException {
		startAll();
		Map<String, JsonNode> model = new TreeMap<>(PythonInteroperabilityTests::compareAsPython);
		Random random = new Random(seed);
		RandomJson json = new RandomJson(seed);
		for (int i = 0; i < OPERATIONS; i++) {
			Participant participant = this.participants.get(random.nextInt(this.participants.size()));
			participant.synchronize();
			String step = "seed %d, operation %d, %s".formatted(seed, i, participant);
			int choice = random.nextInt(participant.canWrite() ? 100 : 30);
			String key = json.key();
			if (choice < 20) {
				assertThat(participant.get(key).map(Participant.Found::value)).as(step)
					.isEqualTo(Optional.ofNullable(model.get(key)));
			}
			else if (choice < 25) {
				assertThat(participant.keys()).as(step).isEqualTo(List.copyOf(model.keySet()));
			}
			else if (choice < 30) {
				assertThat(participant.export()).as(step).isEqualTo(model);
			}
			else if (choice < 50) {
				assertThat(participant.remove(key)).as(step).isEqualTo(model.remove(key) != null);
			}
			else if (choice < 51) {
				assertThat(participant.clear()).as(step).isEqualTo(model.size());
				model.clear();
			}
			else {
				JsonNode value = json.value();
				participant.put(key, value);
				model.put(key, value);
			}
		}
		assertAllAgree("seed " + seed);
		assertThat(this.participants.get(0).export()).isEqualTo(model);
	}

	/** All at once, on few keys. {@link History} says what must hold afterwards. */
	@ParameterizedTest(name = "seed {0}")
	@ValueSource(longs = { 3, 4 })
	void raceAndAgreeWithNothingLost(long seed) throws Exception {
		startAll();
		History history = new History();
		ExecutorService threads = Executors.newFixedThreadPool(this.participants.size());
		try {
			CountDownLatch start = new CountDownLatch(this.participants.size());
			List<Future<?>> races = new ArrayList<>();
			for (Participant participant : this.participants) {
				long ownSeed = seed * 1000 + races.size();
				races.add(threads.submit(() -> {
					start.countDown();
					start.await();
					race(participant, ownSeed, history);
					return null;
				}));
			}
			for (Future<?> race : races) {
				race.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertAllAgree("seed " + seed);
		Map<String, Change> left = new TreeMap<>();
		Directories.changes(this.directory).forEach((change) -> assertThat(left.put(change.key(), change)).isNull());
		for (String key : RandomJson.KEYS) {
			assertThat(history.complaint(key, left.get(key))).as("seed " + seed).isEmpty();
		}
		assertThat(history.size()).isGreaterThan(RACING_OPERATIONS);
	}

	/** Reads must not go back to an older version. */
	private static void race(Participant participant, long seed, History history) {
		Random random = new Random(seed);
		RandomJson json = new RandomJson(seed);
		Map<String, Long> seen = new TreeMap<>();
		for (int i = 0; i < RACING_OPERATIONS; i++) {
			String key = RandomJson.KEYS.get(random.nextInt(12));
			int choice = random.nextInt(participant.canWrite() ? 100 : 40);
			if (choice < 20) {
				participant.synchronize();
			}
			else if (choice < 40) {
				participant.get(key)
					.ifPresent((found) -> assertThat(found.version()).as("seed %d, %s, %s", seed, participant, key)
						.isGreaterThanOrEqualTo(
								Optional.ofNullable(seen.put(key, found.version())).orElse(Long.MIN_VALUE)));
			}
			else if (choice < 55) {
				history.remove(participant, key);
			}
			else {
				history.put(participant, key, json.value());
			}
		}
	}

	@Test
	void theWritesOfAClockThatRunsLateDoNotReplaceNewerOnes() throws IOException {
		Participant java = add(Participant.of("java", open("java")));
		Participant late = add(RemoteParticipant.python(this.directory, "late", -10_000_000));
		java.put("key", Json.parse("\"newer\""));
		late.synchronize();
		// Removes the file of the newer change, in the belief that it was superseded.
		late.put("key", Json.parse("\"older\""));
		assertThat(Directories.changes(this.directory)).hasSize(1);
		for (int i = 0; i < 3; i++) {
			java.synchronize();
			assertThat(java.get("key").map(Participant.Found::value)).contains(Json.parse("\"newer\""));
		}
		assertThat(Directories.changes(this.directory)).singleElement()
			.satisfies((change) -> assertThat(change.value()).isEqualTo(Json.parse("\"newer\"")));
		Participant fresh = add(RemoteParticipant.python(this.directory, "fresh", 0));
		assertThat(fresh.export()).containsExactly(Map.entry("key", Json.parse("\"newer\"")));
	}

	@Test
	void aPutWinsOverWhatAClockThatRunsEarlyHasWritten() {
		Participant java = add(Participant.of("java", open("java")));
		Participant early = add(RemoteParticipant.python(this.directory, "early", 3_600_000_000L));
		early.put("key", Json.parse("\"of the future\""));
		java.synchronize();
		java.put("key", Json.parse("\"now\""));
		early.synchronize();
		assertThat(early.get("key").map(Participant.Found::value)).contains(Json.parse("\"now\""));
		Participant fresh = add(RemoteParticipant.python(this.directory, "fresh", 0));
		assertThat(fresh.export()).containsExactly(Map.entry("key", Json.parse("\"now\"")));
	}

	private void startAll() {
		add(Participant.of("java-1", open("java-1")));
		add(Participant.of("java-2", open("java-2")));
		add(Participant.of("java-twin-a", open("twin")));
		add(Participant.of("java-twin-b", open("twin")));
		add(Participant.of("java-observer", KeyValueStore.at(this.directory).readOnly().open()));
		add(RemoteParticipant.python(this.directory, "python-1", 0));
		add(RemoteParticipant.python(this.directory, "python-2", 0));
		add(RemoteParticipant.python(this.directory, "python-3", 0));
	}

	private KeyValueStore open(String identifier) {
		return KeyValueStore.at(this.directory).identifier(identifier).durability(Durability.PROCESS).open();
	}

	private Participant add(Participant participant) {
		this.participants.add(participant);
		return participant;
	}

	private void assertAllAgree(String seed) throws IOException {
		for (int i = 0; i < 2; i++) {
			this.participants.forEach(Participant::synchronize);
		}
		Participant first = this.participants.get(0);
		try (KeyValueStore fresh = KeyValueStore.at(this.directory).readOnly().open()) {
			add(Participant.of("fresh", fresh));
			for (Participant other : this.participants) {
				assertThat(other.export()).as("%s, %s and %s", seed, first, other).isEqualTo(first.export());
				assertThat(other.keys()).as("%s, %s and %s", seed, first, other).isEqualTo(first.keys());
			}
			assertThat(fresh.status().unreadable()).isEmpty();
			this.participants.remove(this.participants.size() - 1);
		}
		Set<String> keys = new HashSet<>();
		for (Change change : Directories.changes(this.directory)) {
			assertThat(keys.add(change.key())).as("%s: one file of key '%s'", seed, change.key()).isTrue();
			if (change.writer() != null) {
				byte[] content = Files
					.readAllBytes(this.directory.resolve("d").resolve(Long.toString(change.version())));
				assertThat(StandardCharsets.US_ASCII.newEncoder()
					.canEncode(new String(content, StandardCharsets.ISO_8859_1))).as("%s: ASCII", change).isTrue();
			}
		}
	}

	/** Python compares strings by code points. */
	private static int compareAsPython(String a, String b) {
		return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
	}

}
