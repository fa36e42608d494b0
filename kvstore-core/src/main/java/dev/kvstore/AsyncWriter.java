package dev.kvstore;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs writes in the background, one after the other. Its thread comes with the first
 * write and goes when there have been none for a while.
 */
final class AsyncWriter implements AutoCloseable {

	private static final long IDLE_SECONDS = 10;

	private final ExecutorService executor;

	AsyncWriter(String threadName) {
		ThreadPoolExecutor single = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, threadName);
					thread.setDaemon(true);
					return thread;
				});
		single.allowCoreThreadTimeOut(true);
		this.executor = single;
	}

	<T> CompletableFuture<T> submit(Supplier<T> write) {
		return CompletableFuture.supplyAsync(write, this.executor);
	}

	/**
	 * Waits for all writes that were submitted, even if the thread is interrupted
	 * meanwhile.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
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

}
