package dev.kvstore.sample;

import java.time.Instant;

/**
 * A message as it is shown.
 *
 * @param id tells it from all others
 * @param from who wrote it
 * @param text what they wrote
 * @param time when they did
 */
record Message(String id, String from, String text, Instant time) {
}
