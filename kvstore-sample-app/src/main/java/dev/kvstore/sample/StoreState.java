package dev.kvstore.sample;

import dev.kvstore.StoreStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the page says of the store itself.
 *
 * @param location where it is
 * @param identifier the name of this instance
 * @param keys the number of keys
 * @param unreadable the number of files that can't be read
 * @param failure why the last synchronization failed; {@code null} if it succeeded
 */
record StoreState(String location, String identifier, int keys, int unreadable, @Nullable String failure) {

	static StoreState of(StoreStatus status) {
		return new StoreState(status.location(), status.identifier(), status.keys(), status.unreadable().size(),
				status.lastFailure());
	}

}
