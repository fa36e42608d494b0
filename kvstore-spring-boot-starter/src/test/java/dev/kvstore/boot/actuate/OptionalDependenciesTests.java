package dev.kvstore.boot.actuate;

import java.nio.file.Path;

import dev.kvstore.KeyValueStore;
import dev.kvstore.boot.autoconfigure.KeyValueStoreAutoConfiguration;
import dev.kvstore.boot.config.KeyValueStoreConfigAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter does where other libraries are missing, or more than one store is
 * there.
 */
class OptionalDependenciesTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues("kvstore.location=" + this.directory, "management.endpoints.web.exposure.include=*");
	}

	@Test
	void endpointAndHealthAreThereWithAllLibraries() {
		runner().run((context) -> assertThat(context).hasSingleBean(KeyValueStoreEndpoint.class)
			.hasSingleBean(KeyValueStoreEndpointWebExtension.class)
			.hasBean("kvstoreHealthContributor"));
	}

	@Test
	void storeWorksWithoutActuator() {
		runner()
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(KeyValueStore.class);
				assertThat(context).doesNotHaveBean("keyValueStoreEndpoint")
					.doesNotHaveBean("kvstoreHealthContributor");
			});
	}

	@Test
	void endpointWorksWithoutHealth() {
		runner().withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasSingleBean(KeyValueStoreEndpoint.class)
				.doesNotHaveBean("kvstoreHealthContributor"));
	}

	@Test
	void healthWorksWithoutActuator() {
		runner().withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasBean("kvstoreHealthContributor")
				.doesNotHaveBean("keyValueStoreEndpoint"));
	}

	@Test
	void storeWorksWithoutTheJacksonModuleOfSpringBoot() {
		runner().withClassLoader(new FilteredClassLoader("org.springframework.boot.jackson"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(KeyValueStore.class));
	}

	@Test
	void healthCanBeTurnedOff() {
		runner().withPropertyValues("management.health.kvstore.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("kvstoreHealthContributor"));
	}

	@Test
	void endpointIsOnlyThereWhereItIsExposed() {
		runner().withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(KeyValueStoreEndpoint.class));
	}

	@Test
	void severalStoresHaveOneHealthEachAndNoEndpoint() {
		runner().withBean("one", KeyValueStore.class, () -> KeyValueStore.open(this.directory.resolve("one")))
			.withBean("two", KeyValueStore.class, () -> KeyValueStore.open(this.directory.resolve("two")))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(KeyValueStoreEndpoint.class);
				CompositeHealthContributor health = (CompositeHealthContributor) context
					.getBean("kvstoreHealthContributor");
				assertThat(health.getContributor("one")).isNotNull();
				assertThat(health.getContributor("two")).isNotNull();
			});
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ KeyValueStoreAutoConfiguration.class, KeyValueStoreConfigAutoConfiguration.class,
			KeyValueStoreEndpointAutoConfiguration.class, KeyValueStoreHealthContributorAutoConfiguration.class })
	static class Application {

	}

}
