package dev.kvstore;

import org.jspecify.annotations.Nullable;

/**
 * A store can't be opened as it was described.
 */
public final class InvalidSettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/** Which setting is wrong. */
	private final String setting;

	InvalidSettingException(String setting, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.setting = setting;
	}

	/**
	 * Returns which setting is wrong.
	 * @return {@code identifier} or {@code location}
	 */
	public String setting() {
		return this.setting;
	}

}
