package dev.kvstore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.kvstore.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Text is UTF-8 whatever the locale says.
 */
class EncodingTests {

	@TempDir
	Path store;

	private Kvstore kvstore;

	@BeforeEach
	void locate() {
		this.kvstore = Kvstore.in(this.store);
	}

	@ParameterizedTest
	@ValueSource(strings = { "C", "C.UTF-8" })
	void output(String locale) throws IOException {
		try (KeyValueStore store = KeyValueStore.open(this.store)) {
			store.put("grüße", "\u20ac \ud83d\ude00 \ud83d");
		}
		Kvstore kvstore = this.kvstore.with("LC_ALL", locale);
		assertThat(kvstore.run("keys").result()).isEqualTo("grüße\n");
		assertThat(kvstore.run("export").result()).isEqualTo("{\"grüße\":\"\u20ac \ud83d\ude00 \\ud83d\"}\n");
		try (RunningKvstore batch = kvstore.start("batch")) {
			assertThat(batch.ask("{\"op\":\"get\",\"key\":\"grüße\"}"))
				.isEqualTo("{\"ok\":true,\"found\":true,\"value\":\"\u20ac \ud83d\ude00 \\ud83d\"}");
			assertThat(batch.ask("{\"op\":\"ü\"}")).contains("there is no op", "ü");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "C", "C.UTF-8" })
	void arguments(String locale) {
		assumeTrue(Files.exists(Path.of("/proc/self/cmdline")), "This needs /proc, which Linux has");
		Kvstore kvstore = this.kvstore.with("LC_ALL", locale);
		// ü, then the quoted value ß, €, U+1F600
		kvstore
			.runInShell("\"$(printf '\\303\\274')\" \"$(printf '\"\\303\\237\\342\\202\\254\\360\\237\\230\\200\"')\"",
					"put")
			.result();
		try (KeyValueStore store = KeyValueStore.at(this.store).readOnly().open()) {
			assertThat(store.get("ü", String.class)).contains("ß\u20ac\ud83d\ude00");
		}
		assertThat(kvstore.runInShell("\"$(printf '\\303\\274')\"", "get").result())
			.isEqualTo("\"ß\u20ac\ud83d\ude00\"\n");
		assertThat(kvstore.runInShell("\"$(printf '\\303\\237')\"", "get").failure(1)).contains("no key \"ß\"");
	}

	@Test
	void argumentsThatAreNotUtf8AreRefused() {
		assertThat(this.kvstore.runInShell("\"$(printf '\\374')\" 1", "put").failure(2)).contains("not UTF-8",
				"kvstore batch");
		assertThat(this.store).isEmptyDirectory();
	}

	@Test
	void aReplacementCharacterIsACharacter() {
		assumeTrue(Files.exists(Path.of("/proc/self/cmdline")), "This needs /proc, which Linux has");
		this.kvstore.runInShell("\"$(printf '\\357\\277\\275')\" 1", "put").result();
		assertThat(this.kvstore.run("keys").result()).isEqualTo("\ufffd\n");
	}

	@Test
	void aDirectoryThatTheLocaleCanNotName() {
		Kvstore kvstore = Kvstore.withOptions().with("LC_ALL", "C");
		assertThat(kvstore.runInShell("--dir \"%s/$(printf '\\303\\274')\"".formatted(this.store), "put", "a", "1")
			.failure(2)).contains("LC_ALL=C.UTF-8");
	}

}
