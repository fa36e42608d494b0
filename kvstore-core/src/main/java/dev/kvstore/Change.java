package dev.kvstore;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A change of one key: it got a value, or was removed. Immutable.
 *
 * @param key the key
 * @param value the value, unmodifiable; {@code null} if the key was removed (a tombstone)
 * @param version microseconds since the epoch, and the name of the file
 * @param writer who made the change; {@code null} if it didn't say
 */
record Change(String key, @Nullable JsonNode value, long version, @Nullable String writer) {

	boolean isTombstone() {
		return this.value == null;
	}

	Change withVersion(long version) {
		return new Change(this.key, this.value, version, this.writer);
	}

	Entry toEntry() {
		return new Entry(this.key, Objects.requireNonNull(this.value), new Version(this.version), this.writer);
	}

	static @Nullable Entry entryOf(@Nullable Change change) {
		return (change == null || change.isTombstone()) ? null : change.toEntry();
	}

	@Override
	public String toString() {
		return "%s of '%s' at %d".formatted(isTombstone() ? "removal" : "value", Quoting.abbreviate(this.key),
				this.version);
	}

}
