package dev.kvstore.sample;

import java.time.Instant;

/**
 * Counts what happens within a minute of the clock. The limit is asked for anew each
 * time, so that a change of it holds at once.
 */
final class RateLimit {

	private long minute;

	private int count;

	synchronized boolean admits(int perMinute) {
		long now = Instant.now().getEpochSecond() / 60;
		if (now != this.minute) {
			this.minute = now;
			this.count = 0;
		}
		boolean admitted = this.count < perMinute;
		this.count += admitted ? 1 : 0;
		return admitted;
	}

}
