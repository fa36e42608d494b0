package dev.kvstore.boot.autoconfigure;

import java.util.function.Supplier;

import dev.kvstore.Durability;
import dev.kvstore.KeyValueStore;
import dev.kvstore.KeyValueStoreBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/**
 * What has to be known to open the store and to import its keys. After that, these can't
 * change any more.
 */
record StoreSettings(String location, @Nullable String identifier, boolean readOnly, boolean create,
		Durability durability, String configPrefix) {

	static StoreSettings of(KeyValueStoreProperties properties) {
		return new StoreSettings(properties.getLocation(), properties.getIdentifier(), properties.isReadOnly(),
				properties.isCreate(), properties.getDurability(), properties.getConfig().getPrefix());
	}

	/**
	 * Opens the store.
	 * @param mapper returns the application's JSON mapper
	 * @throws StoreNotOpenedException if that isn't possible
	 */
	KeyValueStore open(Supplier<? extends ObjectMapper> mapper) {
		try {
			KeyValueStoreBuilder builder = KeyValueStore.at(this.location)
				.readOnly(this.readOnly)
				.createDirectory(this.create)
				.durability(this.durability)
				.mapper(mapper);
			if (this.identifier != null) {
				builder.identifier(this.identifier);
			}
			return builder.open();
		}
		catch (RuntimeException ex) {
			throw new StoreNotOpenedException(this, ex);
		}
	}

}
