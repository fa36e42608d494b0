/**
 * The store as live configuration: {@code spring.config.import}, the property source, and
 * the beans that follow it.
 */
@NullMarked
package dev.kvstore.boot.config;

import org.jspecify.annotations.NullMarked;
