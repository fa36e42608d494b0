package dev.kvstore.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import dev.kvstore.transport.UnavailableException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code t.<identifier>}, where files are written before they are published.
 * Its names are unique, so that two instances of one identifier don't hurt each other.
 */
final class ScratchFolder implements Closeable {

	private static final Pattern OURS = Pattern.compile("\\d{1,19}-\\d+-[0-9a-f]+(\\.link)?");

	private static final Duration ABANDONED = Duration.ofHours(1);

	private static final String LOCK = "lock";

	/**
	 * The folders whose locks this process has. It must not open such a lock once more:
	 * closing it would free the lock for other processes, as POSIX has it.
	 */
	private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

	private final Path folder;

	private final boolean temporary;

	private final @Nullable FileChannel lock;

	private final boolean shared;

	private ScratchFolder(Path folder, boolean temporary, @Nullable FileChannel lock, boolean shared) {
		this.folder = folder;
		this.temporary = temporary;
		this.lock = lock;
		this.shared = shared;
	}

	static ScratchFolder open(Path store, String identifier, boolean temporary) throws IOException {
		Path folder = store.resolve("t." + identifier);
		Disk.createDirectories(folder, false);
		if (!HELD.add(folder)) {
			return new ScratchFolder(folder, temporary, null, true);
		}
		try {
			FileChannel channel = Disk.openLock(folder.resolve(LOCK));
			boolean shared = !tryLock(channel);
			if (!shared) {
				removeAbandoned(folder);
			}
			return new ScratchFolder(folder, temporary, channel, shared);
		}
		catch (IOException ex) {
			HELD.remove(folder);
			throw ex;
		}
	}

	private static boolean tryLock(FileChannel channel) {
		try {
			FileLock lock = channel.tryLock();
			return lock != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
		catch (IOException ex) {
			// No locks here, so nobody can be told of.
			return true;
		}
	}

	/** Removes what earlier instances of this name left behind when they were killed. */
	private static void removeAbandoned(Path folder) throws IOException {
		Instant limit = Instant.now().minus(ABANDONED);
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
			for (Path file : files) {
				if (OURS.matcher(file.getFileName().toString()).matches()
						&& Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(limit)) {
					Disk.deleteQuietly(file);
				}
			}
		}
	}

	/** Returns whether another running instance has the same identifier. */
	boolean isShared() {
		return this.shared;
	}

	void restore() throws IOException {
		Disk.createDirectories(this.folder, false);
	}

	Path write(byte[] content, boolean durable) throws IOException {
		if (!Files.isDirectory(this.folder, LinkOption.NOFOLLOW_LINKS)
				&& Files.exists(this.folder, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileSystemException(this.folder.toString(), null, "it is no folder");
		}
		Path file = this.folder.resolve(uniqueName());
		Disk.createFile(file, content, durable);
		return file;
	}

	void requireHardLinks() throws IOException {
		Path source = write(new byte[0], false);
		Path link = source.resolveSibling(source.getFileName() + ".link");
		try {
			Files.createLink(link, source);
		}
		catch (IOException | UnsupportedOperationException ex) {
			throw new UnavailableException(Reason.NO_HARD_LINKS,
					"Cannot write to the store %s: its file system has no hard links (%s). Use a directory on a local disk or on NFS."
						.formatted(this.folder.getParent(), ex.getMessage()),
					ex);
		}
		finally {
			Disk.deleteQuietly(link);
			Disk.deleteQuietly(source);
		}
	}

	private static String uniqueName() {
		long micros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
		return micros + "-" + ProcessHandle.current().pid() + "-"
				+ Long.toHexString(ThreadLocalRandom.current().nextLong());
	}

	@Override
	public void close() throws IOException {
		if (this.lock == null || !this.lock.isOpen()) {
			return;
		}
		if (!this.shared) {
			Disk.deleteQuietly(this.folder.resolve(LOCK));
		}
		this.lock.close();
		HELD.remove(this.folder);
		if (this.temporary) {
			// Where an open file can't be deleted, it is still there.
			Disk.deleteQuietly(this.folder.resolve(LOCK));
			Disk.deleteQuietly(this.folder);
		}
	}

}
