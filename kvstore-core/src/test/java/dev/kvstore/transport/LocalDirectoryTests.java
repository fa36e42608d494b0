package dev.kvstore.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.kvstore.transport.UnavailableException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LocalDirectory}, beyond the contract.
 */
class LocalDirectoryTests {

	@TempDir
	Path folder;

	static LocalDirectory open(Path store, String identifier, boolean readOnly, boolean sync) throws IOException {
		return LocalDirectory.open(store, new LocalDirectory.Options(identifier, false, readOnly, true, sync));
	}

	private LocalDirectory open() throws IOException {
		return open(this.folder.resolve("store"), "test", false, true);
	}

	@Test
	void createsTheDirectoryWithItsParents() throws IOException {
		Path store = this.folder.resolve("a/b/c");
		try (LocalDirectory directory = open(store, "me", false, true)) {
			directory.create("1", new byte[] { '1' });
		}
		assertThat(store.resolve("d/1")).hasContent("1");
		assertThat(store.resolve("t.me")).isDirectory();
	}

	@Test
	void putsNothingButChangesIntoD() throws IOException {
		try (LocalDirectory directory = open()) {
			directory.create("1", new byte[0]);
			directory.lock().close();
			try (Stream<Path> files = Files.list(this.folder.resolve("store/d"))) {
				assertThat(files.map((file) -> file.getFileName().toString())).containsExactly("1");
			}
		}
	}

	@Test
	void leavesNoScratchFileBehind() throws IOException {
		try (LocalDirectory directory = open()) {
			directory.create("1", new byte[0]);
			try (LocalDirectory other = open(this.folder.resolve("store"), "other", false, true)) {
				assertThatExceptionOfType(IOException.class).isThrownBy(() -> other.create("1", new byte[0]));
			}
		}
		assertThat(this.folder.resolve("store/t.test")).isEmptyDirectory();
		assertThat(this.folder.resolve("store/t.other")).isEmptyDirectory();
	}

	@Test
	void aTemporaryIdentifierLeavesNoFolderBehind() throws IOException {
		Path store = this.folder.resolve("store");
		try (LocalDirectory directory = LocalDirectory.open(store,
				new LocalDirectory.Options("tmp", true, false, true, true))) {
			directory.create("1", new byte[0]);
			assertThat(store.resolve("t.tmp")).isDirectory();
		}
		assertThat(store.resolve("t.tmp")).doesNotExist();
	}

	@Test
	void aReadOnlyTransportLeavesEverythingAsItIs() throws IOException {
		try (LocalDirectory directory = open()) {
			directory.create("1", new byte[0]);
		}
		Map<String, Object> before = tree();
		try (LocalDirectory directory = open(this.folder.resolve("store"), "reader", true, true)) {
			assertThat(TransportContractTests.names(directory)).containsExactly("1");
			directory.read("1");
		}
		assertThat(tree()).isEqualTo(before);
	}

	@Test
	void aReadOnlyTransportSeesAFolderThatComesLater() throws IOException {
		Path store = Files.createDirectory(this.folder.resolve("store"));
		try (LocalDirectory reader = open(store, "reader", true, true)) {
			assertThat(TransportContractTests.names(reader)).isEmpty();
			try (LocalDirectory writer = open()) {
				writer.create("1", new byte[0]);
			}
			assertThat(TransportContractTests.names(reader)).containsExactly("1");
		}
	}

	@Test
	void aDirectoryThatWasMovedAwayIsAnErrorUntilItIsBack() throws IOException {
		Path store = this.folder.resolve("store");
		Path elsewhere = this.folder.resolve("elsewhere");
		try (LocalDirectory directory = open()) {
			directory.create("1", new byte[0]);
			Files.move(store, elsewhere);
			assertUnavailable(Reason.GONE, directory);
			assertThat(store).doesNotExist();
			Files.move(elsewhere, store);
			assertThat(TransportContractTests.names(directory)).containsExactly("1");
			directory.create("2", new byte[0]);
		}
	}

	@Test
	void anotherStoreInItsPlaceIsAnError() throws IOException {
		Path store = this.folder.resolve("store");
		try (LocalDirectory directory = open()) {
			Files.move(store, this.folder.resolve("elsewhere"));
			open().close();
			assertUnavailable(Reason.REPLACED, directory);
			assertThat(store.resolve("d")).isEmptyDirectory();
		}
	}

	@Test
	void anotherStoreWithTheFileKeyOfTheOldOneIsAnError() throws IOException {
		Path store = this.folder.resolve("store");
		try (LocalDirectory directory = open()) {
			directory.create("1", new byte[0]);
			Files.writeString(store.resolve(".kvstore/id"), "another one");
			assertUnavailable(Reason.REPLACED, directory);
			assertThatExceptionOfType(UnavailableException.class).isThrownBy(directory::lock);
		}
	}

	@Test
	void aScratchFolderThatIsReplacedByALinkIsNotWrittenThrough() throws IOException {
		Path scratch = this.folder.resolve("store/t.test");
		Path outside = Files.createDirectory(this.folder.resolve("outside"));
		try (LocalDirectory directory = open()) {
			Files.move(scratch, this.folder.resolve("moved"));
			Files.createSymbolicLink(scratch, outside);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> directory.create("1", new byte[0]))
				.withMessageContaining("it is no folder");
			assertThat(outside).isEmptyDirectory();
			Files.delete(scratch);
			directory.create("1", new byte[0]);
		}
	}

	@Test
	void aFolderDThatCameBackElsewhereOnTheDiskIsTheSame() throws IOException {
		Path changes = this.folder.resolve("store/d");
		try (LocalDirectory directory = open()) {
			directory.create("1", new byte[] { 'x' });
			Path copy = Files.createDirectory(this.folder.resolve("store/copy"));
			Files.copy(changes.resolve("1"), copy.resolve("1"));
			Files.move(changes, this.folder.resolve("old"));
			Files.move(copy, changes);
			assertThat(TransportContractTests.names(directory)).containsExactly("1");
		}
	}

	private static void assertUnavailable(Reason reason, LocalDirectory directory) {
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> directory.list((name) -> {
		})).satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> directory.create("7", new byte[] { '7' }))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
	}

	@Test
	void aSharedIdentifierIsWarnedOf() throws IOException {
		Path store = this.folder.resolve("store");
		try (LocalDirectory first = open(store, "twin", false, true);
				LocalDirectory second = open(store, "twin", false, true)) {
			assertThat(first.warnings()).isEmpty();
			assertThat(second.warnings()).singleElement().asString().contains("'twin'");
			second.create("1", new byte[0]);
			first.create("2", new byte[0]);
		}
		try (LocalDirectory third = open(store, "twin", false, true)) {
			assertThat(third.warnings()).isEmpty();
		}
	}

	@Test
	void linksAndFoldersAreNoFiles() throws IOException {
		try (LocalDirectory directory = open()) {
			Path changes = this.folder.resolve("store/d");
			Path secret = Files.writeString(this.folder.resolve("secret"), "secret");
			Files.createSymbolicLink(changes.resolve("1"), secret);
			Files.createDirectory(changes.resolve("2"));
			for (String name : List.of("1", "2")) {
				assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> directory.read(name));
				assertThat(directory.exists(name)).isFalse();
			}
		}
	}

	@Test
	void aScratchFolderThatIsALinkIsRefused() throws IOException {
		Path store = this.folder.resolve("store");
		open().close();
		Path outside = Files.createDirectory(this.folder.resolve("outside"));
		Files.createSymbolicLink(store.resolve("t.victim"), outside);
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> open(store, "victim", false, true));
		assertThat(outside).isEmptyDirectory();
	}

	private Map<String, Object> tree() throws IOException {
		Map<String, Object> tree = new TreeMap<>();
		try (Stream<Path> files = Files.walk(this.folder)) {
			files.forEach((file) -> {
				try {
					tree.put(file.toString(), Files.getLastModifiedTime(file));
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
		return tree;
	}

}
