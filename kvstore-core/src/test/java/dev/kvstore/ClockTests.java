package dev.kvstore;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of the order of writes when clocks stand still, jump or disagree.
 */
class ClockTests {

	private static final int PUTS = 10_000;

	private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

	@TempDir(factory = Directories.InMemory.class)
	Path directory;

	/**
	 * A clock with a name.
	 *
	 * @param name what it does
	 * @param source the clock
	 */
	record NamedClock(String name, InstantSource source) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	static Stream<NamedClock> clocks() {
		Random random = new Random(8);
		return Stream.of(new NamedClock("right", InstantSource.system()),
				new NamedClock("frozen", InstantSource.fixed(START)),
				new NamedClock("set back by an hour every second", new Jumping()),
				new NamedClock("wild by ±10 s", () -> START.plusMillis(random.nextInt(20_000) - 10_000)),
				new NamedClock("at the epoch", InstantSource.fixed(Instant.EPOCH)),
				new NamedClock("before the epoch", InstantSource.fixed(Instant.EPOCH.minusSeconds(1))));
	}

	/** Advances with each reading, and goes back an hour every 100. */
	private static final class Jumping implements InstantSource {

		private int readings;

		@Override
		public Instant instant() {
			this.readings++;
			return START.plusMillis(this.readings * 10L).minus(Duration.ofHours(this.readings / 100));
		}

	}

	@ParameterizedTest
	@MethodSource("clocks")
	void theWritesOfOneInstanceKeepTheirOrder(NamedClock clock) {
		Random random = new Random(1);
		Map<String, Integer> last = new HashMap<>();
		try (KeyValueStore store = open("writer", clock.source());
				KeyValueStore reader = KeyValueStore.at(this.directory).readOnly().open()) {
			Map<String, Version> versions = new HashMap<>();
			for (int i = 0; i < PUTS; i++) {
				String key = "key-" + random.nextInt(10);
				if (i % 100 == 99 && store.contains(key)) {
					store.remove(key);
					store.put(key, -1);
				}
				Version version = store.put(key, i);
				Version before = versions.put(key, version);
				assertThat(before == null || before.compareTo(version) < 0)
					.as("%s: put %d of %s got %s after %s", clock, i, key, version, before)
					.isTrue();
				last.put(key, i);
				if (i % 50 == 0) {
					reader.synchronize();
					assertReads(reader, last);
				}
			}
			reader.synchronize();
			assertReads(reader, last);
		}
		try (KeyValueStore fresh = KeyValueStore.at(this.directory).readOnly().open()) {
			assertReads(fresh, last);
		}
	}

	private static void assertReads(KeyValueStore store, Map<String, Integer> expected) {
		expected.forEach((key, value) -> assertThat(store.get(key, Integer.class)).contains(value));
	}

	@Test
	void aPutWinsOverAllThatItsInstanceHasSeenWhateverTheClocksSay() {
		Random random = new Random(2);
		try (KeyValueStore right = open("right", InstantSource.system());
				KeyValueStore late = open("late", () -> Instant.now().minusSeconds(10));
				KeyValueStore early = open("early", () -> Instant.now().plusSeconds(10));
				KeyValueStore veryLate = open("very-late", () -> Instant.now().minus(Duration.ofHours(1)));
				KeyValueStore frozen = open("frozen", InstantSource.fixed(START));
				KeyValueStore observer = KeyValueStore.at(this.directory).readOnly().open()) {
			List<KeyValueStore> stores = List.of(right, late, early, veryLate, frozen);
			for (int i = 0; i < PUTS / 4; i++) {
				KeyValueStore store = stores.get(random.nextInt(stores.size()));
				String key = "key-" + random.nextInt(5);
				store.synchronize();
				if (random.nextInt(10) == 0) {
					store.remove(key);
					observer.synchronize();
					assertThat(observer.contains(key)).as("operation %d of %s", i, store).isFalse();
				}
				else {
					store.put(key, i);
					observer.synchronize();
					assertThat(observer.get(key, Integer.class)).as("operation %d of %s", i, store).contains(i);
				}
			}
		}
	}

	@Test
	void aKeyFromTheFarFutureStaysWritableAndLeavesOthersInThePresent() {
		long future = 1L << 62;
		Directories.write(this.directory, Long.toString(future), Directories.setting("future", "1"));
		try (KeyValueStore store = open("writer", InstantSource.system())) {
			assertThat(store.put("future", 2)).isEqualTo(new Version(future + 1));
			assertThat(store.put("other", 1).time()).isBetween(Instant.now().minusSeconds(60), Instant.now());
			assertThat(store.put("future", 3)).isEqualTo(new Version(future + 2));
			assertThat(store.remove("future")).isTrue();
			assertThat(store.put("future", 4)).isEqualTo(new Version(future + 4));
			assertThat(store.put("another", 1).time()).isBetween(Instant.now().minusSeconds(60), Instant.now());
		}
		try (KeyValueStore store = open("another", InstantSource.system())) {
			assertThat(store.get("future", Integer.class)).contains(4);
			assertThat(store.put("third", 1).time()).isBetween(Instant.now().minusSeconds(60), Instant.now());
		}
	}

	@Test
	void theGreatestVersionCanBeReadButNotReplaced() {
		Directories.write(this.directory, Long.toString(Long.MAX_VALUE), Directories.setting("last", "1"));
		try (KeyValueStore store = open("writer", InstantSource.system())) {
			assertThat(store.get("last", Integer.class)).contains(1);
			assertThatExceptionOfType(KeyValueStoreException.class).isThrownBy(() -> store.put("last", 2))
				.withMessage(
						"Could not store key 'last' in %s: its version is the greatest that there is. "
								+ "Remove the file 9223372036854775807 from the folder d while no instance is open.",
						this.directory);
			assertThatExceptionOfType(KeyValueStoreException.class).isThrownBy(() -> store.remove("last"));
			assertThat(store.get("last", Integer.class)).contains(1);
			assertThat(store.put("other", 1).time()).isBetween(Instant.now().minusSeconds(60), Instant.now());
			store.synchronize();
			assertThat(store.keys()).containsExactly("last", "other");
		}
	}

	private KeyValueStore open(String identifier, InstantSource clock) {
		return KeyValueStore.at(this.directory)
			.identifier(identifier)
			.clock(clock)
			.durability(Durability.PROCESS)
			.open();
	}

}
