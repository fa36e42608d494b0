package dev.kvstore;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The live view of a store as a {@link Map}.
 */
final class StoreMap extends AbstractMap<String, JsonNode> {

	private final KeyValueStore store;

	StoreMap(KeyValueStore store) {
		this.store = store;
	}

	@Override
	public int size() {
		return this.store.size();
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return key instanceof String name && this.store.contains(name);
	}

	@Override
	public @Nullable JsonNode get(@Nullable Object key) {
		return (key instanceof String name) ? this.store.get(name).orElse(null) : null;
	}

	@Override
	public @Nullable JsonNode put(String key, JsonNode value) {
		JsonNode old = get(key);
		this.store.put(key, value);
		return old;
	}

	@Override
	public @Nullable JsonNode remove(@Nullable Object key) {
		JsonNode old = get(key);
		if (key instanceof String name) {
			this.store.remove(name);
		}
		return old;
	}

	@Override
	public void clear() {
		this.store.clear();
	}

	@Override
	public Set<Entry<String, JsonNode>> entrySet() {
		return new AbstractSet<>() {

			@Override
			public Iterator<Entry<String, JsonNode>> iterator() {
				return new Entries();
			}

			@Override
			public int size() {
				return StoreMap.this.size();
			}

		};
	}

	/**
	 * Walks over the keys that were there at the start, and leaves out those that are
	 * gone by then.
	 */
	private final class Entries implements Iterator<Map.Entry<String, JsonNode>> {

		private final Iterator<String> keys = StoreMap.this.store.keys().iterator();

		private Map.@Nullable Entry<String, JsonNode> next = advance();

		private @Nullable String last;

		private Map.@Nullable Entry<String, JsonNode> advance() {
			while (this.keys.hasNext()) {
				String key = this.keys.next();
				JsonNode value = StoreMap.this.get(key);
				if (value != null) {
					return new WriteThrough(key, value);
				}
			}
			return null;
		}

		@Override
		public boolean hasNext() {
			return this.next != null;
		}

		@Override
		public Map.Entry<String, JsonNode> next() {
			Map.Entry<String, JsonNode> entry = this.next;
			if (entry == null) {
				throw new NoSuchElementException();
			}
			this.last = entry.getKey();
			this.next = advance();
			return entry;
		}

		@Override
		public void remove() {
			if (this.last == null) {
				throw new IllegalStateException();
			}
			StoreMap.this.store.remove(this.last);
			this.last = null;
		}

	}

	private final class WriteThrough extends SimpleEntry<String, JsonNode> {

		private static final long serialVersionUID = 1L;

		WriteThrough(String key, JsonNode value) {
			super(key, value);
		}

		@Override
		public JsonNode setValue(JsonNode value) {
			StoreMap.this.store.put(getKey(), value);
			return super.setValue(value);
		}

	}

}
