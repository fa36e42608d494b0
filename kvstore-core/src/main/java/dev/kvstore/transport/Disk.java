package dev.kvstore.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the JDK's file API lacks: durable creation, flushing of directories, removal that
 * may fail.
 */
final class Disk {

	private static final Logger logger = LoggerFactory.getLogger(Disk.class);

	private Disk() {
	}

	/**
	 * Creates a directory and its parents. A link in place of the directory itself is
	 * refused.
	 */
	static void createDirectories(Path directory, boolean durable) throws IOException {
		Path parent = directory.getParent();
		if (parent != null && !Files.exists(parent)) {
			createDirectories(parent, durable);
		}
		if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		try {
			Files.createDirectory(directory);
			if (durable && parent != null && canFlush(parent)) {
				flush(parent);
			}
		}
		catch (FileAlreadyExistsException ex) {
			if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
				throw ex;
			}
		}
	}

	static void createFile(Path file, byte[] content, boolean durable) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			ByteBuffer buffer = ByteBuffer.wrap(content);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			if (durable) {
				channel.force(true);
			}
		}
		catch (IOException ex) {
			if (!(ex instanceof FileAlreadyExistsException)) {
				deleteQuietly(file);
			}
			throw ex;
		}
	}

	/**
	 * Opens a file to lock it. Whatever else has its name could make this wait for ever,
	 * or be anywhere.
	 */
	static FileChannel openLock(Path file) throws IOException {
		requireRegularIfPresent(file);
		return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
	}

	static void requireRegularIfPresent(Path file) throws IOException {
		if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileSystemException(file.toString(), null, "it is no regular file");
		}
	}

	/** Returns whether this platform lets a directory be flushed; Windows doesn't. */
	static boolean canFlush(Path directory) {
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			return channel.isOpen();
		}
		catch (IOException ex) {
			return false;
		}
	}

	static void flush(Path directory) throws IOException {
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	static boolean isSameFile(Path a, Path b) {
		try {
			return Files.isSameFile(a, b);
		}
		catch (IOException ex) {
			return false;
		}
	}

	static void deleteQuietly(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			logger.debug("Could not remove {}", file, ex);
		}
	}

	static String reason(IOException failure) {
		if (failure instanceof AccessDeniedException ex) {
			return "no permission for " + ex.getFile();
		}
		if (failure instanceof FileSystemException ex && ex.getReason() != null) {
			return ex.getReason() + " (" + ex.getFile() + ")";
		}
		return failure.toString();
	}

}
