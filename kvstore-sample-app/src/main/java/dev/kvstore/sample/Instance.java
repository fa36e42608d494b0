package dev.kvstore.sample;

import java.time.Instant;

/**
 * An instance as others see it.
 *
 * @param identifier its name
 * @param self whether it is the one that was asked
 * @param gone whether it has been silent for too long
 * @param lastSeen when it wrote its last heartbeat
 * @param heartbeat what that said
 */
record Instance(String identifier, boolean self, boolean gone, Instant lastSeen, Heartbeat heartbeat) {
}
