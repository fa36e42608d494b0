package dev.kvstore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Writes in the background.
 */
class AsyncWritesTests {

	@TempDir(factory = Directories.InMemory.class)
	Path directory;

	private KeyValueStore open() {
		return KeyValueStore.at(this.directory).identifier("async").durability(Durability.PROCESS).open();
	}

	@Test
	void areStoredInTheOrderOfTheCalls() {
		try (KeyValueStore store = open()) {
			List<CompletableFuture<Version>> puts = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				puts.add(store.putAsync("key-" + i % 3, i));
			}
			CompletableFuture<Boolean> removed = store.removeAsync("key-0");
			CompletableFuture<Boolean> removedAgain = store.removeAsync("key-0");
			assertThat(removed.join()).isTrue();
			assertThat(removedAgain.join()).isFalse();
			List<Version> versions = puts.stream().map(CompletableFuture::join).toList();
			assertThat(versions).isSorted().doesNotHaveDuplicates();
			assertThat(store.get("key-0")).isEmpty();
			assertThat(store.get("key-1", Integer.class)).contains(997);
			assertThat(store.get("key-2", Integer.class)).contains(998);
		}
	}

	@Test
	void takeTheValueAsItIsAtTheCall() {
		List<Integer> value = new ArrayList<>(List.of(1));
		try (KeyValueStore store = open()) {
			CompletableFuture<Version> put = store.putAsync("list", value);
			value.add(2);
			put.join();
			assertThat(store.get("list")).contains(Json.parse("[1]"));
		}
	}

	@Test
	void areAllStoredWhenCloseReturns() {
		KeyValueStore store = open();
		List<CompletableFuture<Version>> puts = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			puts.add(store.putAsync("key-" + i, i));
		}
		store.close();
		assertThat(puts).allMatch((put) -> put.isDone() && !put.isCompletedExceptionally());
		assertThatIllegalStateException().isThrownBy(() -> store.putAsync("late", 1));
		try (KeyValueStore again = open()) {
			assertThat(again.size()).isEqualTo(1000);
		}
	}

	@Test
	@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void theStoreMayBeClosedByWhatFollowsAWrite() {
		KeyValueStore store = open();
		List<CompletableFuture<Version>> puts = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			puts.add(store.putAsync("key-" + i, i));
		}
		CompletableFuture<Void> closed = puts.get(50).thenRun(store::close);
		closed.join();
		CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)).join();
		try (KeyValueStore again = open()) {
			assertThat(again.size()).isEqualTo(100);
		}
	}

}
