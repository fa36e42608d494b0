package dev.kvstore;

import org.jspecify.annotations.Nullable;

/**
 * Makes text from outside fit for a message of one line.
 */
final class Quoting {

	private static final int MAX_LENGTH = 200;

	private Quoting() {
	}

	static String firstLine(@Nullable String text) {
		return (text != null) ? abbreviate(text.lines().findFirst().orElse("")) : "";
	}

	static String abbreviate(String text) {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < Math.min(text.length(), MAX_LENGTH); i++) {
			char c = text.charAt(i);
			if (Character.isISOControl(c) || Character.isSurrogate(c)) {
				line.append("\\u%04x".formatted((int) c));
			}
			else {
				line.append(c);
			}
		}
		return (text.length() > MAX_LENGTH) ? line.append("…").toString() : line.toString();
	}

}
