package dev.kvstore;

import org.jspecify.annotations.Nullable;

/**
 * The store could not do what it was asked. Thrown by a write, it means that nothing was
 * stored, in memory or in the directory, unless it is an {@link OutcomeUnknownException}.
 */
public class KeyValueStoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what, where, why, what now
	 * @param cause what it comes from; {@code null} if it comes from nothing
	 */
	public KeyValueStoreException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
