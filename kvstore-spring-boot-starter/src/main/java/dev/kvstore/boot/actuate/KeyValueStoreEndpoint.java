package dev.kvstore.boot.actuate;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kvstore.Durability;
import dev.kvstore.Entry;
import dev.kvstore.KeyValueStore;
import dev.kvstore.StoreStatus;
import dev.kvstore.UnreadableFile;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;

/**
 * {@link Endpoint @Endpoint} that shows the state of a store and its entries. Changes
 * nothing. Values are hidden unless {@link Show} says otherwise.
 */
@Endpoint(id = "kvstore", defaultAccess = Access.READ_ONLY)
final class KeyValueStoreEndpoint {

	private final KeyValueStore store;

	private final JsonValues values;

	private final Show showValues;

	KeyValueStoreEndpoint(KeyValueStore store, Sanitizer sanitizer, Show showValues) {
		this.store = store;
		this.values = new JsonValues(sanitizer);
		this.showValues = showValues;
	}

	@ReadOperation
	StoreDescriptor store() {
		StoreStatus status = this.store.status();
		List<KeyDescriptor> entries = this.store.snapshot("").values().stream().map(KeyDescriptor::of).toList();
		return new StoreDescriptor(status.location(), status.identifier(), status.readOnly(), status.durability(),
				status.keys(), status.deletedKeys(), status.lastSynchronized(), status.lastFailure(),
				status.unconfirmed(), status.unreadable(), status.warnings(), entries);
	}

	@ReadOperation
	@Nullable EntryDescriptor entry(@Selector(match = Match.ALL_REMAINING) String[] key) {
		return entry(key, this.showValues.isShown(true));
	}

	@Nullable EntryDescriptor entry(String[] key, boolean showValue) {
		return this.store.entry(String.join("/", key)).map((entry) -> describe(entry, showValue)).orElse(null);
	}

	private EntryDescriptor describe(Entry entry, boolean showValue) {
		return new EntryDescriptor(entry.key(), this.values.describe(entry.key(), entry.value(), showValue),
				entry.version().epochMicros(), entry.time(), entry.writer());
	}

	/** The state of a store, and its keys. */
	record StoreDescriptor(String location, String identifier, boolean readOnly, Durability durability, int keys,
			int deletedKeys, Instant lastSynchronized, @Nullable String lastFailure, int unconfirmed,
			List<UnreadableFile> unreadable, List<String> warnings,
			List<KeyDescriptor> entries) implements OperationResponseBody {

	}

	/** A key and where its value comes from. */
	record KeyDescriptor(String key, long version, Instant time, @Nullable String writer) {

		static KeyDescriptor of(Entry entry) {
			return new KeyDescriptor(entry.key(), entry.version().epochMicros(), entry.time(), entry.writer());
		}

	}

	/** A key, its value, and where that comes from. */
	record EntryDescriptor(String key, @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Object value, long version,
			Instant time, @Nullable String writer) implements OperationResponseBody {

	}

}
