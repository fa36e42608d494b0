package dev.kvstore;

import java.util.HashMap;
import java.util.Map;

/**
 * The versions that this instance is just giving to files. Until it is known whether a
 * file got its version, and memory has it, nobody shall read it as somebody else's; but
 * it may be just that. Thread-safe.
 */
final class VersionsInProgress {

	/**
	 * How many writes try each version: two can, if the version lies in the far future.
	 */
	private final Map<Long, Integer> writes = new HashMap<>();

	synchronized void begin(long version) {
		this.writes.merge(version, 1, Integer::sum);
	}

	synchronized void end(long version) {
		this.writes.computeIfPresent(version, (key, count) -> (count > 1) ? count - 1 : null);
		notifyAll();
	}

	synchronized boolean contains(long version) {
		return this.writes.containsKey(version);
	}

	/** Waits until nobody tries a version any more, even if the thread is interrupted. */
	synchronized void awaitEnd(long version) {
		boolean interrupted = false;
		while (contains(version)) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
