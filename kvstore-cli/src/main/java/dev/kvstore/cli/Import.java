package dev.kvstore.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.kvstore.ChangeEvent;
import dev.kvstore.ChangeListener;
import dev.kvstore.Json;
import dev.kvstore.KeyValueStore;
import dev.kvstore.KeyValueStoreException;
import dev.kvstore.ValueConversionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Keys and values from a JSON object. It is read and checked as a whole before anything
 * is stored.
 */
final class Import {

	private static final String STANDARD_INPUT = "-";

	private final String file;

	private final Map<String, JsonNode> values;

	private Import(String file, Map<String, JsonNode> values) {
		this.file = file;
		this.values = values;
	}

	/**
	 * Reads a file.
	 * @throws UsageException if it can't be read or is no JSON object
	 */
	static Import read(String file) {
		JsonNode json = parse(file);
		if (!json.isObject()) {
			throw cannotImport(file, "it is no JSON object of keys and values", null);
		}
		Map<String, JsonNode> values = new LinkedHashMap<>();
		json.properties().forEach((member) -> values.put(member.getKey(), member.getValue()));
		return new Import(file, values);
	}

	private static JsonNode parse(String file) {
		try {
			ByteBuffer content = ByteBuffer.wrap(content(file));
			return Json.parse(StandardCharsets.UTF_8.newDecoder().decode(content).toString());
		}
		catch (CharacterCodingException ex) {
			throw cannotImport(file, "it is not UTF-8", ex);
		}
		catch (NoSuchFileException | InvalidPathException ex) {
			throw cannotImport(file, "there is no such file", ex);
		}
		catch (IOException ex) {
			throw cannotImport(file, "it can't be read (%s)".formatted(ex.getMessage()), ex);
		}
		catch (IllegalArgumentException ex) {
			throw cannotImport(file, String.valueOf(ex.getMessage()), ex);
		}
	}

	private static byte[] content(String file) throws IOException {
		if (!file.equals(STANDARD_INPUT)) {
			return Files.readAllBytes(Path.of(file));
		}
		try (InputStream in = System.in) {
			return in.readAllBytes();
		}
	}

	private static UsageException cannotImport(String file, String why, @Nullable Exception cause) {
		String source = file.equals(STANDARD_INPUT) ? "standard input" : file;
		return new UsageException("Cannot import %s: %s. Nothing was stored.".formatted(source, why), cause);
	}

	/**
	 * Stores the values, and says how far it has come if that takes long.
	 */
	void into(KeyValueStore store, Console console) {
		store.watch("", new Progress(this.values.size(), console));
		try {
			store.putAll(this.values);
		}
		catch (ValueConversionException ex) {
			throw ex;
		}
		catch (KeyValueStoreException ex) {
			throw new KeyValueStoreException(
					"%s The keys before it in %s were stored, those after it were not; importing again is safe."
						.formatted(ex.getMessage(), this.file),
					ex);
		}
		console.note("Imported %d keys.".formatted(this.values.size()));
	}

	/** Counts what the store says that it has stored. */
	private static final class Progress implements ChangeListener {

		private static final Duration INTERVAL = Duration.ofSeconds(2);

		private final int total;

		private final Console console;

		private int count;

		private long lastNote = System.nanoTime();

		Progress(int total, Console console) {
			this.total = total;
			this.console = console;
		}

		@Override
		public void onChange(ChangeEvent event) {
			this.count++;
			if (System.nanoTime() - this.lastNote > INTERVAL.toNanos()) {
				this.lastNote = System.nanoTime();
				this.console.note("Imported %d of %d keys so far.".formatted(this.count, this.total));
			}
		}

	}

}
