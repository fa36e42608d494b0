package dev.kvstore;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import dev.kvstore.transport.Transport;
import dev.kvstore.transport.UnreadableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes changes bytes and bytes changes: a JSON object with the members {@code key},
 * {@code bDeleted} and {@code value} as Python writes them, and {@code by} for the
 * writer, which Python ignores.
 */
final class ChangeCodec {

	private ChangeCodec() {
	}

	/**
	 * Returns the content of a change's file, in ASCII.
	 * @throws IllegalArgumentException if the value can't be written; the message is part
	 * of a sentence
	 */
	static byte[] encode(String key, @Nullable JsonNode value, @Nullable String writer) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		object.put("key", key);
		object.put("bDeleted", value == null);
		object.set("value", (value != null) ? value : NullNode.instance);
		if (writer != null) {
			object.put("by", writer);
		}
		byte[] content = Json.write(object).getBytes(StandardCharsets.US_ASCII);
		if (content.length > Transport.MAX_SIZE) {
			throw new IllegalArgumentException("it takes %,d bytes with its key; the limit is 16 MiB (16,777,216 bytes)"
				.formatted(content.length));
		}
		return content;
	}

	/**
	 * Reads the content of a change's file.
	 * @throws UnreadableException if it is none; the message is part of a sentence
	 */
	static Change decode(byte[] content, long version) throws UnreadableException {
		JsonNode object = parse(content);
		if (!object.isObject()) {
			throw new UnreadableException("it is no JSON object", null);
		}
		JsonNode key = object.get("key");
		if (key == null || !key.isString()) {
			throw new UnreadableException("its member 'key' is missing or no string", null);
		}
		if (!(object.get("bDeleted") instanceof BooleanNode deleted)) {
			throw new UnreadableException("its member 'bDeleted' is missing or neither true nor false", null);
		}
		JsonNode value = object.get("value");
		if (value == null) {
			throw new UnreadableException("its member 'value' is missing", null);
		}
		JsonNode writer = object.get("by");
		return new Change(key.stringValue(), deleted.booleanValue() ? null : value, version,
				(writer != null && writer.isString()) ? writer.stringValue() : null);
	}

	private static JsonNode parse(byte[] content) throws UnreadableException {
		try {
			return Json.parseUntrusted(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
		}
		catch (CharacterCodingException ex) {
			throw new UnreadableException("it is not UTF-8", ex);
		}
		catch (RuntimeException ex) {
			// Not only what the parser promises to throw: this text can come from
			// anybody.
			throw new UnreadableException(String.valueOf(ex.getMessage()), ex);
		}
	}

}
