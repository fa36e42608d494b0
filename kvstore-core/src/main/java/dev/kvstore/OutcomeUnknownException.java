package dev.kvstore;

/**
 * A write failed at a point where it may have been stored or may yet appear. Memory still
 * has the old value; the next {@link KeyValueStore#synchronize()} shows how it went.
 * Writing the same again is safe.
 */
public final class OutcomeUnknownException extends KeyValueStoreException {

	private static final long serialVersionUID = 1L;

	OutcomeUnknownException(String message, Throwable cause) {
		super(message, cause);
	}

}
