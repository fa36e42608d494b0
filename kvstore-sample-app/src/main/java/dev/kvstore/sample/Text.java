package dev.kvstore.sample;

/**
 * Limits on text: of what is taken, and of what others wrote and is only shown.
 */
final class Text {

	private Text() {
	}

	static boolean isFrom1To(int length, String text) {
		return !text.isBlank() && text.length() <= length;
	}

	static String upTo(int length, String text) {
		return (text.length() <= length) ? text : text.substring(0, length) + "…";
	}

}
