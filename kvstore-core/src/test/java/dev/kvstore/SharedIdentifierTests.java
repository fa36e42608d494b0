package dev.kvstore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One identifier for two running instances: safe, and warned of.
 */
class SharedIdentifierTests {

	@TempDir(factory = Directories.InMemory.class)
	Path directory;

	private KeyValueStore open(String identifier) {
		return KeyValueStore.at(this.directory).identifier(identifier).durability(Durability.PROCESS).open();
	}

	@Test
	void theSecondIsWarned() {
		try (KeyValueStore first = open("same");
				KeyValueStore second = open("same");
				KeyValueStore other = open("other")) {
			assertThat(first.status().warnings()).isEmpty();
			assertThat(second.status().warnings())
				.containsExactly("Another running instance has the identifier 'same': give each one of its own.");
			assertThat(other.status().warnings()).isEmpty();
		}
		try (KeyValueStore again = open("same")) {
			assertThat(again.status().warnings()).isEmpty();
		}
	}

	@Test
	void anInstanceOfAnotherProcessCountsToo() {
		try (RemoteParticipant process = RemoteParticipant.java(this.directory, "same")) {
			process.synchronize();
			try (KeyValueStore second = open("same")) {
				assertThat(second.status().warnings()).singleElement().asString().contains("'same'");
			}
		}
		try (KeyValueStore again = open("same")) {
			assertThat(again.status().warnings()).isEmpty();
		}
	}

	@Test
	void twoThatWriteAtTheSameTimeLoseNothing() {
		try (KeyValueStore first = open("same"); KeyValueStore second = open("same")) {
			List<CompletableFuture<Void>> writing = new ArrayList<>();
			for (KeyValueStore store : List.of(first, second)) {
				String prefix = (store == first) ? "first-" : "second-";
				writing.add(CompletableFuture.runAsync(() -> {
					for (int i = 0; i < 1_000; i++) {
						store.put(prefix + i, i);
						store.put("both", prefix + i);
					}
				}));
			}
			writing.forEach(CompletableFuture::join);
			first.synchronize();
			second.synchronize();
			assertThat(first.size()).isEqualTo(2_001);
			assertThat(second.snapshot("")).isEqualTo(first.snapshot(""));
		}
	}

	@Test
	void oneThatClosesLeavesTheOtherItsFolder() {
		try (KeyValueStore first = open("same")) {
			open("same").close();
			first.put("key", 1);
		}
		KeyValueStore first = open("same");
		try (KeyValueStore second = open("same")) {
			first.close();
			second.put("key", 2);
			assertThat(second.get("key", Integer.class)).contains(2);
		}
	}

}
