package dev.kvstore.transport;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * Lists a directory that others write to.
 * <p>
 * While it is read, a file can be linked behind the reader and the one that it replaces
 * be deleted before it: with 20,000 files and one key that is replaced without pause,
 * that hid the key from 76 of 502 listings. So as long as the directory may have been
 * modified during a pass, another one follows, up to eight.
 */
final class Listing {

	private static final int MAX_PASSES = 8;

	/**
	 * How long a directory's time of modification can stay the same while the directory
	 * changes: on Linux before 6.13 until the next tick of the kernel's clock.
	 */
	private static final Duration TICK = Duration.ofMillis(20);

	private Listing() {
	}

	static void of(Path directory, Transport.Visitor names) throws IOException {
		for (int pass = 0; pass < MAX_PASSES; pass++) {
			FileTime before = Files.getLastModifiedTime(directory);
			listOnce(directory, names);
			FileTime after = Files.getLastModifiedTime(directory);
			if (before.equals(after) && after.toInstant().plus(TICK).isBefore(Instant.now())) {
				return;
			}
		}
	}

	private static void listOnce(Path directory, Transport.Visitor names) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
			for (Path file : files) {
				names.visit(file.getFileName().toString());
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
	}

}
