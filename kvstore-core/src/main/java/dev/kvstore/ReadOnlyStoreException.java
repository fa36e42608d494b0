package dev.kvstore;

/**
 * A write was asked of a store that was opened for reading only. Nothing was stored.
 */
public final class ReadOnlyStoreException extends UnsupportedOperationException {

	private static final long serialVersionUID = 1L;

	ReadOnlyStoreException(String message) {
		super(message);
	}

}
