package dev.kvstore.boot.config;

import dev.kvstore.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The properties that a store's keys make, as they are now. All property sources of one
 * import look at the same object, so that a change reaches them whoever copied, wrapped
 * or replaced them in the environment. Safe under any number of threads.
 */
final class ImportedProperties {

	static final String BEAN_NAME = "kvstoreImportedProperties";

	private final KeyValueStore store;

	private final String prefix;

	private final String location;

	private volatile PropertiesSnapshot current;

	private volatile @Nullable Preview preview;

	ImportedProperties(KeyValueStore store, String prefix) {
		this.store = store;
		this.prefix = prefix;
		this.location = store.status().location();
		this.current = read();
	}

	KeyValueStore store() {
		return this.store;
	}

	String prefix() {
		return this.prefix;
	}

	/** Returns where the store is. */
	String location() {
		return this.location;
	}

	/** Returns what the store's keys make now, which nobody sees yet. */
	PropertiesSnapshot read() {
		return new KeyFlattener(this.location, this.prefix).flatten(this.store.snapshot(this.prefix));
	}

	/** Returns what the calling thread sees. */
	PropertiesSnapshot current() {
		Preview preview = this.preview;
		return (preview != null && preview.thread() == Thread.currentThread()) ? preview.properties() : this.current;
	}

	/** Lets everybody see the next properties, all of them at once. */
	void replace(PropertiesSnapshot next) {
		this.current = next;
	}

	/** Returns a trial of the next properties. One at a time. */
	Trial trial(PropertiesSnapshot next) {
		return (action) -> {
			this.preview = new Preview(Thread.currentThread(), next);
			try {
				action.run();
			}
			finally {
				this.preview = null;
			}
		};
	}

	private record Preview(Thread thread, PropertiesSnapshot properties) {
	}

}
