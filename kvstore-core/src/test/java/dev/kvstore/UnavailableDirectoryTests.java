package dev.kvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.kvstore.transport.UnavailableException.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A store whose directory goes away while it is open.
 */
class UnavailableDirectoryTests {

	@TempDir
	Path folder;

	private Path directory;

	private Path elsewhere;

	@BeforeEach
	void write() {
		this.directory = this.folder.resolve("store");
		this.elsewhere = this.folder.resolve("elsewhere");
		try (KeyValueStore store = KeyValueStore.open(this.directory)) {
			store.put("key", 1);
		}
	}

	@Test
	void aFolderDThatIsGoneIsAnErrorUntilItIsBack() throws IOException {
		Path changes = this.directory.resolve("d");
		try (KeyValueStore store = KeyValueStore.at(this.directory).identifier("writer").open();
				KeyValueStore reader = KeyValueStore.at(this.directory).readOnly().open()) {
			Files.move(changes, this.elsewhere);
			assertGone(store::synchronize);
			assertGone(reader::synchronize);
			assertGone(() -> store.put("key", 2));
			assertGone(() -> store.put("other", 2));
			assertGone(() -> store.remove("key"));
			assertGone(() -> store.putIfAbsent("other", 2));
			assertStillReads(store);
			assertStillReads(reader);
			assertThat(changes).doesNotExist();
			Files.move(this.elsewhere, changes);
			assertRecovers(store, reader);
		}
	}

	@Test
	void aDirectoryThatIsGoneIsAnErrorUntilItIsBack() throws IOException {
		try (KeyValueStore store = KeyValueStore.at(this.directory).identifier("writer").open();
				KeyValueStore reader = KeyValueStore.at(this.directory).readOnly().open()) {
			Files.move(this.directory, this.elsewhere);
			assertGone(store::synchronize);
			assertGone(reader::synchronize);
			assertGone(() -> store.put("key", 2));
			assertGone(() -> store.putIfAbsent("other", 2));
			assertStillReads(store);
			assertStillReads(reader);
			assertThat(this.directory).doesNotExist();
			Files.move(this.elsewhere, this.directory);
			assertRecovers(store, reader);
		}
	}

	@Test
	void anotherStoreInItsPlaceIsAnErrorUntilTheFirstIsBack() throws IOException {
		try (KeyValueStore store = KeyValueStore.at(this.directory).identifier("writer").open();
				KeyValueStore reader = KeyValueStore.at(this.directory).readOnly().open()) {
			Files.move(this.directory, this.elsewhere);
			try (KeyValueStore other = KeyValueStore.at(this.directory).identifier("writer").open()) {
				other.put("other", 1);
			}
			var before = Directories.state(this.directory);
			assertReplaced(store::synchronize);
			assertReplaced(reader::synchronize);
			assertReplaced(() -> store.put("key", 2));
			assertReplaced(() -> store.remove("key"));
			assertReplaced(() -> store.putIfAbsent("other", 2));
			assertStillReads(store);
			assertStillReads(reader);
			assertThat(Directories.state(this.directory)).isEqualTo(before);
			Files.move(this.directory, this.folder.resolve("the other one"));
			Files.move(this.elsewhere, this.directory);
			assertRecovers(store, reader);
		}
	}

	@Test
	void aFileInItsPlaceIsAnError() throws IOException {
		Path changes = this.directory.resolve("d");
		try (KeyValueStore store = KeyValueStore.at(this.directory).identifier("writer").open()) {
			Files.move(changes, this.elsewhere);
			Files.createFile(changes);
			assertUnavailable(Reason.NOT_A_DIRECTORY, store::synchronize);
			assertUnavailable(Reason.NOT_A_DIRECTORY, () -> store.put("key", 2));
			assertStillReads(store);
			Files.delete(changes);
			Files.move(this.elsewhere, changes);
			store.put("key", 2);
		}
	}

	private static void assertGone(ThrowingCallable action) {
		assertUnavailable(Reason.GONE, action);
	}

	private static void assertReplaced(ThrowingCallable action) {
		assertUnavailable(Reason.REPLACED, action);
	}

	private static void assertUnavailable(Reason reason, ThrowingCallable action) {
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(action)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason))
			.withMessageNotContaining("\n");
	}

	private static void assertStillReads(KeyValueStore store) {
		assertThat(store.get("key", Integer.class)).contains(1);
		assertThat(store.keys()).containsExactly("key");
		assertThat(store.status().lastFailure()).isNotBlank();
	}

	private static void assertRecovers(KeyValueStore store, KeyValueStore reader) {
		store.synchronize();
		assertThat(store.status().lastFailure()).isNull();
		assertThat(store.status().unconfirmed()).isZero();
		store.put("key", 2);
		reader.synchronize();
		assertThat(reader.status().lastFailure()).isNull();
		assertThat(reader.get("key", Integer.class)).contains(2);
		assertThat(reader.keys()).containsExactly("key");
	}

}
