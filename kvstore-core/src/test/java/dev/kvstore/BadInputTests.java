package dev.kvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.kvstore.transport.Transport;
import dev.kvstore.transport.UnavailableException.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What can't be done is refused with a clear exception, and leaves memory and directory
 * as they were.
 */
class BadInputTests {

	@TempDir
	Path folder;

	@Test
	void aFileInPlaceOfTheDirectory() throws IOException {
		Path file = Files.writeString(this.folder.resolve("file"), "content");
		assertUnavailable(Reason.NOT_A_DIRECTORY, () -> KeyValueStore.open(file), "it is a file");
		assertUnavailable(Reason.NOT_A_DIRECTORY, () -> KeyValueStore.at(file).readOnly().open(), "it is a file");
		assertThat(file).hasContent("content");
	}

	@Test
	void aFileInPlaceOfTheFolderD() throws IOException {
		Path file = Files.writeString(this.folder.resolve("d"), "content");
		assertUnavailable(Reason.NOT_A_DIRECTORY, () -> KeyValueStore.open(this.folder), file.toString());
		assertThat(file).hasContent("content");
	}

	@Test
	void aMissingDirectoryThatMayNotBeCreated() {
		Path missing = this.folder.resolve("missing");
		assertUnavailable(Reason.MISSING, () -> KeyValueStore.at(missing).readOnly().open(), missing.toString());
		assertUnavailable(Reason.MISSING, () -> KeyValueStore.at(missing).createDirectory(false).open(),
				missing.toString());
		assertThat(missing).doesNotExist();
	}

	@Test
	void anUnwritableDirectory() throws IOException, InterruptedException {
		try (KeyValueStore store = KeyValueStore.open(this.folder)) {
			store.put("a", 1);
		}
		Map<String, Object> before = tree();
		makeUnwritable(this.folder, () -> {
			assertUnavailable(Reason.NOT_WRITABLE, () -> KeyValueStore.open(this.folder), "read-only");
			try (KeyValueStore reader = KeyValueStore.at(this.folder).readOnly().open()) {
				assertThat(reader.get("a", int.class)).hasValue(1);
			}
		});
		assertThat(tree()).isEqualTo(before);
	}

	@Test
	void aDirectoryThatBecomesUnwritable() throws IOException, InterruptedException {
		try (KeyValueStore store = KeyValueStore.at(this.folder).identifier("me").open()) {
			store.put("a", 1);
			makeUnwritable(this.folder, () -> {
				assertThatExceptionOfType(KeyValueStoreException.class).isThrownBy(() -> store.put("a", 2))
					.withMessageContaining("key 'a'")
					.withMessageContaining(this.folder.toString());
				assertThat(store.get("a", int.class)).hasValue(1);
				store.synchronize();
				assertThat(store.get("a", int.class)).hasValue(1);
			});
			store.put("a", 3);
			assertThat(store.get("a", int.class)).hasValue(3);
		}
	}

	/**
	 * Takes away the permission to write or, from a user who may do everything, the
	 * mount's.
	 */
	private static void makeUnwritable(Path directory, ThrowingCallable action)
			throws IOException, InterruptedException {
		boolean omnipotent = System.getProperty("user.name").equals("root");
		if (omnipotent) {
			assumeTrue(
					run("mount", "--bind", directory.toString(), directory.toString())
							&& run("mount", "-o", "remount,bind,ro", directory.toString()),
					"As root this needs a read-only bind mount, which can't be made here");
		}
		else {
			for (String name : new String[] { "", "d", "t.me" }) {
				setPermissions(directory.resolve(name), "r-xr-xr-x");
			}
		}
		try {
			action.call();
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
		finally {
			if (omnipotent) {
				run("umount", directory.toString());
			}
			else {
				for (String name : new String[] { "", "d", "t.me" }) {
					setPermissions(directory.resolve(name), "rwxr-xr-x");
				}
			}
		}
	}

	private static void setPermissions(Path file, String permissions) throws IOException {
		if (Files.exists(file)) {
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
		}
	}

	private static boolean run(String... command) throws IOException, InterruptedException {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a/b", "../x", "\u00e4", "a\n", "a\0", "{}" })
	void anIllegalIdentifier(String identifier) {
		KeyValueStoreBuilder builder = KeyValueStore.at(this.folder);
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> builder.identifier(identifier))
			.satisfies((ex) -> {
				assertThat(ex.setting()).isEqualTo("identifier");
				assertThat(ex.getMessage()).contains("Illegal identifier").doesNotContain("\n");
			});
		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	void anIdentifierThatIsTooLong() {
		KeyValueStoreBuilder builder = KeyValueStore.at(this.folder);
		builder.identifier("x".repeat(200)).open().close();
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> builder.identifier("x".repeat(201)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis://localhost", "http://example.org/x", "jdbc:h2:mem", "", "file://host/share",
			"file:relative" })
	void anIllegalLocation(String location) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> KeyValueStore.at(location))
			.satisfies((ex) -> {
				assertThat(ex.setting()).isEqualTo("location");
				assertThat(ex.getMessage()).contains("'" + location + "'").contains("file:///");
			});
	}

	@Test
	void aLocationAsTextIsAPathOrAFileUri() {
		Path store = this.folder.resolve("store");
		try (KeyValueStore byPath = KeyValueStore.at(store.toString()).open();
				KeyValueStore byUri = KeyValueStore.at(store.toUri().toString()).open()) {
			byPath.put("a", 1);
			byUri.synchronize();
			assertThat(byUri.get("a", int.class)).hasValue(1);
		}
	}

	@Test
	@SuppressWarnings("NullAway")
	void aNullKey() throws IOException {
		try (KeyValueStore store = KeyValueStore.at(this.folder).identifier("me").open()) {
			Map<String, Object> before = tree();
			Map<String, Object> values = new LinkedHashMap<>();
			values.put("a", 1);
			values.put(null, 2);
			for (ThrowingCallable call : Arrays.<ThrowingCallable>asList(() -> store.get(null), () -> store.entry(null),
					() -> store.contains(null), () -> store.put(null, 1), () -> store.remove(null),
					() -> store.putAsync(null, 1), () -> store.removeAsync(null), () -> store.putIfAbsent(null, 1),
					() -> store.compareAndSet(null, new Version(1), 1), () -> store.keys(null),
					() -> store.snapshot(null), () -> store.putAll(values))) {
				assertThatNullPointerException().isThrownBy(call);
			}
			assertThat(store.size()).isZero();
			assertThat(tree()).isEqualTo(before);
		}
	}

	@Test
	void aValueThatIsNoJson() throws IOException {
		ArrayNode itself = JsonNodeFactory.instance.arrayNode();
		itself.add(itself);
		ArrayNode deep = JsonNodeFactory.instance.arrayNode();
		for (int i = 1; i < 901; i++) {
			deep = JsonNodeFactory.instance.arrayNode().add(deep);
		}
		try (KeyValueStore store = KeyValueStore.at(this.folder).identifier("me").open()) {
			store.put("a", "before");
			Map<String, Object> before = tree();
			for (Object value : new Object[] { new Object() {

				@SuppressWarnings("unused")
				public String getName() {
					throw new IllegalStateException("no name");
				}

			}, itself, deep, "x".repeat(Transport.MAX_SIZE), new java.math.BigDecimal("1e400"),
					JsonNodeFactory.instance.pojoNode(new Object()) }) {
				assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> store.put("a", value))
					.withMessageContaining("key 'a'")
					.withMessageContaining("Nothing was stored")
					.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(500).doesNotContain("\n"));
				Map<String, Object> values = new LinkedHashMap<>();
				values.put("b", 1);
				values.put("c", value);
				assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> store.putAll(values));
				assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> store.putAsync("a", value));
			}
			assertThat(store.keys()).containsExactly("a");
			assertThat(store.get("a", String.class)).hasValue("before");
			assertThat(tree()).isEqualTo(before);
		}
	}

	@Test
	void aValueOfAnotherType() {
		try (KeyValueStore store = KeyValueStore.open(this.folder)) {
			store.put("a", "text");
			ValueConversionException ex = catchThrowableOfType(ValueConversionException.class,
					() -> store.get("a", int.class));
			assertThat(ex).hasMessageContaining("'a'").hasMessageContaining("int");
			assertThatExceptionOfType(ValueConversionException.class)
				.isThrownBy(() -> store.get("a", new TypeReference<Map<String, Integer>>() {
				}));
		}
	}

	@Test
	void aWriteToAReadOnlyStore() throws IOException {
		try (KeyValueStore store = KeyValueStore.open(this.folder)) {
			store.put("a", 1);
		}
		Map<String, Object> before = tree();
		try (KeyValueStore store = KeyValueStore.at(this.folder).readOnly().open()) {
			for (ThrowingCallable call : Arrays.<ThrowingCallable>asList(() -> store.put("a", 2),
					() -> store.remove("a"), () -> store.remove("absent"), store::clear,
					() -> store.putAll(Map.of("a", 2)), () -> store.putAsync("a", 2), () -> store.removeAsync("a"),
					() -> store.putIfAbsent("b", 2), () -> store.compareAndSet("a", new Version(1), 2),
					() -> store.asMap().clear(), () -> store.asMap().remove("a"))) {
				assertThatExceptionOfType(ReadOnlyStoreException.class).isThrownBy(call)
					.withMessageContaining(this.folder.toString());
			}
			store.synchronize();
			assertThat(store.get("a", int.class)).hasValue(1);
		}
		assertThat(tree()).isEqualTo(before);
	}

	@Test
	void anythingOnAClosedStore() {
		KeyValueStore store = KeyValueStore.open(this.folder);
		store.close();
		store.close();
		for (ThrowingCallable call : Arrays.<ThrowingCallable>asList(() -> store.get("a"), store::keys, store::size,
				() -> store.put("a", 1), () -> store.putAsync("a", 1), () -> store.remove("a"), store::synchronize,
				store::status, store::asMap, () -> store.watch("", (event) -> {
				}))) {
			assertThatIllegalStateException().isThrownBy(call).withMessageContaining("is closed");
		}
	}

	private static void assertUnavailable(Reason reason, ThrowingCallable call, String part) {
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(call)
			.withMessageContaining(part)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
	}

	private Map<String, Object> tree() throws IOException {
		Map<String, Object> tree = new TreeMap<>();
		try (Stream<Path> files = Files.walk(this.folder)) {
			for (Path file : files.toList()) {
				tree.put(file.toString(), Files.isDirectory(file) ? "folder" : Files.readString(file));
			}
		}
		return tree;
	}

}
