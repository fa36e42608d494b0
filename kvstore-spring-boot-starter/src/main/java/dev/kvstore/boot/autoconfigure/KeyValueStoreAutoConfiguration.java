package dev.kvstore.boot.autoconfigure;

import dev.kvstore.KeyValueStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a {@link KeyValueStore} and its
 * synchronization.
 */
@AutoConfiguration
@EnableConfigurationProperties(KeyValueStoreProperties.class)
public final class KeyValueStoreAutoConfiguration {

	KeyValueStoreAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	@Conditional(OnUsableStoreCondition.class)
	KeyValueStore keyValueStore(KeyValueStoreProperties properties, ObjectProvider<SharedStore> shared,
			ObjectProvider<JsonMapper> mappers) {
		ObjectMapper mapper = mappers.getIfUnique(JsonMapper::shared);
		@Nullable SharedStore opened = shared.getIfAvailable();
		return (opened != null) ? opened.asBean(properties, mapper) : StoreSettings.of(properties).open(() -> mapper);
	}

	@Bean
	@ConditionalOnBean(KeyValueStore.class)
	KeyValueStoreSynchronizer keyValueStoreSynchronizer(KeyValueStoreProperties properties,
			ObjectProvider<KeyValueStore> stores, ObjectProvider<SharedStore> shared, Environment environment) {
		return new KeyValueStoreSynchronizer(stores, shared, properties.getSync().getInterval(),
				Threading.VIRTUAL.isActive(environment));
	}

}
