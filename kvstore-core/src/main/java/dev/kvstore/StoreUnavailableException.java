package dev.kvstore;

import java.io.IOException;

import dev.kvstore.transport.UnavailableException;
import dev.kvstore.transport.UnavailableException.Reason;

/**
 * The place where the store is can't be used.
 */
public final class StoreUnavailableException extends KeyValueStoreException {

	private static final long serialVersionUID = 1L;

	/** Why the place can't be used. */
	private final Reason reason;

	private StoreUnavailableException(Reason reason, String message, IOException cause) {
		super(message, cause);
		this.reason = reason;
	}

	static StoreUnavailableException of(UnavailableException cause) {
		return new StoreUnavailableException(cause.reason(), String.valueOf(cause.getMessage()), cause);
	}

	static StoreUnavailableException duringWrite(String key, UnavailableException cause) {
		return new StoreUnavailableException(cause.reason(),
				"Could not store key '%s'. %s".formatted(Quoting.abbreviate(key), cause.getMessage()), cause);
	}

	/**
	 * Returns why it can't be used.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	static <T> T translate(String location, InputOutput<T> action) {
		try {
			return action.run();
		}
		catch (UnavailableException ex) {
			throw of(ex);
		}
		catch (IOException ex) {
			throw new StoreUnavailableException(Reason.FAILED,
					"Cannot use the store in %s: %s.".formatted(location, Failures.describe(ex)), ex);
		}
	}

	@FunctionalInterface
	interface InputOutput<T> {

		T run() throws IOException;

	}

}
