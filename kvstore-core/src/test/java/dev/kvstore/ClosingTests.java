package dev.kvstore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A store that is closed while others use it.
 */
class ClosingTests {

	@TempDir
	Path directory;

	private final ExecutorService executor = Executors.newFixedThreadPool(4);

	@AfterEach
	void endThreads() {
		this.executor.shutdownNow();
	}

	@RepeatedTest(20)
	void closeWaitsForWritesUnderWayAndNoneComesAfterIt() throws Exception {
		KeyValueStore store = KeyValueStore.at(this.directory).durability(Durability.PROCESS).open();
		ConcurrentHashMap<String, Integer> acknowledged = new ConcurrentHashMap<>();
		List<CompletableFuture<Void>> writers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			String key = "k" + i;
			writers.add(CompletableFuture.runAsync(() -> {
				for (int value = 0;; value++) {
					store.put(key, value);
					acknowledged.put(key, value);
				}
			}, this.executor));
		}
		Awaitility.await().until(() -> acknowledged.size() == 4);
		store.close();
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files.map((file) -> file.getFileName().toString())).noneMatch((name) -> name.startsWith("t."));
		}
		for (CompletableFuture<Void> writer : writers) {
			assertThatIllegalStateException().isThrownBy(() -> {
				try {
					writer.get(10, TimeUnit.SECONDS);
				}
				catch (ExecutionException ex) {
					throw ex.getCause();
				}
			}).withMessageContaining("is closed");
		}
		try (KeyValueStore reader = KeyValueStore.at(this.directory).readOnly().open()) {
			acknowledged.forEach((key, value) -> assertThat(reader.get(key, Integer.class)).hasValue(value));
		}
	}

}
