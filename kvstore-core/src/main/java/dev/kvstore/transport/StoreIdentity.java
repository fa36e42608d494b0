package dev.kvstore.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

import dev.kvstore.transport.UnavailableException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the directory is still the one that was opened. An unmounted or replaced
 * directory would otherwise look like an empty store.
 * <p>
 * A store is recognised by its id, a random number in {@code .kvstore/id} that the first
 * writer leaves there. Between two thorough looks, the file key of the folder {@code d}
 * has to do: it changes when a mount comes back, and may be given to another folder when
 * this one is gone.
 */
final class StoreIdentity {

	private static final int MAX_ID_SIZE = 100;

	private final Path store;

	private final Path changes;

	// Both are written and read by whoever lists; they only ever move from "not seen" to
	// "seen" or to an equal place.
	private volatile @Nullable Object fileKey;

	private volatile @Nullable String id;

	private volatile boolean seen;

	/** Whether the last thorough look found that this is not the store any more. */
	private volatile boolean lost;

	private StoreIdentity(Path store, Path changes) {
		this.store = store;
		this.changes = changes;
	}

	static StoreIdentity look(Path store, Path changes) throws IOException {
		StoreIdentity identity = new StoreIdentity(store, changes);
		identity.verify();
		return identity;
	}

	static StoreIdentity establish(Path store, Path changes, ScratchFolder scratch) throws IOException {
		StoreIdentity identity = new StoreIdentity(store, changes);
		Disk.createDirectories(identity.folder(), false);
		Path file = identity.file();
		if (!Files.exists(file)) {
			Path source = scratch.write(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII), true);
			try {
				Files.createLink(file, source);
			}
			catch (FileAlreadyExistsException ex) {
				// Another instance was first, and its id is as good.
			}
			finally {
				Disk.deleteQuietly(source);
			}
		}
		identity.verify();
		return identity;
	}

	Path folder() {
		return this.store.resolve(".kvstore");
	}

	private Path file() {
		return folder().resolve("id");
	}

	/**
	 * Looks thoroughly whether the directory is still the one that was opened: its file
	 * key alone may have been given to another one that came into its place.
	 * @return {@code false} if it has no folder {@code d} and never had one as far as is
	 * known
	 * @throws UnavailableException if it is gone or is another one
	 */
	boolean verify() throws IOException {
		boolean present = isPresent();
		if (present && this.id != null) {
			this.lost = true;
			requireSameId();
		}
		this.lost = false;
		return present;
	}

	/**
	 * Looks quickly whether the directory is still there.
	 * @return {@code false} if it has no folder {@code d} and never had one as far as is
	 * known
	 * @throws UnavailableException if it is gone or is another one
	 */
	boolean isPresent() throws IOException {
		Object current;
		try {
			BasicFileAttributes attributes = Files.readAttributes(this.changes, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			if (!attributes.isDirectory()) {
				throw new UnavailableException(Reason.NOT_A_DIRECTORY,
						"Cannot use the store %s: %s is no folder.".formatted(this.store, this.changes), null);
			}
			current = attributes.fileKey();
		}
		catch (NoSuchFileException ex) {
			if (this.seen) {
				throw gone();
			}
			return false;
		}
		if (!this.seen) {
			this.id = readId();
			this.fileKey = current;
			this.seen = true;
		}
		else if (this.lost || current == null || !current.equals(this.fileKey)) {
			requireSameId();
			this.fileKey = current;
		}
		else if (this.id == null) {
			this.id = readId();
		}
		return true;
	}

	private void requireSameId() throws IOException {
		String found = readId();
		if (this.id == null || !this.id.equals(found)) {
			throw new UnavailableException(Reason.REPLACED,
					"Cannot use the store %s: there is another store in its place now. Put the old one back, or open the new one."
						.formatted(this.store),
					null);
		}
	}

	private @Nullable String readId() throws IOException {
		Disk.requireRegularIfPresent(file());
		try (InputStream in = Files.newInputStream(file(), LinkOption.NOFOLLOW_LINKS)) {
			return new String(in.readNBytes(MAX_ID_SIZE), StandardCharsets.US_ASCII);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	UnavailableException gone() {
		return new UnavailableException(Reason.GONE,
				"Cannot use the store %s: its folder d is not there any more. Mount or put it back; nothing is created in its place."
					.formatted(this.store),
				null);
	}

}
