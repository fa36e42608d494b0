package dev.kvstore.boot.config;

import java.util.List;

import dev.kvstore.boot.autoconfigure.KeyValueStoreProperties;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;

/**
 * Resolves {@code spring.config.import: "kvstore:"} to the store that the {@code kvstore}
 * properties describe.
 */
final class KeyValueStoreConfigDataLocationResolver
		implements ConfigDataLocationResolver<KeyValueStoreConfigDataResource> {

	private static final String SCHEME = "kvstore:";

	@Override
	public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		return location.hasPrefix(SCHEME);
	}

	@Override
	public List<KeyValueStoreConfigDataResource> resolve(ConfigDataLocationResolverContext context,
			ConfigDataLocation location) {
		if (!location.getNonPrefixedValue(SCHEME).isEmpty()) {
			throw new UnsupportedImportException(location);
		}
		KeyValueStoreProperties properties = context.getBinder().bindOrCreate("kvstore", KeyValueStoreProperties.class);
		return List.of(new KeyValueStoreConfigDataResource(properties, location.isOptional()));
	}

}
