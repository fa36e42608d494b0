package dev.kvstore.boot.config;

import java.util.Objects;

import dev.kvstore.boot.autoconfigure.KeyValueStoreProperties;

import org.springframework.boot.context.config.ConfigDataResource;

/**
 * The keys of the store that start with a prefix, as a place that configuration is loaded
 * from.
 */
final class KeyValueStoreConfigDataResource extends ConfigDataResource {

	private final KeyValueStoreProperties properties;

	private final boolean optional;

	KeyValueStoreConfigDataResource(KeyValueStoreProperties properties, boolean optional) {
		super(optional);
		this.properties = properties;
		this.optional = optional;
	}

	KeyValueStoreProperties properties() {
		return this.properties;
	}

	String prefix() {
		return this.properties.getConfig().getPrefix();
	}

	boolean optional() {
		return this.optional;
	}

	@Override
	public boolean equals(Object obj) {
		return this == obj || (obj instanceof KeyValueStoreConfigDataResource other
				&& this.properties.getLocation().equals(other.properties.getLocation())
				&& prefix().equals(other.prefix()));
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.properties.getLocation(), prefix());
	}

	@Override
	public String toString() {
		return "keys '%s' of the store in %s".formatted(prefix(), this.properties.getLocation());
	}

}
