package dev.kvstore;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The files that could not be read. They are tried again at every synchronization, those
 * first whose last attempt is the longest ago, until that has taken
 * {@value #MAX_RETRY_MILLIS} ms: a directory full of rubbish can't keep a store busy. One
 * file can't either: an attempt that took long is repeated only when
 * {@value #PAUSE_FACTOR} times as long has passed.
 * <p>
 * For one thread at a time; {@link #snapshot()} may be called by any.
 */
final class UnreadableFiles {

	private static final long MAX_RETRY_MILLIS = 100;

	private static final long LONG_MILLIS = 50;

	private static final int PAUSE_FACTOR = 20;

	private final Map<String, UnreadableFile> files = new LinkedHashMap<>();

	/** When files whose last attempt took long are due again. */
	private final Map<String, Long> pauses = new HashMap<>();

	private volatile List<UnreadableFile> snapshot = List.of();

	/** Tries to read a file once more. */
	@FunctionalInterface
	interface Retry {

		/** Returns whether the file needs no further attempt. */
		boolean attempt(String name) throws IOException;

	}

	boolean contains(String name) {
		return this.files.containsKey(name);
	}

	/**
	 * Takes note of a file.
	 * @param nanos how long the attempt to read it took
	 */
	void add(String name, String reason, Instant now, long nanos) {
		UnreadableFile known = this.files.remove(name);
		this.files.put(name, new UnreadableFile(name, reason, (known != null) ? known.since() : now));
		if (nanos > TimeUnit.MILLISECONDS.toNanos(LONG_MILLIS)) {
			this.pauses.put(name, System.nanoTime() + nanos * PAUSE_FACTOR);
		}
		else {
			this.pauses.remove(name);
		}
	}

	void retry(Retry retry) throws IOException {
		long start = System.nanoTime();
		for (String name : List.copyOf(this.files.keySet())) {
			if (isDue(name) && retry.attempt(name)) {
				this.files.remove(name);
			}
			if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(MAX_RETRY_MILLIS)) {
				return;
			}
		}
	}

	private boolean isDue(String name) {
		Long due = this.pauses.get(name);
		return due == null || System.nanoTime() - due >= 0;
	}

	/** Forgets those that are not listed any more. */
	void retain(Set<String> listed) {
		this.files.keySet().retainAll(listed);
		this.pauses.keySet().retainAll(this.files.keySet());
	}

	void publish() {
		this.snapshot = List.copyOf(this.files.values());
	}

	List<UnreadableFile> snapshot() {
		return this.snapshot;
	}

}
