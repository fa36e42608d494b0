package dev.kvstore.boot.autoconfigure;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.kvstore.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Synchronizes every store of the context, with a fixed time between the end of one
 * synchronization and the start of the next. Each store has a thread of its own, so that
 * a directory that doesn't answer holds up no other. A failure is logged once, and once
 * more when it is over; so is what the store warns of.
 * <p>
 * Starts before and stops after all other parts of the application that have a life
 * cycle.
 */
final class KeyValueStoreSynchronizer implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(KeyValueStoreSynchronizer.class);

	// A directory that doesn't answer must not keep the application from ending.
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final ObjectProvider<KeyValueStore> stores;

	private final ObjectProvider<SharedStore> shared;

	private final Duration interval;

	private final SimpleAsyncTaskExecutor executor;

	private volatile @Nullable CountDownLatch stop;

	private volatile CompletableFuture<Void> schedules = CompletableFuture.completedFuture(null);

	KeyValueStoreSynchronizer(ObjectProvider<KeyValueStore> stores, ObjectProvider<SharedStore> shared,
			Duration interval, boolean virtualThreads) {
		this.stores = stores;
		this.shared = shared;
		this.interval = interval;
		this.executor = new SimpleAsyncTaskExecutor("kvstore-sync-");
		this.executor.setDaemon(true);
		if (virtualThreads) {
			this.executor.setVirtualThreads(true);
		}
	}

	@Override
	public void start() {
		CountDownLatch stop = new CountDownLatch(1);
		this.stop = stop;
		Set<KeyValueStore> found = findStores();
		if (this.interval.isNegative() || this.interval.isZero()) {
			found.forEach((store) -> logger.info("Using {}, synchronized by the application", store));
			return;
		}
		found.forEach((store) -> logger.info("Using {}, synchronized every {}", store, this.interval));
		this.schedules = CompletableFuture.allOf(found.stream()
			.map((store) -> this.executor.submitCompletable(() -> new Schedule(store, stop).run()))
			.toArray(CompletableFuture[]::new));
	}

	private Set<KeyValueStore> findStores() {
		Set<KeyValueStore> found = Collections.newSetFromMap(new IdentityHashMap<>());
		this.stores.forEach(found::add);
		this.shared.stream().filter(SharedStore::isOpen).map(SharedStore::get).forEach(found::add);
		return found;
	}

	/**
	 * Waits, but not for long, for synchronizations that are under way, so that nothing
	 * goes on in a store that is closed next.
	 */
	@Override
	public void stop() {
		CountDownLatch stop = this.stop;
		this.stop = null;
		if (stop != null) {
			stop.countDown();
			awaitSchedules();
		}
	}

	private void awaitSchedules() {
		try {
			this.schedules.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.warn("A synchronization that is under way has not come to its end within {}", PATIENCE);
		}
	}

	@Override
	public boolean isRunning() {
		return this.stop != null;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	private final class Schedule {

		private final KeyValueStore store;

		private final CountDownLatch stop;

		private final Set<String> warnings = new HashSet<>();

		private @Nullable String failure;

		Schedule(KeyValueStore store, CountDownLatch stop) {
			this.store = store;
			this.stop = stop;
		}

		void run() {
			try {
				do {
					synchronize();
				}
				while (!this.stop.await(KeyValueStoreSynchronizer.this.interval.toNanos(), TimeUnit.NANOSECONDS));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private void synchronize() {
			try {
				this.store.synchronize();
				if (this.failure != null) {
					this.failure = null;
					logger.info("{} synchronizes again", this.store);
				}
				this.store.status().warnings().stream().filter(this.warnings::add).forEach(this::warn);
			}
			catch (RuntimeException | Error ex) {
				String failure = String.valueOf(ex.getMessage());
				if (!failure.equals(this.failure) && this.stop.getCount() > 0) {
					this.failure = failure;
					logger.warn("{} does not synchronize: {} It is tried again every {}.", this.store, failure,
							KeyValueStoreSynchronizer.this.interval);
					logger.debug("The cause", ex);
				}
			}
		}

		private void warn(String warning) {
			logger.warn("{}: {}", this.store, warning);
		}

	}

}
