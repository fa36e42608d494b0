package dev.kvstore;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Gives versions that never lose to what was seen, whatever the machine's clock does.
 * After Kulkarni et al., "Logical Physical Clocks" (2014), with the causality kept per
 * key, not per message: a version depends on the clock, on this instance's last version,
 * and on the key's highest.
 * <p>
 * A key whose version lies in the far future gets versions of its own there; it doesn't
 * drag those of all other keys along. Thread-safe.
 */
final class HybridClock {

	private static final long MAX_DRIFT_MICROS = TimeUnit.MINUTES.toMicros(5);

	private final InstantSource source;

	private long last = -1;

	HybridClock(InstantSource source) {
		this.source = source;
	}

	Instant now() {
		return this.source.instant();
	}

	/**
	 * Returns a new version.
	 * @param above the highest version that is known of the key; −1 if none is
	 * @return a version greater than that, and than all that this clock has given unless
	 * they were in the far future
	 * @throws ArithmeticException if there is no greater one
	 */
	synchronized long tick(long above) {
		long now = Math.max(0, micros(now()));
		long own = Math.max(now, this.last + 1);
		if (above < own) {
			this.last = own;
			return own;
		}
		long version = Math.addExact(above, 1);
		if (version - now <= MAX_DRIFT_MICROS) {
			this.last = version;
		}
		return version;
	}

	private static long micros(Instant instant) {
		return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
	}

}
