/**
 * Where the files of a store are kept. A transport knows names and bytes, but no keys, no
 * JSON and no versions. Applications need none of it but the reasons of
 * {@link dev.kvstore.transport.UnavailableException}.
 */
@NullMarked
package dev.kvstore.transport;

import org.jspecify.annotations.NullMarked;
