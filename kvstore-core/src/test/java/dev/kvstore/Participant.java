package dev.kvstore;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

/**
 * Somebody who takes part in a store: an instance in this JVM, in another one, or a
 * Python process.
 */
interface Participant extends AutoCloseable {

	/** What {@link #get(String)} finds. */
	record Found(JsonNode value, long version) {
	}

	String name();

	boolean canWrite();

	Optional<Found> get(String key);

	/** Returns the version. */
	long put(String key, JsonNode value);

	boolean remove(String key);

	int clear();

	List<String> keys();

	Map<String, JsonNode> export();

	void synchronize();

	@Override
	void close();

	/** An instance in this JVM. */
	static Participant of(String name, KeyValueStore store) {
		return new Local(name, store);
	}

	/**
	 * An instance in this JVM.
	 *
	 * @param name what to call it in messages
	 * @param store the instance
	 */
	record Local(String name, KeyValueStore store) implements Participant {

		@Override
		public boolean canWrite() {
			return !this.store.status().readOnly();
		}

		@Override
		public Optional<Found> get(String key) {
			return this.store.entry(key).map((entry) -> new Found(entry.value(), entry.version().epochMicros()));
		}

		@Override
		public long put(String key, JsonNode value) {
			return this.store.put(key, value).epochMicros();
		}

		@Override
		public boolean remove(String key) {
			return this.store.remove(key);
		}

		@Override
		public int clear() {
			return this.store.clear();
		}

		@Override
		public List<String> keys() {
			return this.store.keys();
		}

		@Override
		public Map<String, JsonNode> export() {
			Map<String, JsonNode> values = new TreeMap<>();
			this.store.snapshot("").forEach((key, entry) -> values.put(key, entry.value()));
			return values;
		}

		@Override
		public void synchronize() {
			this.store.synchronize();
		}

		@Override
		public void close() {
			this.store.close();
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
