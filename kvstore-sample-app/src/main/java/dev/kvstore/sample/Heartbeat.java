package dev.kvstore.sample;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What an instance says of itself, as it stands in the store. Anything may be missing:
 * other programs write heartbeats too.
 *
 * @param identifier the instance's name
 * @param port where its page is
 * @param started when it started
 * @param uptimeSeconds for how long it has been running
 * @param load how much of the machine's processors it uses, from 0 to 1
 */
record Heartbeat(@Nullable String identifier, @Nullable Integer port, @Nullable Instant started,
		@Nullable Long uptimeSeconds, @Nullable Double load) {

	static final Heartbeat UNREADABLE = new Heartbeat(null, null, null, null, null);

}
