package dev.kvstore.transport;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * One file can't be read, while others can.
 */
public final class UnreadableException extends IOException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message why, as part of a sentence
	 * @param cause what it comes from; {@code null} if it comes from nothing
	 */
	public UnreadableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
