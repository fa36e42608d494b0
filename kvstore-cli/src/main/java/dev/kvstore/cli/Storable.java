package dev.kvstore.cli;

import java.util.Map;

import dev.kvstore.Json;
import dev.kvstore.transport.Transport;
import tools.jackson.databind.JsonNode;

/**
 * Tells, before a store is opened or made, whether it can keep a value. A value that
 * passes is never refused by the store; one that comes within 300 bytes or 20 tokens of a
 * limit doesn't pass, because the names in a change take room, too.
 */
final class Storable {

	private static final int MAX_SIZE = Transport.MAX_SIZE - 300;

	private static final int MAX_TOKENS = 4_000_000 - 20;

	private Storable() {
	}

	/**
	 * Checks a value.
	 * @throws IllegalArgumentException if the store can't keep it; the message is part of
	 * a sentence
	 */
	static void require(String key, JsonNode value) {
		int size = Json.write(Results.object().set(key, value)).length();
		if (size > MAX_SIZE) {
			throw new IllegalArgumentException(
					"it takes %,d bytes with its key; the limit is 16 MiB, less some for the names in a change (%,d bytes)"
						.formatted(size, MAX_SIZE));
		}
		int tokens = tokens(value);
		if (tokens > MAX_TOKENS) {
			throw new IllegalArgumentException(
					"it has %,d values, names and brackets; the limit is %,d".formatted(tokens, MAX_TOKENS));
		}
	}

	private static int tokens(JsonNode value) {
		int tokens = value.isContainer() ? 2 : 1;
		for (Map.Entry<String, JsonNode> member : value.properties()) {
			tokens += 1 + tokens(member.getValue());
		}
		if (value.isArray()) {
			for (JsonNode element : value) {
				tokens += tokens(element);
			}
		}
		return tokens;
	}

}
