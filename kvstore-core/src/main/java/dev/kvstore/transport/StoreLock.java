package dev.kvstore.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An exclusive lock among all instances on a directory. File locks belong to processes,
 * so within this one the instances take turns first.
 */
final class StoreLock {

	private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final Set<Path> HELD = new HashSet<>();

	private StoreLock() {
	}

	static Closeable acquire(Path folder) throws IOException {
		Path name = folder.toRealPath();
		Path file = folder.resolve("lock");
		awaitTurn(name);
		try {
			FileChannel channel = Disk.openLock(file);
			try {
				lock(channel);
				return () -> {
					try {
						channel.close();
					}
					finally {
						endTurn(name);
					}
				};
			}
			catch (IOException ex) {
				channel.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			endTurn(name);
			throw ex;
		}
	}

	/**
	 * Waits also for other class loaders of this process, whose turns it can't know. The
	 * channel must stay open meanwhile: closing it would free their lock.
	 */
	private static void lock(FileChannel channel) throws IOException {
		while (true) {
			try {
				channel.lock();
				return;
			}
			catch (OverlappingFileLockException ex) {
				LockSupport.parkNanos(RETRY_NANOS);
			}
		}
	}

	private static void awaitTurn(Path name) throws IOException {
		synchronized (HELD) {
			while (!HELD.add(name)) {
				try {
					HELD.wait();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					throw new IOException("the thread was interrupted while it waited for the lock " + name, ex);
				}
			}
		}
	}

	private static void endTurn(Path name) {
		synchronized (HELD) {
			HELD.remove(name);
			HELD.notifyAll();
		}
	}

}
