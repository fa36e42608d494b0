package dev.kvstore;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Position of a change in the one order on which all instances agree.
 *
 * @param epochMicros microseconds since 1970-01-01T00:00Z, 0 to 2^63−1; unique in a
 * store; may be ahead of this machine's clock
 */
public record Version(long epochMicros) implements Comparable<Version> {

	/**
	 * Checks the range.
	 * @param epochMicros microseconds since 1970-01-01T00:00Z
	 * @throws IllegalArgumentException if the number is negative
	 */
	public Version {
		if (epochMicros < 0) {
			throw new IllegalArgumentException("A version can't be negative: " + epochMicros);
		}
	}

	/**
	 * Returns the moment that the version stands for: when the change was made, by the
	 * clock of whoever made it.
	 * @return the moment, to the microsecond
	 */
	public Instant time() {
		return Instant.EPOCH.plus(this.epochMicros, ChronoUnit.MICROS);
	}

	@Override
	public int compareTo(Version other) {
		return Long.compare(this.epochMicros, other.epochMicros);
	}

	/**
	 * Returns the number, which is also the name of the change's file.
	 */
	@Override
	public String toString() {
		return Long.toString(this.epochMicros);
	}

}
