package dev.kvstore;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files that could not be read. They are tried again at every synchronization, those
 * first whose last attempt is the longest ago, until that has taken
 * {@value #MAX_RETRY_MILLIS} ms: a directory full of rubbish can't keep a store busy.
 * <p>
 * For one thread at a time; {@link #snapshot()} may be called by any.
 */
final class UnreadableFiles {

	private static final long MAX_RETRY_MILLIS = 100;

	private final Map<String, UnreadableFile> files = new LinkedHashMap<>();

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

	void add(String name, String reason, Instant now) {
		UnreadableFile known = this.files.remove(name);
		this.files.put(name, new UnreadableFile(name, reason, (known != null) ? known.since() : now));
	}

	void retry(Retry retry) throws IOException {
		long start = System.nanoTime();
		for (String name : List.copyOf(this.files.keySet())) {
			if (retry.attempt(name)) {
				this.files.remove(name);
			}
			if (System.nanoTime() - start > Duration.ofMillis(MAX_RETRY_MILLIS).toNanos()) {
				return;
			}
		}
	}

	/** Forgets those that are not listed any more. */
	void retain(Set<String> listed) {
		this.files.keySet().retainAll(listed);
	}

	void publish() {
		this.snapshot = List.copyOf(this.files.values());
	}

	List<UnreadableFile> snapshot() {
		return this.snapshot;
	}

}
