package dev.kvstore.boot.autoconfigure;

import dev.kvstore.KeyValueStoreException;
import dev.kvstore.StoreUnavailableException;

/**
 * The store of the {@code kvstore} properties could not be opened. Tells the failures of
 * that store from those of others that the application may open by itself.
 */
final class StoreNotOpenedException extends KeyValueStoreException {

	private static final long serialVersionUID = 1L;

	private final transient StoreSettings settings;

	StoreNotOpenedException(StoreSettings settings, RuntimeException cause) {
		super(String.valueOf(cause.getMessage()), cause);
		this.settings = settings;
	}

	StoreSettings settings() {
		return this.settings;
	}

	/**
	 * Returns whether the place is to blame, and not how it was described.
	 */
	boolean isUnavailable() {
		return getCause() instanceof StoreUnavailableException;
	}

}
