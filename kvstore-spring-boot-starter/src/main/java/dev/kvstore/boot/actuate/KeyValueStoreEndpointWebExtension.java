package dev.kvstore.boot.actuate;

import java.util.Set;

import dev.kvstore.boot.actuate.KeyValueStoreEndpoint.EntryDescriptor;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the
 * {@link KeyValueStoreEndpoint}: knows who asks, and answers 404 for a key that is
 * absent.
 */
@EndpointWebExtension(endpoint = KeyValueStoreEndpoint.class)
final class KeyValueStoreEndpointWebExtension {

	private final KeyValueStoreEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	KeyValueStoreEndpointWebExtension(KeyValueStoreEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		// The properties' own set is empty for a moment while it is bound again, and no
		// roles means that everybody is authorized who is logged in.
		this.roles = Set.copyOf(roles);
	}

	@ReadOperation
	WebEndpointResponse<EntryDescriptor> entry(SecurityContext securityContext,
			@Selector(match = Match.ALL_REMAINING) String[] key) {
		EntryDescriptor entry = this.endpoint.entry(key, this.showValues.isShown(securityContext, this.roles));
		return (entry != null) ? new WebEndpointResponse<>(entry, WebEndpointResponse.STATUS_OK)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
