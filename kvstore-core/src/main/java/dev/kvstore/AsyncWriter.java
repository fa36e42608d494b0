package dev.kvstore;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs writes in the background, one after the other. Its thread comes with the first
 * write and goes when there have been none for a while.
 */
final class AsyncWriter implements AutoCloseable {

	private static final long IDLE_SECONDS = 10;

	private final ThreadPoolExecutor executor;

	private volatile @Nullable Thread thread;

	AsyncWriter(String threadName) {
		this.executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, threadName);
					thread.setDaemon(true);
					this.thread = thread;
					return thread;
				});
		this.executor.allowCoreThreadTimeOut(true);
	}

	<T> CompletableFuture<T> submit(Supplier<T> write) {
		return CompletableFuture.supplyAsync(write, this.executor);
	}

	/**
	 * Waits for all writes that were submitted, even if the thread is interrupted
	 * meanwhile. The writer's own thread, which comes here from what an application does
	 * after a write, can't wait for itself: it writes the rest.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
		if (Thread.currentThread() == this.thread) {
			for (Runnable write = poll(); write != null; write = poll()) {
				write.run();
			}
			return;
		}
		boolean interrupted = false;
		while (true) {
			try {
				if (this.executor.awaitTermination(1, TimeUnit.DAYS)) {
					break;
				}
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private @Nullable Runnable poll() {
		return this.executor.getQueue().poll();
	}

}
