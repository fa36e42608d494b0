package dev.kvstore.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.Map;
import java.util.Optional;

import dev.kvstore.Entry;
import dev.kvstore.InvalidSettingException;
import dev.kvstore.Json;
import dev.kvstore.KeyValueStore;
import dev.kvstore.KeyValueStoreBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.JsonNode;

/**
 * What the commands do. Those that only read open the store read-only, so that they leave
 * no trace.
 */
final class Commands {

	private final Console console;

	private final @Nullable String directory;

	private final @Nullable String identifier;

	private final Termination termination = new Termination();

	Commands(Console console, @Nullable String directory, @Nullable String identifier) {
		this.console = console;
		this.directory = directory;
		this.identifier = identifier;
	}

	/**
	 * Runs a command.
	 * @return the exit code
	 */
	int run(ParseResult command) throws IOException, InterruptedException {
		String first = command.matchedPositionalValue(0, "");
		return switch (command.commandSpec().name()) {
			case "get" -> get(first);
			case "put" -> put(first, command.matchedPositionalValue(1, ""));
			case "remove" -> remove(first);
			case "clear" -> clear();
			case "keys" -> keys(first);
			case "export" -> export();
			case "import" -> importFrom(first);
			case "watch" -> watch(first);
			case "status" -> status();
			case "batch" -> batch();
			default -> throw new IllegalArgumentException(command.commandSpec().name());
		};
	}

	private int get(String key) throws IOException {
		KeyValueStore store = openForReading();
		Optional<JsonNode> value = store.get(key);
		if (value.isEmpty()) {
			return absent(key, store);
		}
		this.console.line(JsonText.of(value.get()));
		return ExitCode.DONE;
	}

	private int put(String key, String json) throws IOException {
		JsonNode value = parseValue(json);
		requireStorable(key, value);
		KeyValueStore store = openForWriting(true);
		this.console.line(this.termination.whole(() -> store.put(key, value)).toString());
		return ExitCode.DONE;
	}

	private static JsonNode parseValue(String json) {
		try {
			return Json.parse(json);
		}
		catch (IllegalArgumentException ex) {
			boolean looksLikeText = !json.isEmpty() && Character.isLetter(json.charAt(0));
			throw new UsageException("Cannot take the value: %s.%s".formatted(ex.getMessage(),
					looksLikeText ? " A string needs quotes of its own: kvstore put KEY '\"text\"'." : ""), ex);
		}
	}

	private static void requireStorable(String key, JsonNode value) {
		try {
			Storable.require(key, value);
		}
		catch (IllegalArgumentException ex) {
			throw new UsageException("Cannot put key %s: the value can't be stored: %s. Nothing was stored."
				.formatted(JsonText.of(key), ex.getMessage()), ex);
		}
	}

	private int remove(String key) throws IOException {
		KeyValueStore store = openForWriting(false);
		return this.termination.whole(() -> store.remove(key)) ? ExitCode.DONE : absent(key, store);
	}

	private int absent(String key, KeyValueStore store) {
		this.console.note("There is no key %s in %s.".formatted(JsonText.of(key), store.status().location()));
		return ExitCode.KEY_ABSENT;
	}

	private int clear() throws IOException {
		KeyValueStore store = openForWriting(false);
		int count = 0;
		for (String key : store.keys()) {
			count += this.termination.whole(() -> store.remove(key)) ? 1 : 0;
		}
		this.console.note("Keys removed: %d.".formatted(count));
		return ExitCode.DONE;
	}

	private int keys(String prefix) throws IOException {
		for (String key : openForReading().keys(prefix)) {
			this.console.line(canStandAlone(key) ? key : JsonText.of(key));
		}
		return ExitCode.DONE;
	}

	/** A line that starts with a quote is JSON, and no line is empty. */
	private static boolean canStandAlone(String key) {
		return !key.isEmpty() && !key.startsWith("\"") && !JsonText.needsEscape(key);
	}

	private int export() throws IOException {
		String separator = "{";
		for (Map.Entry<String, Entry> entry : openForReading().snapshot("").entrySet()) {
			this.console.print(separator + JsonText.of(entry.getKey()) + ":");
			this.console.print(JsonText.of(entry.getValue().value()));
			separator = ",";
		}
		this.console.line(separator.equals("{") ? "{}" : "}");
		return ExitCode.DONE;
	}

	private int importFrom(String file) throws IOException {
		Import source = Import.read(file);
		source.into(openForWriting(true), this.termination, this.console);
		return ExitCode.DONE;
	}

	private int watch(String prefix) throws IOException, InterruptedException {
		new Watch(openForReading(), prefix, this.console).run();
		return ExitCode.DONE;
	}

	private int status() throws IOException {
		this.console.line(JsonText.of(Results.status(open(true, false).status())));
		return ExitCode.DONE;
	}

	private int batch() throws IOException {
		KeyValueStore store = openForWriting(true);
		new Batch(store, this.console, this.termination).run(System.in);
		return ExitCode.DONE;
	}

	private KeyValueStore openForReading() {
		KeyValueStore store = open(true, false);
		int unreadable = store.status().unreadable().size();
		if (unreadable > 0) {
			this.console.note("Files in %s that can't be read: %d. 'kvstore status' names them."
				.formatted(store.status().location(), unreadable));
		}
		return store;
	}

	private KeyValueStore openForWriting(boolean create) {
		KeyValueStore store = open(false, create);
		this.termination.closeAtEnd(store);
		return store;
	}

	private KeyValueStore open(boolean readOnly, boolean create) {
		if (this.directory == null) {
			throw new UsageException("Say where the store is: --dir DIR, or the environment variable KVSTORE_DIR.",
					null);
		}
		KeyValueStoreBuilder builder = locate(this.directory).readOnly(readOnly).createDirectory(create);
		return ((this.identifier != null) ? builder.identifier(this.identifier) : builder).open();
	}

	private static KeyValueStoreBuilder locate(String directory) {
		try {
			return KeyValueStore.at(directory);
		}
		catch (InvalidSettingException ex) {
			if (ex.getCause() instanceof InvalidPathException) {
				throw new UsageException(
						"%s If the path is right, set LC_ALL=C.UTF-8: this locale has no such characters."
							.formatted(ex.getMessage()),
						ex);
			}
			throw ex;
		}
	}

}
