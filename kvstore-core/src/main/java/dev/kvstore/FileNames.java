package dev.kvstore;

import java.util.OptionalLong;

/**
 * Reads versions from the names of files: {@code 0} or {@code [1-9][0-9]{0,18}}, up to
 * 2^63−1.
 */
final class FileNames {

	private static final int MAX_DIGITS = 19;

	private FileNames() {
	}

	static OptionalLong parse(String name) {
		int length = name.length();
		if (length == 0 || length > MAX_DIGITS || (name.charAt(0) == '0' && length > 1)) {
			return OptionalLong.empty();
		}
		long version = 0;
		for (int i = 0; i < length; i++) {
			int digit = name.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return OptionalLong.empty();
			}
			version = version * 10 + digit;
		}
		// 19 nines fit into 64 bits without a sign, so too great a number shows as a
		// negative one.
		return (version < 0) ? OptionalLong.empty() : OptionalLong.of(version);
	}

	/**
	 * Returns whether NFS made the file, to stand for one that was removed while it was
	 * open.
	 */
	static boolean isOfFileSystem(String name) {
		return name.startsWith(".nfs");
	}

}
