package dev.kvstore.boot.config;

import dev.kvstore.boot.autoconfigure.SharedStore;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Closes the store that {@code spring.config.import} opened if the application then fails
 * before it has a context that could do so.
 */
final class SharedStoreCleaner implements ApplicationListener<SpringApplicationEvent> {

	private @Nullable ConfigurableBootstrapContext bootstrap;

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationStartingEvent starting) {
			this.bootstrap = starting.getBootstrapContext();
		}
		else if (event instanceof ApplicationFailedEvent failed && this.bootstrap != null
				&& !isActive(failed.getApplicationContext())) {
			SharedStore store = this.bootstrap.getOrElse(SharedStore.class, null);
			if (store != null) {
				store.close();
			}
		}
	}

	/** A context that is still active closes the store itself, after its beans. */
	private static boolean isActive(@Nullable ConfigurableApplicationContext context) {
		return context != null && context.isActive();
	}

}
