package dev.kvstore;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A key has got a value, another value, or lost it. Immutable.
 *
 * @param key the key
 * @param oldEntry what the key had before; {@code null} if it was absent
 * @param newEntry what the key has now; {@code null} if it was removed
 * @param version the version of the change
 * @param writer the identifier of the instance that made the change; {@code null} if it
 * didn't say, as Python programs don't
 */
public record ChangeEvent(String key, @Nullable Entry oldEntry, @Nullable Entry newEntry, Version version,
		@Nullable String writer) {

	/**
	 * Returns the value before the change.
	 * @return the value; {@code null} if the key was absent
	 */
	public @Nullable JsonNode oldValue() {
		return (this.oldEntry != null) ? this.oldEntry.value() : null;
	}

	/**
	 * Returns the value after the change.
	 * @return the value; {@code null} if the key was removed
	 */
	public @Nullable JsonNode newValue() {
		return (this.newEntry != null) ? this.newEntry.value() : null;
	}

	/**
	 * Returns all but the values, which may be secrets.
	 */
	@Override
	public String toString() {
		return "ChangeEvent[key=%s, %s, version=%s, writer=%s]".formatted(this.key,
				(this.newEntry != null) ? "set" : "removed", this.version, this.writer);
	}

}
