package dev.kvstore.boot.actuate;

import dev.kvstore.KeyValueStore;
import dev.kvstore.boot.autoconfigure.KeyValueStoreAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the
 * {@link KeyValueStoreEndpoint}.
 */
@AutoConfiguration(after = KeyValueStoreAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnSingleCandidate(KeyValueStore.class)
@ConditionalOnAvailableEndpoint(KeyValueStoreEndpoint.class)
@EnableConfigurationProperties(KeyValueStoreEndpointProperties.class)
public final class KeyValueStoreEndpointAutoConfiguration {

	KeyValueStoreEndpointAutoConfiguration() {
	}

	@Bean
	KeyValueStoreEndpoint keyValueStoreEndpoint(KeyValueStore store, KeyValueStoreEndpointProperties properties,
			ObjectProvider<SanitizingFunction> sanitizingFunctions) {
		return new KeyValueStoreEndpoint(store, new Sanitizer(sanitizingFunctions.orderedStream().toList()),
				properties.getShowValues());
	}

	@Bean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	KeyValueStoreEndpointWebExtension keyValueStoreEndpointWebExtension(KeyValueStoreEndpoint endpoint,
			KeyValueStoreEndpointProperties properties) {
		return new KeyValueStoreEndpointWebExtension(endpoint, properties.getShowValues(), properties.getRoles());
	}

}
