package dev.kvstore;

import dev.kvstore.transport.UnreadableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A change that has no version yet, as it will be written and as everybody will read it.
 * Memory takes the value as read back, so that the writer sees what others see: nothing
 * that is done to the object that was put changes it, and a number that becomes a double
 * on the way is one here, too.
 *
 * @param change the change, with version 0
 * @param content the change, encoded
 */
record EncodedChange(Change change, byte[] content) {

	/**
	 * Encodes a change.
	 * @param value the value; {@code null} for a removal
	 * @throws IllegalArgumentException if the value can't be written, or not be read
	 * back; the message is part of a sentence
	 */
	static EncodedChange of(String key, @Nullable JsonNode value, String writer) {
		byte[] content = ChangeCodec.encode(key, value, writer);
		try {
			return new EncodedChange(ChangeCodec.decode(content, 0), content);
		}
		catch (UnreadableException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

}
