package dev.kvstore.boot.autoconfigure;

import dev.kvstore.KeyValueStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.util.Assert;

/**
 * The store that {@code spring.config.import} opened, on its way into the application
 * context, so that both have the same one. If the import was optional and the place can't
 * be used, it holds the reason instead of a store.
 */
public final class SharedStore {

	static final String BEAN_NAME = "kvstoreSharedStore";

	private final StoreSettings settings;

	private volatile ObjectMapper mapper = JsonMapper.shared();

	private final @Nullable KeyValueStore store;

	private final @Nullable StoreNotOpenedException failure;

	private SharedStore(KeyValueStoreProperties properties) {
		this.settings = StoreSettings.of(properties);
		KeyValueStore store = null;
		StoreNotOpenedException failure = null;
		try {
			store = this.settings.open(() -> this.mapper);
		}
		catch (StoreNotOpenedException ex) {
			failure = ex;
		}
		this.store = store;
		this.failure = failure;
	}

	/**
	 * Tries to open the store.
	 * @param properties the store's properties, as far as they are known
	 * @param optional whether it is no failure if the place can't be used
	 * @return the store, or why there is none
	 */
	public static SharedStore open(KeyValueStoreProperties properties, boolean optional) {
		SharedStore store = new SharedStore(properties);
		store.require(optional);
		return store;
	}

	/**
	 * Throws why there is no store, unless that is to be put up with.
	 * @param optional whether it is no failure if the place can't be used
	 */
	public void require(boolean optional) {
		if (this.failure != null && !(optional && this.failure.isUnavailable())) {
			throw this.failure;
		}
	}

	/**
	 * Returns whether there is a store.
	 * @return whether it could be opened
	 */
	public boolean isOpen() {
		return this.failure == null;
	}

	/**
	 * Returns the store.
	 * @return the store
	 * @throws IllegalStateException if it is not open
	 */
	public KeyValueStore get() {
		Assert.state(this.store != null, "The store is not open");
		return this.store;
	}

	/**
	 * Returns why there is no store.
	 * @return the reason; {@code null} if there is one
	 */
	public @Nullable String failure() {
		return (this.failure != null) ? this.failure.getMessage() : null;
	}

	/**
	 * Hands the store over to an application context, which closes it after all its
	 * beans.
	 * @param beanFactory the context's
	 */
	public void handOverTo(ConfigurableListableBeanFactory beanFactory) {
		beanFactory.registerSingleton(BEAN_NAME, this);
		if (beanFactory instanceof DefaultSingletonBeanRegistry registry) {
			registry.registerDisposableBean(BEAN_NAME, this::close);
		}
	}

	/**
	 * Closes the store, if there is one.
	 */
	public void close() {
		if (this.store != null) {
			this.store.close();
		}
	}

	/**
	 * Returns the store as the context's bean.
	 * @param properties the store's properties, now that all are known
	 * @param mapper the application's JSON mapper
	 * @throws StoreMovedException if the store was opened with other properties
	 */
	KeyValueStore asBean(KeyValueStoreProperties properties, ObjectMapper mapper) {
		StoreSettings expected = StoreSettings.of(properties);
		if (!expected.equals(this.settings)) {
			throw new StoreMovedException(this.settings, expected);
		}
		this.mapper = mapper;
		return get();
	}

}
