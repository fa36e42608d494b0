package dev.kvstore;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

import dev.kvstore.transport.Transport;
import dev.kvstore.transport.UnconfirmedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transport as a log of changes: appends them, reads those not seen before, discards
 * those that are superseded.
 * <p>
 * {@link #readUnseen} is for one thread at a time, everything else for any number.
 */
final class ChangeLog {

	private static final Logger logger = LoggerFactory.getLogger(ChangeLog.class);

	private static final int MAX_ROUNDS = 8;

	private final Transport transport;

	private final HybridClock clock;

	/**
	 * The versions of the changes that memory holds, whose files need not be read again.
	 * Superseded ones are not among them: once such a file is gone, anybody may give its
	 * name to a change of another key.
	 */
	private final Set<Long> held = ConcurrentHashMap.newKeySet();

	private final VersionsInProgress appending = new VersionsInProgress();

	private final Set<Long> unconfirmed = ConcurrentHashMap.newKeySet();

	private final UnreadableFiles unreadable = new UnreadableFiles();

	ChangeLog(Transport transport, HybridClock clock) {
		this.transport = transport;
		this.clock = clock;
	}

	/**
	 * Writes a change and, once it is durable, takes it into memory.
	 * @param <R> what comes of that
	 * @param content the change, encoded
	 * @param highest returns the highest version that is known of the key, −1 if none is
	 * @param merge takes the change in, given its version. Until it returns,
	 * {@link #readUnseen} leaves the file alone
	 * @return what {@code merge} returned
	 * @throws UnconfirmedException if the outcome is unknown
	 * @throws IOException if nothing was written
	 */
	<R> R append(byte[] content, LongSupplier highest, LongFunction<R> merge) throws IOException {
		long version;
		try (Transport.Draft draft = this.transport.draft(content)) {
			version = publish(draft, highest);
		}
		try {
			return merge.apply(version);
		}
		finally {
			this.appending.end(version);
		}
	}

	/** Returns a version that stays among those that are being appended. */
	private long publish(Transport.Draft draft, LongSupplier highest) throws IOException {
		long version = -1;
		while (true) {
			version = this.clock.tick(Math.max(version, highest.getAsLong()));
			if (!this.held.contains(version) && publish(draft, version)) {
				return version;
			}
		}
	}

	private boolean publish(Transport.Draft draft, long version) throws IOException {
		boolean published = false;
		this.appending.begin(version);
		try {
			draft.publish(Long.toString(version));
			published = true;
		}
		catch (FileAlreadyExistsException ex) {
			logger.trace("Version {} is taken", version);
		}
		catch (UnconfirmedException ex) {
			this.unconfirmed.add(version);
			throw ex;
		}
		finally {
			if (!published) {
				this.appending.end(version);
			}
		}
		return published;
	}

	/**
	 * Lists the directory and reads the changes that memory doesn't hold.
	 * @param known returns what memory holds of a key
	 * @param first whether nothing is known yet. A file that vanishes between its listing
	 * and its reading has been replaced by another one; later, what is known of its key
	 * stays until that one is read, but the first time the listing is repeated, or the
	 * key would be missing
	 */
	List<Change> readUnseen(Function<String, @Nullable Change> known, boolean first) throws IOException {
		Set<Long> doubtful = Set.copyOf(this.unconfirmed);
		DirectoryReading reading = new DirectoryReading(this.transport, this.clock, this.held, this.appending,
				this.unreadable);
		this.unreadable.retry(reading::read);
		for (int round = 0; round < (first ? MAX_ROUNDS : 1); round++) {
			if (!reading.list()) {
				break;
			}
		}
		reading.readSkipped();
		reading.readSuperseded(known);
		this.unreadable.retain(reading.names());
		this.unreadable.publish();
		this.unconfirmed.removeIf((version) -> doubtful.contains(version) && !reading.listed().contains(version));
		return reading.changes();
	}

	/** Takes note of what became of a change in memory. */
	void merged(Change change, LwwMap.Merge merge) {
		Change superseded = merge.superseded();
		if (merge.won() && superseded != null) {
			this.held.remove(superseded.version());
		}
		if (merge.won() || superseded == null) {
			this.held.add(change.version());
		}
	}

	/**
	 * Removes the file of a superseded change, provided that at this moment it is still
	 * that change's, and that the one which supersedes it is there. Never fails: a file
	 * that stays is superseded all the same.
	 * @return whether the file of the winner is there
	 */
	boolean discard(Change superseded, long winner) {
		if (isUnconfirmed(winner)) {
			return true;
		}
		try {
			if (!this.transport.exists(Long.toString(winner))) {
				return false;
			}
			String name = Long.toString(superseded.version());
			Change current = ChangeCodec.decode(this.transport.read(name), superseded.version());
			if (current.key().equals(superseded.key())) {
				this.transport.delete(name);
			}
		}
		catch (NoSuchFileException ex) {
			logger.trace("The superseded {} is gone already", superseded);
		}
		catch (IOException ex) {
			logger.debug("Could not remove the superseded {} from {}", superseded, this.transport.location(), ex);
		}
		return true;
	}

	/**
	 * Puts back a change that is still the newest of its key but whose file is gone while
	 * an older one is there. That is what a participant leaves behind whose clock runs
	 * late: it removes the change that it means to replace, and its own is older. Under
	 * the old name the change can't win over anything that it did not win over before.
	 */
	void restore(Change change) {
		try {
			this.transport.create(Long.toString(change.version()),
					ChangeCodec.encode(change.key(), change.value(), change.writer()));
			logger.info("Restored the {} in {}: an older change had taken its place", change,
					this.transport.location());
		}
		catch (FileAlreadyExistsException ex) {
			logger.debug("The {} is back already", change);
		}
		catch (IOException | IllegalArgumentException ex) {
			logger.debug("Could not restore the {} in {}", change, this.transport.location(), ex);
		}
	}

	/** Makes what was listed durable, so that what it supersedes can be removed. */
	void flush() throws IOException {
		this.transport.flush();
	}

	Closeable lock() throws IOException {
		return this.transport.lock();
	}

	List<UnreadableFile> unreadable() {
		return this.unreadable.snapshot();
	}

	/** Returns whether a change is one of ours that may not be durable. */
	boolean isUnconfirmed(long version) {
		return this.unconfirmed.contains(version);
	}

	/** Returns of how many writes it isn't known whether they were stored. */
	int unconfirmedCount() {
		return (int) this.unconfirmed.stream().filter((version) -> !this.held.contains(version)).count();
	}

	String location() {
		return this.transport.location();
	}

	List<String> warnings() {
		return this.transport.warnings();
	}

	void close() throws IOException {
		this.transport.close();
	}

}
