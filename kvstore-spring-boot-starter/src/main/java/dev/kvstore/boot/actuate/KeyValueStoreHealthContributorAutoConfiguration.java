package dev.kvstore.boot.actuate;

import dev.kvstore.KeyValueStore;
import dev.kvstore.boot.autoconfigure.KeyValueStoreAutoConfiguration;

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
@ConditionalOnBean(KeyValueStore.class)
@ConditionalOnEnabledHealthIndicator("kvstore")
public final class KeyValueStoreHealthContributorAutoConfiguration
		extends CompositeHealthContributorConfiguration<KeyValueStoreHealthIndicator, KeyValueStore> {

	KeyValueStoreHealthContributorAutoConfiguration() {
		super(KeyValueStoreHealthIndicator::new);
	}

	@Bean
	@ConditionalOnMissingBean(name = { "kvstoreHealthIndicator", "kvstoreHealthContributor" })
	HealthContributor kvstoreHealthContributor(ConfigurableListableBeanFactory beanFactory) {
		return createContributor(beanFactory, KeyValueStore.class);
	}

}
