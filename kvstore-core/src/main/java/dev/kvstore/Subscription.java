package dev.kvstore;

/**
 * A listener's place at a store. Closing it is idempotent; a call to the listener that is
 * under way is not waited for.
 */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

	/**
	 * Stops telling the listener.
	 */
	@Override
	void close();

}
