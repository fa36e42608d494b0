@NullUnmarked
package dev.kvstore.boot;

import org.jspecify.annotations.NullUnmarked;
