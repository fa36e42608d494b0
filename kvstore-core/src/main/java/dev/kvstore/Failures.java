package dev.kvstore;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/**
 * Says in words what an {@link IOException} means, for the "why" of a message.
 */
final class Failures {

	private Failures() {
	}

	static String describe(IOException failure) {
		if (failure instanceof ClosedByInterruptException || failure instanceof FileLockInterruptionException) {
			return "the thread was interrupted";
		}
		if (failure instanceof AccessDeniedException ex) {
			return "no permission for " + ex.getFile();
		}
		if (failure instanceof FileAlreadyExistsException ex) {
			return ex.getFile() + " is in the way";
		}
		if (failure instanceof NoSuchFileException ex) {
			return ex.getFile() + " does not exist";
		}
		if (failure instanceof FileSystemException ex && ex.getReason() != null) {
			return lowerFirst(ex.getReason()) + " (" + ex.getFile() + ")";
		}
		String message = failure.getMessage();
		return (message != null) ? lowerFirst(message) : failure.getClass().getSimpleName();
	}

	private static String lowerFirst(String text) {
		return (text.length() > 1 && Character.isLowerCase(text.charAt(1)))
				? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) : text;
	}

}
