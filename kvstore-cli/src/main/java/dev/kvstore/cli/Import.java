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
import java.util.Map;

import dev.kvstore.Json;
import dev.kvstore.KeyValueStore;
import dev.kvstore.KeyValueStoreException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Keys and values from a JSON object. It is read and checked as a whole before anything
 * is stored.
 */
final class Import {

	private static final String STANDARD_INPUT = "-";

	private static final Duration NOTE_INTERVAL = Duration.ofSeconds(2);

	private final String source;

	private final JsonNode values;

	private Import(String source, JsonNode values) {
		this.source = source;
		this.values = values;
	}

	/**
	 * Reads a file.
	 * @throws UsageException if it can't be read or is no JSON object, or a value in it
	 * can't be stored
	 */
	static Import read(String file) {
		JsonNode values = parse(file);
		if (!values.isObject()) {
			throw cannotImport(file, "it is no JSON object of keys and values", null);
		}
		for (Map.Entry<String, JsonNode> member : values.properties()) {
			requireStorable(file, member.getKey(), member.getValue());
		}
		return new Import(source(file), values);
	}

	private static void requireStorable(String file, String key, JsonNode value) {
		try {
			Storable.require(key, value);
		}
		catch (IllegalArgumentException ex) {
			throw cannotImport(file,
					"the value of key %s can't be stored: %s".formatted(JsonText.of(key), ex.getMessage()), ex);
		}
	}

	private static JsonNode parse(String file) {
		try {
			ByteBuffer content = ByteBuffer.wrap(content(file));
			return Json.parse(StandardCharsets.UTF_8.newDecoder().decode(content).toString());
		}
		catch (CharacterCodingException ex) {
			throw cannotImport(file, "it is not UTF-8", ex);
		}
		catch (NoSuchFileException ex) {
			throw cannotImport(file, "there is no such file", ex);
		}
		catch (InvalidPathException ex) {
			throw cannotImport(file, "this locale can't name it; standard input can be imported, too, as -", ex);
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
		return new UsageException("Cannot import %s: %s. Nothing was stored.".formatted(source(file), why), cause);
	}

	private static String source(String file) {
		return file.equals(STANDARD_INPUT) ? "standard input" : file;
	}

	/**
	 * Stores the values, and says how far it has come if that takes long.
	 */
	void into(KeyValueStore store, Termination termination, Console console) throws IOException {
		int count = 0;
		long noted = System.nanoTime();
		for (Map.Entry<String, JsonNode> member : this.values.properties()) {
			try {
				termination.whole(() -> store.put(member.getKey(), member.getValue()));
			}
			catch (KeyValueStoreException ex) {
				throw new KeyValueStoreException(
						"%s Before it, %d of the %d keys in %s were stored; importing again is safe."
							.formatted(ex.getMessage(), count, this.values.size(), this.source),
						ex);
			}
			count++;
			if (System.nanoTime() - noted > NOTE_INTERVAL.toNanos()) {
				noted = System.nanoTime();
				console.note("Keys imported so far: %d of %d.".formatted(count, this.values.size()));
			}
		}
		console.note("Keys imported: %d.".formatted(count));
	}

}
