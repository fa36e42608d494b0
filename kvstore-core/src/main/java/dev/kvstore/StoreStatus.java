package dev.kvstore;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a store is doing. Immutable.
 *
 * @param location where it is
 * @param identifier the name of this instance
 * @param readOnly whether it was opened for reading only
 * @param durability what its writes survive
 * @param keys the number of keys, 0 or more
 * @param deletedKeys the number of keys that are remembered as removed, 0 or more
 * @param lastSynchronized when the last successful {@link KeyValueStore#synchronize()}
 * ended
 * @param lastFailure why the last {@link KeyValueStore#synchronize()} failed;
 * {@code null} if it succeeded
 * @param unreadable the files in the directory that can't be read
 * @param unconfirmed the number of writes of which it isn't known whether they were
 * stored, 0 or more; see {@link OutcomeUnknownException}
 * @param warnings what is weaker here than the documentation promises, or looks like a
 * mistake; a sentence each
 */
public record StoreStatus(String location, String identifier, boolean readOnly, Durability durability, int keys,
		int deletedKeys, Instant lastSynchronized, @Nullable String lastFailure, List<UnreadableFile> unreadable,
		int unconfirmed, List<String> warnings) {
}
