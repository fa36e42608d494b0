@NullUnmarked
package dev.kvstore.boot.config;

import org.jspecify.annotations.NullUnmarked;
