package dev.kvstore.boot.config;

import dev.kvstore.boot.autoconfigure.KeyValueStoreAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for configuration that follows the
 * store, where {@code spring.config.import} has it.
 */
@AutoConfiguration(after = KeyValueStoreAutoConfiguration.class)
@ConditionalOnBean(value = ImportedProperties.class, search = SearchStrategy.CURRENT)
@EnableConfigurationProperties
public final class KeyValueStoreConfigAutoConfiguration {

	KeyValueStoreConfigAutoConfiguration() {
	}

	@Bean
	LiveConfiguration keyValueStoreLiveConfiguration(ImportedProperties properties,
			ConfigurableApplicationContext context) {
		return new LiveConfiguration(properties, context);
	}

}
