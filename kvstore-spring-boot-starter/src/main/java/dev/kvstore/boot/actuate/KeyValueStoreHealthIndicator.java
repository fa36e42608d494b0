package dev.kvstore.boot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import dev.kvstore.KeyValueStore;
import dev.kvstore.StoreStatus;
import dev.kvstore.UnreadableFile;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * {@code HealthIndicator} for a store: down if the last synchronization failed. Damaged
 * files don't make it so; they are among the details. Does no I/O.
 */
final class KeyValueStoreHealthIndicator extends AbstractHealthIndicator {

	private static final int MAX_NAMES = 10;

	private final KeyValueStore store;

	KeyValueStoreHealthIndicator(KeyValueStore store) {
		super("The state of the store can't be told");
		this.store = store;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		StoreStatus status = this.store.status();
		String failure = status.lastFailure();
		if (failure != null) {
			builder.down().withDetail("error", failure);
		}
		else {
			builder.up();
		}
		builder.withDetail("location", status.location());
		builder.withDetail("keys", status.keys());
		builder.withDetail("lastSynchronized", status.lastSynchronized());
		builder.withDetail("age", age(status.lastSynchronized()));
		builder.withDetail("unreadable", describe(status.unreadable()));
	}

	/** Returns the age as text, like {@code PT1.5S}. A clock may have been set back. */
	private static String age(Instant lastSynchronized) {
		Duration age = Duration.between(lastSynchronized, Instant.now());
		return (age.isNegative() ? Duration.ZERO : age.truncatedTo(ChronoUnit.MILLIS)).toString();
	}

	private static Map<String, Object> describe(List<UnreadableFile> files) {
		return Map.of("count", files.size(), "names",
				files.stream().map(UnreadableFile::name).limit(MAX_NAMES).toList());
	}

}
