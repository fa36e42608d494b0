package dev.kvstore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The writes with a condition, among threads, instances and processes.
 */
class CompareAndSetTests {

	private static final int INSTANCES = 3;

	private static final int THREADS = 2;

	@TempDir(factory = Directories.InMemory.class)
	Path directory;

	private final List<KeyValueStore> stores = new ArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@BeforeEach
	void open() {
		for (int i = 0; i < INSTANCES; i++) {
			this.stores.add(
					KeyValueStore.at(this.directory).identifier("instance-" + i).durability(Durability.PROCESS).open());
		}
	}

	@AfterEach
	void close() {
		this.threads.shutdownNow();
		this.stores.forEach(KeyValueStore::close);
	}

	@Test
	void countersEndExactlyAtTheSum() throws Exception {
		int times = 100;
		try (RemoteParticipant process = RemoteParticipant.java(this.directory, "process")) {
			List<Callable<Object>> incrementing = new ArrayList<>();
			incrementing.add(() -> process
				.call(RemoteParticipant.request("increment").put("key", "counter").put("times", times)));
			for (KeyValueStore store : this.stores) {
				for (int i = 0; i < THREADS; i++) {
					incrementing.add(() -> {
						StoreProcess.increment(store, "counter", times);
						return true;
					});
				}
			}
			runAll(incrementing);
		}
		for (KeyValueStore store : this.stores) {
			store.synchronize();
			assertThat(store.get("counter", Integer.class)).contains((INSTANCES * THREADS + 1) * times);
		}
	}

	@Test
	void eachAbsentKeyIsWonByExactlyOne() throws Exception {
		int keys = 100;
		int won = 0;
		try (RemoteParticipant process = RemoteParticipant.java(this.directory, "process")) {
			List<Callable<Integer>> claiming = new ArrayList<>();
			claiming
				.add(() -> process.call(RemoteParticipant.request("claim").put("keys", keys)).get("won").intValue());
			for (KeyValueStore store : this.stores) {
				for (int i = 0; i < THREADS; i++) {
					String name = store + "-" + i;
					claiming.add(() -> StoreProcess.claim(store, keys, name));
				}
			}
			for (int count : runAll(claiming)) {
				won += count;
			}
		}
		assertThat(won).isEqualTo(keys);
		assertThat(this.stores.get(0).keys("claim-")).hasSize(keys);
	}

	private <T> List<T> runAll(List<Callable<T>> tasks) throws Exception {
		List<T> results = new ArrayList<>();
		for (Future<T> result : this.threads.invokeAll(tasks)) {
			results.add(result.get());
		}
		return results;
	}

	@Test
	void seeWhatOthersWroteWithoutASynchronizationBefore() {
		KeyValueStore one = this.stores.get(0);
		KeyValueStore two = this.stores.get(1);
		Version first = one.put("key", 1);
		assertThat(two.putIfAbsent("key", 2)).isEmpty();
		Version second = two.compareAndSet("key", first, 2).orElseThrow();
		assertThat(one.compareAndSet("key", first, 3)).isEmpty();
		assertThat(one.get("key", Integer.class)).contains(2);
		assertThat(second).isGreaterThan(first);
		two.remove("key");
		assertThat(one.compareAndSet("key", second, 3)).isEmpty();
		assertThat(one.putIfAbsent("key", 4)).isPresent();
	}

	@Test
	void aJsonNullIsAValue() {
		KeyValueStore store = this.stores.get(0);
		assertThat(store.putIfAbsent("key", null)).isPresent();
		assertThat(store.putIfAbsent("key", 1)).isEmpty();
		Version version = store.entry("key").orElseThrow().version();
		assertThat(store.compareAndSet("key", version, null)).isPresent();
	}

}
