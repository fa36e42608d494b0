/**
 * The command {@code kvstore}.
 */
@NullMarked
package dev.kvstore.cli;

import org.jspecify.annotations.NullMarked;
