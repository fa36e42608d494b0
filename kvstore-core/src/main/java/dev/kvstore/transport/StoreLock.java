package dev.kvstore.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * An exclusive lock among all instances on a directory. File locks belong to processes,
 * so within this one the instances take turns first.
 */
final class StoreLock {

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
				channel.lock();
				return () -> {
					try {
						channel.close();
					}
					finally {
						endTurn(name);
					}
				};
			}
			catch (IOException | OverlappingFileLockException ex) {
				channel.close();
				throw ex;
			}
		}
		catch (OverlappingFileLockException ex) {
			endTurn(name);
			throw new IOException("another class loader of this process holds the lock " + file, ex);
		}
		catch (IOException ex) {
			endTurn(name);
			throw ex;
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
