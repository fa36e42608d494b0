package dev.kvstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The acknowledged writes of participants that ran at the same time, and what must be
 * left of them. For each key:
 * <ol>
 * <li>The change that is left is one of the acknowledged writes: the same value, or a
 * removal, and, where it is a put, the same version.</li>
 * <li>No acknowledged write to the key began after that write had returned.</li>
 * <li>No acknowledged put to the key has a greater version.</li>
 * </ol>
 * The first and second together: nothing acknowledged is lost but by a newer write.
 * Thread-safe.
 */
final class History {

	private static final long REMOVAL = -1;

	private final List<Write> writes = new ArrayList<>();

	/**
	 * An acknowledged write.
	 *
	 * @param who wrote
	 * @param key the key
	 * @param value the value; {@code null} for a removal
	 * @param version the version of a put
	 * @param began a moment before the write began, as {@link System#nanoTime()}
	 * @param ended a moment after it had returned
	 */
	private record Write(String who, String key, @Nullable JsonNode value, long version, long began, long ended) {

		boolean isPut() {
			return this.value != null;
		}

	}

	/** Puts, and remembers it if it succeeds. */
	void put(Participant participant, String key, JsonNode value) {
		record(participant, key, value, () -> participant.put(key, value));
	}

	/** Removes, and remembers it if there was something to remove. */
	void remove(Participant participant, String key) {
		record(participant, key, null, () -> participant.remove(key) ? REMOVAL : 0);
	}

	private void record(Participant participant, String key, @Nullable JsonNode value, LongSupplier write) {
		long began = System.nanoTime();
		long version = write.getAsLong();
		long ended = System.nanoTime();
		if (version != 0) {
			synchronized (this.writes) {
				this.writes.add(new Write(participant.name(), key, value, version, began, ended));
			}
		}
	}

	/**
	 * Checks what is left of a key.
	 * @param left the change with the greatest version in the directory; {@code null} if
	 * there is none
	 * @return what is wrong, if something is
	 */
	Optional<String> complaint(String key, @Nullable Change left) {
		List<Write> ofKey = this.writes.stream().filter((write) -> write.key().equals(key)).toList();
		if (left == null) {
			return ofKey.isEmpty() ? Optional.empty() : complaint("is gone", key, null, ofKey);
		}
		List<Write> candidates = ofKey.stream().filter((write) -> isOf(left, write)).toList();
		if (candidates.isEmpty()) {
			return complaint("holds what nobody wrote", key, left, ofKey);
		}
		if (candidates.stream().noneMatch((write) -> ofKey.stream().noneMatch((w) -> w.began() - write.ended() > 0))) {
			return complaint("lost a later write", key, left, ofKey);
		}
		if (ofKey.stream().anyMatch((write) -> write.isPut() && write.version() > left.version())) {
			return complaint("lost a put of greater version", key, left, ofKey);
		}
		return Optional.empty();
	}

	private static boolean isOf(Change left, Write write) {
		return Objects.equals(left.value(), write.value()) && (left.isTombstone() || left.version() == write.version());
	}

	private static Optional<String> complaint(String what, String key, @Nullable Change left, List<Write> ofKey) {
		List<Write> last = ofKey.subList(Math.max(0, ofKey.size() - 10), ofKey.size());
		return Optional.of("Key '%s' %s: %s, after %s".formatted(key, what, left, last));
	}

	int size() {
		synchronized (this.writes) {
			return this.writes.size();
		}
	}

}
