package dev.kvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A change that is superseded is removed, and then its name is free: another instance
 * whose clock stood at the same microsecond, or that writes just above what it has seen,
 * may use it for another key.
 */
class ReusedNameTests {

	private static final String NAME = "1700000000000000";

	private static final String LATER = "1700000000000001";

	@TempDir
	Path directory;

	@BeforeEach
	void write() {
		Directories.write(this.directory, NAME, Directories.setting("a", "\"old\""));
	}

	/** Another instance replaces the key a, and a third uses the name for the key b. */
	private void reuseTheName() throws IOException {
		Directories.write(this.directory, LATER, Directories.setting("a", "\"new\""));
		Files.delete(this.directory.resolve("d").resolve(NAME));
		Directories.write(this.directory, NAME, Directories.setting("b", "\"other\""));
	}

	@ParameterizedTest(name = "read-only: {0}")
	@ValueSource(booleans = { false, true })
	void theChangeUnderAKnownNameIsSeen(boolean readOnly) throws IOException {
		try (KeyValueStore store = KeyValueStore.at(this.directory).readOnly(readOnly).open()) {
			reuseTheName();
			SyncResult result = store.synchronize();
			assertThat(result.changes()).extracting(ChangeEvent::key).containsExactlyInAnyOrder("a", "b");
			assertThat(store.get("a", String.class)).contains("new");
			assertThat(store.get("b", String.class)).contains("other");
			assertThat(store.synchronize().changes()).isEmpty();
		}
		assertThat(Directories.changeNames(this.directory)).containsExactlyInAnyOrder(NAME, LATER);
	}

	@Test
	void aPutDoesNotRemoveTheChangeOfAnotherKey() throws IOException {
		try (KeyValueStore store = KeyValueStore.open(this.directory)) {
			reuseTheName();
			store.put("a", "newest");
			assertThat(Directories.changeNames(this.directory)).contains(NAME);
			store.synchronize();
			assertThat(store.get("a", String.class)).contains("newest");
			assertThat(store.get("b", String.class)).contains("other");
		}
		assertThat(Directories.changeNames(this.directory)).hasSize(2).contains(NAME);
	}

}
