package dev.kvstore.cli;

import java.io.IOException;
import java.time.Duration;

import dev.kvstore.ChangeEvent;
import dev.kvstore.KeyValueStore;
import dev.kvstore.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Prints what changes, until the process is told to end or nobody reads it any more. If
 * the store becomes unavailable it says so once and waits for it to come back.
 */
final class Watch {

	private static final Duration INTERVAL = Duration.ofMillis(200);

	private final KeyValueStore store;

	private final String prefix;

	private final Console console;

	private @Nullable String failure;

	Watch(KeyValueStore store, String prefix, Console console) {
		this.store = store;
		this.prefix = prefix;
		this.console = console;
	}

	void run() throws IOException, InterruptedException {
		while (true) {
			printChanges();
			Thread.sleep(INTERVAL.toMillis());
		}
	}

	private void printChanges() throws IOException {
		try {
			for (ChangeEvent event : this.store.synchronize().changes()) {
				if (event.key().startsWith(this.prefix)) {
					this.console.line(JsonText.of(Results.change(event)));
				}
			}
			this.console.flush();
			report(null);
		}
		catch (StoreUnavailableException ex) {
			report(ex.getMessage());
		}
	}

	private void report(@Nullable String failure) {
		if (failure != null && this.failure == null) {
			this.console.note(failure + " Still watching.");
		}
		else if (failure == null && this.failure != null) {
			this.console.note("The store is available again.");
		}
		this.failure = failure;
	}

}
