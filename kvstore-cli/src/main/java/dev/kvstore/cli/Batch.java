package dev.kvstore.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.kvstore.Json;
import dev.kvstore.KeyValueStore;
import dev.kvstore.KeyValueStoreException;
import dev.kvstore.SyncResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves a program that drives a store over a pipe: a line of JSON in, a line of JSON
 * out, one for one and in order. A line that fails, whatever it holds, is answered and
 * the next one is served. Reads show what the store knew after the last {@code sync}, as
 * with any instance.
 */
final class Batch {

	private final KeyValueStore store;

	private final Console console;

	private final Termination termination;

	Batch(KeyValueStore store, Console console, Termination termination) {
		this.store = store;
		this.console = console;
		this.termination = termination;
	}

	/**
	 * Serves until the input ends.
	 */
	void run(InputStream input) throws IOException {
		InputStream lines = new BufferedInputStream(input, 65_536);
		for (byte[] line = readLine(lines); line != null; line = readLine(lines)) {
			byte[] command = line;
			this.console.line(this.termination.whole(() -> JsonText.of(answer(command))));
			this.console.flush();
		}
	}

	private static byte @Nullable [] readLine(InputStream lines) {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		int next = read(lines);
		if (next < 0) {
			return null;
		}
		while (next >= 0 && next != '\n') {
			line.write(next);
			next = read(lines);
		}
		return line.toByteArray();
	}

	private static int read(InputStream lines) {
		try {
			return lines.read();
		}
		catch (IOException ex) {
			throw new UsageException("Cannot read standard input: %s.".formatted(ex.getMessage()), ex);
		}
	}

	private ObjectNode answer(byte[] line) {
		try {
			return execute(parse(line));
		}
		catch (UsageException | KeyValueStoreException ex) {
			return failure(String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			return failure("Failed for a reason that was not foreseen, %s. It may have been done.".formatted(ex));
		}
	}

	private static ObjectNode failure(String message) {
		return Results.object().put("ok", false).put("error", message);
	}

	private static ObjectNode success() {
		return Results.object().put("ok", true);
	}

	private static JsonNode parse(byte[] line) {
		try {
			return Json.parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString());
		}
		catch (CharacterCodingException ex) {
			throw notUnderstood("it is not UTF-8", ex);
		}
		catch (IllegalArgumentException ex) {
			throw notUnderstood(String.valueOf(ex.getMessage()), ex);
		}
	}

	private static UsageException notUnderstood(String why, @Nullable Exception cause) {
		return new UsageException(
				"Cannot understand the line: %s. Send one JSON object a line, like {\"op\":\"get\",\"key\":\"a\"}."
					.formatted(why),
				cause);
	}

	private ObjectNode execute(JsonNode command) {
		String op = string(command, "op").orElseThrow(() -> notUnderstood("it has no member 'op'", null));
		return switch (op) {
			case "put" -> success().put("version", this.store.put(key(command), value(command)).epochMicros());
			case "get" -> get(key(command));
			case "remove" -> success().put("removed", this.store.remove(key(command)));
			case "keys" -> keys(string(command, "prefix").orElse(""));
			case "export" -> export();
			case "sync" -> synchronize();
			case "clear" -> success().put("count", this.store.clear());
			default -> throw notUnderstood(
					"there is no op %s, but put, get, remove, keys, export, sync and clear".formatted(JsonText.of(op)),
					null);
		};
	}

	private static String key(JsonNode command) {
		return string(command, "key").orElseThrow(() -> notUnderstood("its op needs a member 'key'", null));
	}

	private static JsonNode value(JsonNode command) {
		JsonNode value = command.get("value");
		if (value == null) {
			throw notUnderstood("its op needs a member 'value'", null);
		}
		return value;
	}

	private static Optional<String> string(JsonNode command, String name) {
		JsonNode member = command.get(name);
		if (member != null && !member.isString()) {
			throw notUnderstood("its member '%s' is no string".formatted(name), null);
		}
		return Optional.ofNullable(member).map(JsonNode::stringValue);
	}

	private ObjectNode get(String key) {
		ObjectNode result = success();
		Optional<JsonNode> value = this.store.get(key);
		result.put("found", value.isPresent());
		value.ifPresent((found) -> result.set("value", found));
		return result;
	}

	private ObjectNode keys(String prefix) {
		ObjectNode result = success();
		result.set("keys", Results.strings(this.store.keys(prefix)));
		return result;
	}

	private ObjectNode export() {
		ObjectNode values = Results.object();
		this.store.snapshot("").forEach((key, entry) -> values.set(key, entry.value()));
		ObjectNode result = success();
		result.set("value", values);
		return result;
	}

	private ObjectNode synchronize() {
		SyncResult sync = this.store.synchronize();
		ObjectNode result = success();
		result.set("changed", Results.strings(sync.changes().stream().map((change) -> change.key()).toList()));
		result.set("unreadable", Results.unreadable(sync.unreadable()));
		return result;
	}

}
