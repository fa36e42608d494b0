package dev.kvstore;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A key's value and where it comes from. Immutable.
 *
 * @param key the key
 * @param value the value, unmodifiable; a JSON {@code null} is a
 * {@link tools.jackson.databind.node.NullNode}
 * @param version the version of the change that set it
 * @param writer the identifier of the instance that set it; {@code null} if it didn't
 * say, as Python programs don't
 */
public record Entry(String key, JsonNode value, Version version, @Nullable String writer) {

	/**
	 * Returns when the value was set, by the clock of whoever set it.
	 * @return the moment, to the microsecond
	 */
	public Instant time() {
		return this.version.time();
	}

	/**
	 * Returns all but the value, which may be a secret.
	 */
	@Override
	public String toString() {
		return "Entry[key=%s, version=%s, writer=%s]".formatted(this.key, this.version, this.writer);
	}

}
