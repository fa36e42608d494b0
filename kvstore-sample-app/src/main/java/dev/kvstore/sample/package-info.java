/**
 * One small application that shows what a store is good for: settings that change while
 * it runs, the state of all its instances, and messages between them.
 */
@NullMarked
package dev.kvstore.sample;

import org.jspecify.annotations.NullMarked;
