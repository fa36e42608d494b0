/**
 * The store as an actuator endpoint, and its health.
 */
@NullMarked
package dev.kvstore.boot.actuate;

import org.jspecify.annotations.NullMarked;
