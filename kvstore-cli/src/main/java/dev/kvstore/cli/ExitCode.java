package dev.kvstore.cli;

/**
 * What the command's exit code says.
 */
final class ExitCode {

	static final int DONE = 0;

	static final int KEY_ABSENT = 1;

	static final int USAGE = 2;

	static final int STORE_UNAVAILABLE = 3;

	/** The output can't be written, or there is a bug. */
	static final int FAILED = 4;

	private ExitCode() {
	}

}
