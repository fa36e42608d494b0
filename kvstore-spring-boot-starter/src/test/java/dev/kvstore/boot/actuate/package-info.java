@NullUnmarked
package dev.kvstore.boot.actuate;

import org.jspecify.annotations.NullUnmarked;
