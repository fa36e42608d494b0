package dev.kvstore.cli;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.kvstore.KeyValueStore;

/**
 * Ends the process in good order, be it done or be it told to by a signal: an operation
 * that is under way comes to its end, then the store is closed, and no other operation
 * starts.
 */
final class Termination {

	// A file system that hangs must not keep the process from ending.
	private static final long PATIENCE_SECONDS = 2;

	private final ReentrantLock operation = new ReentrantLock();

	/**
	 * Closes a store when the process ends.
	 */
	void closeAtEnd(KeyValueStore store) {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			awaitOperation();
			store.close();
		}, "kvstore-termination"));
	}

	/** The lock is never given back, so that nothing starts after this. */
	private void awaitOperation() {
		try {
			this.operation.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Runs an operation that shall be done completely or not at all.
	 */
	<T> T whole(Operation<T> operation) throws IOException {
		this.operation.lock();
		try {
			return operation.run();
		}
		finally {
			this.operation.unlock();
		}
	}

	@FunctionalInterface
	interface Operation<T> {

		T run() throws IOException;

	}

}
