package dev.kvstore.boot.config;

import dev.kvstore.Entry;
import dev.kvstore.Version;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * The entry of a store that a property comes from.
 */
record EntryOrigin(String location, String key, Version version, @Nullable String writer) implements Origin {

	static EntryOrigin of(String location, Entry entry) {
		return new EntryOrigin(location, entry.key(), entry.version(), entry.writer());
	}

	@Override
	public String toString() {
		return "key '%s' of the store in %s, version %d%s".formatted(this.key, this.location,
				this.version.epochMicros(), (this.writer != null) ? ", written by " + this.writer : "");
	}

}
