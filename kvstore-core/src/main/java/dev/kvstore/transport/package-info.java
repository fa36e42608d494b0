/**
 * Where the files of a store are kept. A transport knows names and bytes, but no keys, no
 * JSON and no versions.
 */
@NullMarked
package dev.kvstore.transport;

import org.jspecify.annotations.NullMarked;
