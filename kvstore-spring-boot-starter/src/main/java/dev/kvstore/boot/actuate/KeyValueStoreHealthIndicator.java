package dev.kvstore.boot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import dev.kvstore.KeyValueStore;
import dev.kvstore.StoreStatus;
import dev.kvstore.UnreadableFile;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * {@code HealthIndicator} for a store: down if the last synchronization failed, or if
 * none has come to an end for much longer than the schedule says, as with a network mount
 * that doesn't answer. Damaged files don't make it so; they are among the details. Does
 * no I/O.
 */
final class KeyValueStoreHealthIndicator extends AbstractHealthIndicator {

	private static final int MAX_NAMES = 10;

	private static final int MAX_AGE_IN_INTERVALS = 10;

	private static final Duration MAX_AGE_AT_LEAST = Duration.ofSeconds(30);

	private final KeyValueStore store;

	private final Duration interval;

	private final InstantSource clock;

	/**
	 * Creates an indicator.
	 * @param store the store
	 * @param interval the time between two synchronizations; none are scheduled if it is
	 * not positive
	 * @param clock tells how long ago something was
	 */
	KeyValueStoreHealthIndicator(KeyValueStore store, Duration interval, InstantSource clock) {
		super("The state of the store can't be told");
		this.store = store;
		this.interval = interval;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		StoreStatus status = this.store.status();
		Duration age = age(status.lastSynchronized());
		String failure = status.lastFailure();
		if (failure != null) {
			builder.down().withDetail("error", failure);
		}
		else if (isOverdue(age)) {
			builder.down()
				.withDetail("error",
						"No synchronization has come to an end for %s, although there should be one every %s. The directory may not answer."
							.formatted(age, this.interval));
		}
		else {
			builder.up();
		}
		builder.withDetail("location", status.location());
		builder.withDetail("keys", status.keys());
		builder.withDetail("lastSynchronized", status.lastSynchronized());
		builder.withDetail("age", age.toString());
		builder.withDetail("unreadable", describe(status.unreadable()));
	}

	/** A clock may have been set back. */
	private Duration age(Instant lastSynchronized) {
		Duration age = Duration.between(lastSynchronized, this.clock.instant());
		return age.isNegative() ? Duration.ZERO : age.truncatedTo(ChronoUnit.MILLIS);
	}

	private boolean isOverdue(Duration age) {
		return this.interval.compareTo(Duration.ZERO) > 0 && age.compareTo(MAX_AGE_AT_LEAST) > 0
				&& age.dividedBy(MAX_AGE_IN_INTERVALS).compareTo(this.interval) > 0;
	}

	private static Map<String, Object> describe(List<UnreadableFile> files) {
		return Map.of("count", files.size(), "names",
				files.stream().map(UnreadableFile::name).limit(MAX_NAMES).toList());
	}

}
