@NullUnmarked
package dev.kvstore.boot.autoconfigure;

import org.jspecify.annotations.NullUnmarked;
