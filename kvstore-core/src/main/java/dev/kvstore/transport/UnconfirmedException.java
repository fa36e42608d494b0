package dev.kvstore.transport;

import java.io.IOException;

/**
 * A file may have been created, or may yet appear, or may not be durable.
 */
public final class UnconfirmedException extends IOException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message why, as part of a sentence
	 * @param cause what it comes from
	 */
	public UnconfirmedException(String message, Throwable cause) {
		super(message, cause);
	}

}
