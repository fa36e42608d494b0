package dev.kvstore.cli;

import org.jspecify.annotations.Nullable;

/**
 * What the command was given makes no sense. Nothing was done.
 */
final class UsageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what, where, why, what now, in one line
	 * @param cause what it comes from; {@code null} if it comes from nothing
	 */
	UsageException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
