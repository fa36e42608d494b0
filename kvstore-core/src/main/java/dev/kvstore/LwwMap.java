package dev.kvstore;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * A map of last-writer-wins registers, tombstones included. Merging is commutative,
 * associative and idempotent: replicas that saw the same changes, in any order and any
 * number of times, are equal.
 * <p>
 * Any thread may read at any time; merging needs the caller's lock. Does no I/O and reads
 * no clock.
 */
final class LwwMap {

	private final Map<String, Change> winners = new ConcurrentHashMap<>();

	private volatile int live;

	/**
	 * What a merge did.
	 *
	 * @param won whether the change is now what is known of its key
	 * @param superseded the change that it replaced, or the change itself if it lost;
	 * {@code null} if it was the first of its key, or known already
	 */
	record Merge(boolean won, @Nullable Change superseded) {
	}

	Merge merge(Change change) {
		Change known = this.winners.get(change.key());
		if (known != null && known.version() >= change.version()) {
			return new Merge(false, (known.version() > change.version()) ? change : null);
		}
		this.winners.put(change.key(), change);
		this.live += live(change) - live(known);
		return new Merge(true, known);
	}

	private static int live(@Nullable Change change) {
		return (change == null || change.isTombstone()) ? 0 : 1;
	}

	/** Returns the winner among the changes of a key, which may be a tombstone. */
	@Nullable Change get(String key) {
		return this.winners.get(key);
	}

	/** Returns the winner among the changes of a key, if it gave it a value. */
	@Nullable Change getLive(String key) {
		Change change = this.winners.get(key);
		return (change == null || change.isTombstone()) ? null : change;
	}

	Collection<Change> all() {
		return this.winners.values();
	}

	int size() {
		return this.live;
	}

	int tombstones() {
		return this.winners.size() - this.live;
	}

}
