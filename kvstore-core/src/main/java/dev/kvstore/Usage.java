package dev.kvstore;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets any number of threads use something until it ends, and who ends it waits for them.
 * A thread may begin while it is using already.
 */
final class Usage {

	private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

	private boolean ended;

	/** Returns whether the use may begin, and then has begun. */
	boolean begin() {
		this.lock.readLock().lock();
		if (this.ended) {
			this.lock.readLock().unlock();
			return false;
		}
		return true;
	}

	void finish() {
		this.lock.readLock().unlock();
	}

	/**
	 * Waits for those who are using it, lets nobody begin any more, and runs the rest.
	 */
	void end(Runnable last) {
		this.lock.writeLock().lock();
		try {
			this.ended = true;
			last.run();
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

}
