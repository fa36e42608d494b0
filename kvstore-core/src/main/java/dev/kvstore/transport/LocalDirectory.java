package dev.kvstore.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.kvstore.transport.UnavailableException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Files in the folder {@code d} of a directory, published by hard links. The layout is
 * that of the Python module {@code jk_keyvaluestore}; {@code docs/format.md} describes
 * it.
 */
public final class LocalDirectory implements Transport {

	// See list().
	private static final int MAX_PASSES = 8;

	/**
	 * How long a directory's time of modification can stay the same while the directory
	 * changes: on Linux before 6.13 until the next tick of the kernel's clock.
	 */
	private static final Duration TICK = Duration.ofMillis(20);

	private final Path store;

	private final Path changes;

	private final Options options;

	private final StoreIdentity identity;

	private final @Nullable ScratchFolder scratch;

	private final boolean flushesDirectories;

	private LocalDirectory(Path store, Options options, StoreIdentity identity, @Nullable ScratchFolder scratch) {
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
		if (Files.exists(store) && !Files.isDirectory(store)) {
			throw new UnavailableException(Reason.NOT_A_DIRECTORY,
					"Cannot open the store %s: it is a file. Give the path of a directory.".formatted(store), null);
		}
		if (!Files.exists(store) && (options.readOnly() || !options.create())) {
			throw new UnavailableException(Reason.MISSING,
					"Cannot open the store %s: there is no such directory. Create it, or check the path."
						.formatted(store),
					null);
		}
		return options.readOnly() ? openForReading(store, options) : openForWriting(store, options);
	}

	private static LocalDirectory openForReading(Path store, Options options) throws IOException {
		Path changes = changesIn(store);
		if (!Files.isReadable(store) || !Files.isExecutable(store)
				|| (Files.exists(changes) && !(Files.isReadable(changes) && Files.isExecutable(changes)))) {
			throw new UnavailableException(Reason.NOT_READABLE,
					"Cannot read the store %s: no permission. Let this user read the directory and its folder d."
						.formatted(store),
					null);
		}
		return new LocalDirectory(store, options, StoreIdentity.look(store, changes), null);
	}

	private static LocalDirectory openForWriting(Path store, Options options) throws IOException {
		Path changes = changesIn(store);
		try {
			Disk.createDirectories(changes, options.sync());
			if (!Files.isWritable(changes)) {
				throw new AccessDeniedException(changes.toString());
			}
			ScratchFolder scratch = ScratchFolder.open(store, options.identifier(), options.temporary());
			try {
				scratch.requireHardLinks();
				return new LocalDirectory(store, options, StoreIdentity.establish(store, changes, scratch), scratch);
			}
			catch (IOException ex) {
				scratch.close();
				throw ex;
			}
		}
		catch (UnavailableException ex) {
			throw ex;
		}
		catch (FileAlreadyExistsException ex) {
			throw new UnavailableException(Reason.NOT_A_DIRECTORY,
					"Cannot open the store %s: %s is no folder. Move it away, or give another directory."
						.formatted(store, ex.getFile()),
					ex);
		}
		catch (IOException ex) {
			throw new UnavailableException(Reason.NOT_WRITABLE,
					"Cannot write to the store %s: %s. Let this user write there, or open the store read-only."
						.formatted(store, reason(ex)),
					ex);
		}
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

	/**
	 * {@inheritDoc}
	 * <p>
	 * While a directory is read, a file can be linked behind the reader and the one that
	 * it replaces be deleted before it: with 20,000 files and one key that is replaced
	 * without pause, 15 % of all listings hold neither. So as long as the directory may
	 * have been modified during a pass, another one follows, up to eight.
	 */
	@Override
	public void list(Visitor names) throws IOException {
		if (!this.identity.isPresent()) {
			return;
		}
		try {
			for (int pass = 0; pass < MAX_PASSES; pass++) {
				FileTime before = Files.getLastModifiedTime(this.changes);
				listOnce(names);
				if (isUnmodifiedSince(before)) {
					return;
				}
			}
		}
		catch (NoSuchFileException ex) {
			requirePresent();
			throw ex;
		}
	}

	private boolean isUnmodifiedSince(FileTime before) throws IOException {
		return before.equals(Files.getLastModifiedTime(this.changes))
				&& before.toInstant().plus(TICK).isBefore(Instant.now());
	}

	private void listOnce(Visitor names) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.changes)) {
			for (Path file : files) {
				names.visit(file.getFileName().toString());
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
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
		catch (NoSuchFileException | UnreadableException | ClosedByInterruptException ex) {
			throw ex;
		}
		catch (AccessDeniedException ex) {
			throw new UnreadableException("no permission to read it", ex);
		}
		catch (IOException ex) {
			throw new UnreadableException(reason(ex), ex);
		}
	}

	@Override
	public boolean exists(String name) throws UnavailableException {
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
				throw new UnconfirmedException(reason(ex), ex);
			}
		}
	}

	private void confirm() throws UnconfirmedException {
		try {
			flush();
		}
		catch (IOException ex) {
			throw new UnconfirmedException("the directory could not be flushed: " + reason(ex), ex);
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
		requirePresent();
		return StoreLock.acquire(this.identity.folder());
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

	private static Path changesIn(Path store) {
		return store.resolve("d");
	}

	private static String reason(IOException ex) {
		return Disk.reason(ex);
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
