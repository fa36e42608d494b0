package dev.kvstore.transport;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * The place where a store is can't be used.
 */
public final class UnavailableException extends IOException {

	private static final long serialVersionUID = 1L;

	/** Why the place can't be used. */
	private final Reason reason;

	/**
	 * Creates an exception.
	 * @param reason why
	 * @param message what, where, why, what now
	 * @param cause what it comes from; {@code null} if it comes from nothing
	 */
	public UnavailableException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Returns why the place can't be used.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why a place can't be used.
	 */
	public enum Reason {

		/** It does not exist and was not to be created. */
		MISSING,

		/** There is something at the location, but no directory. */
		NOT_A_DIRECTORY,

		/** It can't be read. */
		NOT_READABLE,

		/** It can't be written to. */
		NOT_WRITABLE,

		/** Its file system has no hard links, which is how changes are published. */
		NO_HARD_LINKS,

		/** It was there and is not there now. */
		GONE,

		/** At its location there is now another store. */
		REPLACED,

		/** An operation on it failed. */
		FAILED

	}

}
