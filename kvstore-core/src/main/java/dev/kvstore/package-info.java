/**
 * A JSON key-value store that processes share through a directory.
 */
@NullMarked
package dev.kvstore;

import org.jspecify.annotations.NullMarked;
