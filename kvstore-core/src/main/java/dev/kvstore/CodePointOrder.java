package dev.kvstore;

import java.util.Comparator;

/**
 * Orders strings by their code points, as Python does. {@link String#compareTo} orders by
 * UTF-16 units, in which characters beyond U+FFFF come before some of those below it.
 */
enum CodePointOrder implements Comparator<String> {

	INSTANCE;

	@Override
	public int compare(String a, String b) {
		int length = Math.min(a.length(), b.length());
		for (int i = 0; i < length; i++) {
			if (a.charAt(i) != b.charAt(i)) {
				int start = startOfCodePoint(a, b, i);
				return Integer.compare(a.codePointAt(start), b.codePointAt(start));
			}
		}
		return Integer.compare(a.length(), b.length());
	}

	/**
	 * Returns where the first code point starts in which the strings differ, given their
	 * first differing unit.
	 */
	private static int startOfCodePoint(String a, String b, int index) {
		boolean insidePair = index > 0 && Character.isHighSurrogate(a.charAt(index - 1))
				&& (Character.isLowSurrogate(a.charAt(index)) || Character.isLowSurrogate(b.charAt(index)));
		return insidePair ? index - 1 : index;
	}

}
