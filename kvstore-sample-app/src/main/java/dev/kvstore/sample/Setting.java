package dev.kvstore.sample;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A setting as the application sees it, and why it has that value.
 *
 * @param name its name, such as {@code app.greeting}
 * @param value its value: a string, an integer or a boolean
 * @param source where the value comes from: {@code store}, {@code default}, or the name
 * of a property source that wins over the store, such as {@code commandLineArgs}
 * @param refused what it is configured to be, if the application could not take that
 * over; {@code null} if it could
 * @param key the key in the store that holds the setting; {@code null} if none does
 * @param writer who wrote that key; {@code null} if none does or they didn't say
 * @param time when they did; {@code null} if none does
 */
record Setting(String name, Object value, String source, @Nullable String refused, @Nullable String key,
		@Nullable String writer, @Nullable Instant time) {
}
