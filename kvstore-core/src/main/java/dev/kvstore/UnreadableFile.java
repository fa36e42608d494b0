package dev.kvstore;

import java.time.Instant;

/**
 * A file among the changes that is none, or a damaged one. It is left alone, tried again
 * as long as it is there, and keeps nobody from reading all others.
 *
 * @param name the file's name
 * @param reason what is wrong with it, in one line
 * @param since when this instance first met it
 */
public record UnreadableFile(String name, String reason, Instant since) {
}
