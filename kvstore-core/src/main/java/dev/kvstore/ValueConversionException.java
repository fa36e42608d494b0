package dev.kvstore;

import org.jspecify.annotations.Nullable;

/**
 * An object can't be made JSON that the store can keep, or JSON can't be made the object
 * that was asked for. Nothing was stored.
 */
public final class ValueConversionException extends KeyValueStoreException {

	private static final long serialVersionUID = 1L;

	ValueConversionException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
