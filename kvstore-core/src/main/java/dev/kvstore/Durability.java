package dev.kvstore;

/**
 * What a write that has returned survives.
 */
public enum Durability {

	/**
	 * The death of any process, a crash of the kernel and a power cut, on disks that
	 * honour flushes. Two flushes a write: of the change, and of the directory where the
	 * platform can flush one (see {@link StoreStatus#warnings()}).
	 */
	SYNC,

	/**
	 * The death of any process. A crash of the kernel or a power cut may take the write,
	 * and with it the value that it replaced. Much faster than {@link #SYNC} where a
	 * flush takes long.
	 */
	PROCESS

}
