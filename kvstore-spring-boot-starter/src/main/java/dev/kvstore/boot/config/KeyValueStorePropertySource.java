package dev.kvstore.boot.config;

import dev.kvstore.boot.config.PropertiesSnapshot.Property;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * The properties that a store's keys make. They change while the application runs, all at
 * once.
 */
final class KeyValueStorePropertySource extends EnumerablePropertySource<ImportedProperties>
		implements OriginLookup<String> {

	KeyValueStorePropertySource(ImportedProperties properties) {
		super("kvstore '%s' in %s".formatted(properties.prefix(), properties.location()), properties);
	}

	@Override
	public String[] getPropertyNames() {
		return this.source.current().names();
	}

	@Override
	public @Nullable Object getProperty(String name) {
		Property property = this.source.current().get(name);
		return (property != null) ? property.value() : null;
	}

	@Override
	public boolean containsProperty(String name) {
		return this.source.current().get(name) != null;
	}

	@Override
	public @Nullable Origin getOrigin(String name) {
		Property property = this.source.current().get(name);
		return (property != null) ? property.origin() : null;
	}

}
