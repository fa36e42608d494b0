package dev.kvstore.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * The arguments as they were given. In a locale that knows only ASCII, as cron and
 * containers have it, a JVM makes U+FFFD of everything else. Where the system still has
 * the arguments (Linux), they are taken from there; elsewhere they are refused, because
 * another key than the one that was meant would be read or written.
 */
final class Arguments {

	private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

	private static final char REPLACEMENT = '\ufffd';

	private Arguments() {
	}

	/**
	 * Returns the arguments.
	 * @param decoded what the JVM made of them
	 * @return what they were
	 * @throws UsageException if that can't be told
	 */
	static String[] recover(String[] decoded) {
		if (List.of(decoded).stream().noneMatch((argument) -> argument.indexOf(REPLACEMENT) >= 0)) {
			return decoded;
		}
		try {
			ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(COMMAND_LINE));
			String[] all = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().split("\0", -1);
			// After the last argument, too, there is a NUL.
			int first = all.length - 1 - decoded.length;
			List<String> given = List.of(all).subList(first, all.length - 1);
			if (IntStream.range(0, decoded.length).allMatch((i) -> canBe(decoded[i], given.get(i)))) {
				return given.toArray(String[]::new);
			}
		}
		catch (IOException | IndexOutOfBoundsException | IllegalArgumentException ex) {
			throw notDecodable(ex);
		}
		throw notDecodable(null);
	}

	private static boolean canBe(String decoded, String given) {
		return decoded.indexOf(REPLACEMENT) >= 0 || decoded.equals(given);
	}

	private static UsageException notDecodable(@Nullable Exception cause) {
		return new UsageException("An argument is not UTF-8, or not of this locale's characters. "
				+ "Set LC_ALL=C.UTF-8, or send it to 'kvstore batch'.", cause);
	}

}
