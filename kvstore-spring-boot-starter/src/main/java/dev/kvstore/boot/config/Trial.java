package dev.kvstore.boot.config;

/**
 * The next configuration, before it is anybody's.
 */
@FunctionalInterface
interface Trial {

	/**
	 * Runs something for which the environment shows the next configuration to the
	 * calling thread, and to no other.
	 */
	void run(Runnable action);

}
