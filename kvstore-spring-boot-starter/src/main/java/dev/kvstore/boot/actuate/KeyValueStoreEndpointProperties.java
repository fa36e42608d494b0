package dev.kvstore.boot.actuate;

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties of the endpoint.
 */
@ConfigurationProperties("management.endpoint.kvstore")
class KeyValueStoreEndpointProperties {

	/**
	 * When to show the values of entries. Otherwise they are shown as "******".
	 */
	private Show showValues = Show.NEVER;

	/**
	 * Roles of which a user needs one to be authorized to see values. When empty, all
	 * authenticated users are authorized.
	 */
	private final Set<String> roles = new LinkedHashSet<>();

	public Show getShowValues() {
		return this.showValues;
	}

	public void setShowValues(Show showValues) {
		this.showValues = showValues;
	}

	public Set<String> getRoles() {
		return this.roles;
	}

}
