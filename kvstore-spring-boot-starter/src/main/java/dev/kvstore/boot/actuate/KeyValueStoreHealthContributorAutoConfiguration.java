package dev.kvstore.boot.actuate;

import java.time.InstantSource;

import dev.kvstore.KeyValueStore;
import dev.kvstore.boot.autoconfigure.KeyValueStoreAutoConfiguration;
import dev.kvstore.boot.autoconfigure.KeyValueStoreProperties;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the
 * {@link KeyValueStoreHealthIndicator}.
 */
@AutoConfiguration(after = KeyValueStoreAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnBean({ KeyValueStore.class, KeyValueStoreProperties.class })
@ConditionalOnEnabledHealthIndicator("kvstore")
public final class KeyValueStoreHealthContributorAutoConfiguration
		extends CompositeHealthContributorConfiguration<KeyValueStoreHealthIndicator, KeyValueStore> {

	KeyValueStoreHealthContributorAutoConfiguration(KeyValueStoreProperties properties) {
		super((store) -> new KeyValueStoreHealthIndicator(store, properties.getSync().getInterval(),
				InstantSource.system()));
	}

	@Bean
	@ConditionalOnMissingBean(name = { "kvstoreHealthIndicator", "kvstoreHealthContributor" })
	HealthContributor kvstoreHealthContributor(ConfigurableListableBeanFactory beanFactory) {
		return createContributor(beanFactory, KeyValueStore.class);
	}

}
