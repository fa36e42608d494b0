/**
 * The store as a bean: its properties, its life and its schedule.
 */
@NullMarked
package dev.kvstore.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
