package dev.kvstore.boot.config;

import java.util.List;

import dev.kvstore.boot.autoconfigure.SharedStore;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;
import org.springframework.boot.logging.DeferredLogFactory;

/**
 * Opens the store, once for all imports of an application, and makes properties of its
 * keys. May be asked again, as Spring Cloud does for a refresh: what it returns then
 * shows the same properties of the same store.
 */
final class KeyValueStoreConfigDataLoader implements ConfigDataLoader<KeyValueStoreConfigDataResource> {

	private final Log logger;

	KeyValueStoreConfigDataLoader(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(KeyValueStoreConfigDataLoader.class);
	}

	@Override
	public @Nullable ConfigData load(ConfigDataLoaderContext context, KeyValueStoreConfigDataResource resource) {
		ConfigurableBootstrapContext bootstrap = context.getBootstrapContext();
		SharedStore store = bootstrap.getOrElse(SharedStore.class, null);
		if (store == null) {
			store = open(bootstrap, resource);
		}
		store.require(resource.optional());
		if (!store.isOpen()) {
			return null;
		}
		ImportedProperties properties = bootstrap.getOrElse(ImportedProperties.class, null);
		if (properties == null) {
			properties = imported(bootstrap, store, resource.prefix());
		}
		return new ConfigData(List.of(new KeyValueStorePropertySource(properties)), ConfigData.Option.IGNORE_IMPORTS,
				ConfigData.Option.IGNORE_PROFILES);
	}

	private SharedStore open(ConfigurableBootstrapContext bootstrap, KeyValueStoreConfigDataResource resource) {
		SharedStore store = SharedStore.open(resource.properties(), resource.optional());
		if (!store.isOpen()) {
			this.logger.warn("The application starts without its store, which is optional: " + store.failure());
		}
		bootstrap.register(SharedStore.class, InstanceSupplier.of(store));
		bootstrap.addCloseListener((event) -> store.handOverTo(event.getApplicationContext().getBeanFactory()));
		return store;
	}

	private ImportedProperties imported(ConfigurableBootstrapContext bootstrap, SharedStore store, String prefix) {
		ImportedProperties properties = new ImportedProperties(store.get(), prefix);
		bootstrap.register(ImportedProperties.class, InstanceSupplier.of(properties));
		bootstrap.addCloseListener((event) -> {
			ConfigurableListableBeanFactory beanFactory = event.getApplicationContext().getBeanFactory();
			beanFactory.registerSingleton(ImportedProperties.BEAN_NAME, properties);
		});
		return properties;
	}

}
