package dev.kvstore.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Files in the folder {@code d} of a directory, published by hard links. The layout is
 * that of the Python module {@code jk_keyvaluestore}; {@code docs/format.md} describes
 * it.
 */
public final class LocalDirectory implements Transport {

	private final Path store;

	private final Path changes;

	private final Options options;

	private final StoreIdentity identity;

	private final @Nullable ScratchFolder scratch;

	private final boolean flushesDirectories;

	LocalDirectory(Path store, Options options, StoreIdentity identity, @Nullable ScratchFolder scratch) {
		this.store = store;
		this.changes = changesIn(store);
		this.options = options;
		this.identity = identity;
		this.scratch = scratch;
		this.flushesDirectories = options.sync() && !options.readOnly() && Disk.canFlush(this.changes);
	}

	/**
	 * How to open a directory.
	 *
	 * @param identifier names the scratch folder, {@code t.<identifier>}
	 * @param temporary whether nobody else will ever use the identifier, so that its
	 * folder can go at the end
	 * @param readOnly whether nothing may be created, changed or removed
	 * @param create whether to create the directory if it doesn't exist; never done if
	 * read-only
	 * @param sync whether what is created shall survive a power cut
	 */
	public record Options(String identifier, boolean temporary, boolean readOnly, boolean create, boolean sync) {
	}

	/**
	 * Opens a directory.
	 * @param store the directory
	 * @param options how to open it
	 * @return the transport
	 * @throws UnavailableException if the directory can't be used
	 * @throws IOException if looking at it failed
	 */
	public static LocalDirectory open(Path store, Options options) throws IOException {
		return Opening.open(store, options);
	}

	@Override
	public String location() {
		return this.store.toString();
	}

	@Override
	public List<String> warnings() {
		List<String> warnings = new ArrayList<>();
		if (this.options.sync() && !this.options.readOnly() && !this.flushesDirectories) {
			warnings
				.add("This platform can't flush a directory: a write that has returned may be lost in a power cut.");
		}
		if (this.scratch != null && this.scratch.isShared()) {
			warnings.add("Another running instance has the identifier '%s': give each one of its own."
				.formatted(this.options.identifier()));
		}
		return warnings;
	}

	@Override
	public void list(Visitor names) throws IOException {
		if (!this.identity.verify()) {
			return;
		}
		try {
			Listing.of(this.changes, names);
		}
		catch (NoSuchFileException ex) {
			requirePresent();
			throw ex;
		}
	}

	@Override
	public byte[] read(String name) throws IOException {
		Path file = this.changes.resolve(name);
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			if (!attributes.isRegularFile()) {
				throw new UnreadableException(attributes.isDirectory() ? "it is a folder" : "it is no regular file",
						null);
			}
			try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
				byte[] content = in.readNBytes(MAX_SIZE + 1);
				if (content.length > MAX_SIZE) {
					throw new UnreadableException("it is larger than 16 MiB (16,777,216 bytes)", null);
				}
				return content;
			}
		}
		catch (NoSuchFileException | UnreadableException ex) {
			throw ex;
		}
		catch (AccessDeniedException ex) {
			throw new UnreadableException("no permission to read it", ex);
		}
		catch (IOException ex) {
			requireReadingPossible();
			throw new UnreadableException(Disk.reason(ex), ex);
		}
	}

	/**
	 * Fails if it is not one file that can't be read, but any, as when there are too many
	 * open files.
	 */
	private void requireReadingPossible() throws IOException {
		Files.newDirectoryStream(this.changes).close();
	}

	@Override
	public boolean exists(String name) {
		return Files.isRegularFile(this.changes.resolve(name), LinkOption.NOFOLLOW_LINKS);
	}

	@Override
	public Draft draft(byte[] content) throws IOException {
		ScratchFolder scratch = scratch();
		requirePresent();
		boolean interrupted = Thread.interrupted();
		try {
			return new ScratchFile(write(scratch, content));
		}
		finally {
			restoreInterrupt(interrupted);
		}
	}

	/**
	 * An interrupted thread can't use a channel, and what it was told to stop is not a
	 * write.
	 */
	private static void restoreInterrupt(boolean interrupted) {
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private Path write(ScratchFolder scratch, byte[] content) throws IOException {
		try {
			return scratch.write(content, this.options.sync());
		}
		catch (NoSuchFileException ex) {
			// An instance of the same name has taken the folder with it, or the store has
			// gone.
			requirePresent();
			scratch.restore();
			return scratch.write(content, this.options.sync());
		}
	}

	private void link(Path target, Path source) throws IOException {
		try {
			Files.createLink(target, source);
		}
		catch (FileAlreadyExistsException ex) {
			// A network file system may have sent the call twice.
			if (!Disk.isSameFile(target, source)) {
				throw ex;
			}
		}
		catch (NoSuchFileException ex) {
			requirePresent();
			throw ex;
		}
		catch (AccessDeniedException ex) {
			throw ex;
		}
		catch (IOException ex) {
			if (!Disk.isSameFile(target, source)) {
				throw new UnconfirmedException(Disk.reason(ex), ex);
			}
		}
	}

	private void confirm() throws UnconfirmedException {
		try {
			flush();
		}
		catch (IOException ex) {
			throw new UnconfirmedException("the directory could not be flushed: " + Disk.reason(ex), ex);
		}
	}

	@Override
	public void delete(String name) throws IOException {
		scratch();
		Files.deleteIfExists(this.changes.resolve(name));
	}

	@Override
	public void flush() throws IOException {
		scratch();
		if (this.flushesDirectories) {
			Disk.flush(this.changes);
		}
	}

	@Override
	public Closeable lock() throws IOException {
		scratch();
		boolean interrupted = Thread.interrupted();
		try {
			if (!this.identity.verify()) {
				throw this.identity.gone();
			}
			return StoreLock.acquire(this.identity.folder());
		}
		finally {
			restoreInterrupt(interrupted);
		}
	}

	@Override
	public void close() throws IOException {
		if (this.scratch != null) {
			this.scratch.close();
		}
	}

	private void requirePresent() throws IOException {
		if (!this.identity.isPresent()) {
			throw this.identity.gone();
		}
	}

	private ScratchFolder scratch() {
		if (this.scratch == null) {
			throw new IllegalStateException("Opened for reading only: " + this.store);
		}
		return this.scratch;
	}

	static Path changesIn(Path store) {
		return store.resolve("d");
	}

	private final class ScratchFile implements Draft {

		private final Path file;

		ScratchFile(Path file) {
			this.file = file;
		}

		@Override
		public void publish(String name) throws IOException {
			boolean interrupted = Thread.interrupted();
			try {
				link(LocalDirectory.this.changes.resolve(name), this.file);
				confirm();
			}
			finally {
				restoreInterrupt(interrupted);
			}
		}

		@Override
		public void close() {
			Disk.deleteQuietly(this.file);
		}

	}

}
