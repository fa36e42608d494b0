package dev.kvstore;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import dev.kvstore.transport.Transport;
import dev.kvstore.transport.UnavailableException;
import dev.kvstore.transport.UnconfirmedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a replica knows, and the two ways in which that grows: its own writes, and what it
 * reads from the log. Both end in a merge under the lock {@code merging}, which also
 * hands the events over, so that their order is that of the merges. It is never held
 * during I/O.
 */
final class ReplicaState {

	private static final Logger logger = LoggerFactory.getLogger(ReplicaState.class);

	private final Replica.Settings settings;

	private final HybridClock clock;

	private final ChangeLog log;

	private final Dispatcher dispatcher;

	private final LwwMap map = new LwwMap();

	private final SupersededFiles supersededFiles;

	private final ReentrantLock merging = new ReentrantLock();

	/**
	 * Whoever synchronizes waits for his turn here, with I/O going on. Neither reads nor
	 * writes ever take this lock.
	 */
	private final ReentrantLock synchronizing = new ReentrantLock();

	/**
	 * The keys whose values of this instance were replaced by others', and whom nobody
	 * has been told of yet.
	 */
	private final Set<String> superseded = ConcurrentHashMap.newKeySet();

	private final Usage usage = new Usage();

	private volatile Instant lastSynchronized = Instant.EPOCH;

	private volatile @Nullable String lastFailure;

	ReplicaState(Transport transport, Replica.Settings settings) {
		this.settings = settings;
		this.clock = new HybridClock(settings.clock());
		this.log = new ChangeLog(transport, this.clock);
		this.supersededFiles = new SupersededFiles(this.log, this.map);
		this.dispatcher = new Dispatcher("kvstore-events-" + settings.identifier());
	}

	LwwMap map() {
		return this.map;
	}

	String location() {
		return this.log.location();
	}

	List<Change> atOneMoment(String prefix) {
		this.merging.lock();
		try {
			return this.map.all()
				.stream()
				.filter((change) -> !change.isTombstone() && change.key().startsWith(prefix))
				.toList();
		}
		finally {
			this.merging.unlock();
		}
	}

	Version write(EncodedChange encoded) {
		String key = encoded.change().key();
		beginUse();
		try {
			return this.log.append(encoded.content(), () -> highestVersion(key), (version) -> {
				mergeOwn(encoded.change().withVersion(version));
				return new Version(version);
			});
		}
		catch (UnconfirmedException ex) {
			throw new OutcomeUnknownException(
					"Could not confirm the change of key '%s' in %s: %s. It may still appear; doing it again is safe."
						.formatted(Quoting.abbreviate(key), location(), ex.getMessage()),
					ex);
		}
		catch (UnavailableException ex) {
			throw StoreUnavailableException.duringWrite(key, ex);
		}
		catch (IOException ex) {
			throw new KeyValueStoreException("Could not store key '%s' in %s: %s. The store is unchanged."
				.formatted(Quoting.abbreviate(key), location(), Failures.describe(ex)), ex);
		}
		catch (ArithmeticException ex) {
			throw new KeyValueStoreException(
					"Could not store key '%s' in %s: its version is the greatest that there is. Remove the file %d from the folder d while no instance is open."
						.formatted(Quoting.abbreviate(key), location(), Long.MAX_VALUE),
					ex);
		}
		finally {
			this.usage.finish();
		}
	}

	private void beginUse() {
		if (!this.usage.begin()) {
			throw closedException();
		}
	}

	IllegalStateException closedException() {
		return new IllegalStateException("The store in %s is closed.".formatted(location()));
	}

	private long highestVersion(String key) {
		Change known = this.map.get(key);
		return (known != null) ? known.version() : -1;
	}

	private void mergeOwn(Change change) {
		LwwMap.Merge merge = merge(List.of(change)).get(0);
		Change superseded = merge.superseded();
		if (!merge.won()) {
			// Whoever wrote the newer one may not have flushed it yet, so this one's file
			// stays for SupersededFiles.
			this.superseded.add(change.key());
		}
		else if (superseded != null) {
			this.log.discard(superseded, change.version());
		}
	}

	/**
	 * Merges changes, all of them before anybody sees a snapshot, and tells the
	 * listeners.
	 */
	private List<LwwMap.Merge> merge(Collection<Change> changes) {
		List<LwwMap.Merge> merges = new ArrayList<>(changes.size());
		this.merging.lock();
		try {
			for (Change change : changes) {
				LwwMap.Merge merge = this.map.merge(change);
				this.log.merged(change, merge);
				merges.add(merge);
			}
			this.dispatcher.dispatch(events(changes, merges));
			return merges;
		}
		finally {
			this.merging.unlock();
		}
	}

	private static List<ChangeEvent> events(Collection<Change> changes, List<LwwMap.Merge> merges) {
		Map<String, ChangeEvent> events = new LinkedHashMap<>();
		int i = 0;
		for (Change change : changes) {
			LwwMap.Merge merge = merges.get(i++);
			if (merge.won()) {
				ChangeEvent earlier = events.remove(change.key());
				Entry old = (earlier != null) ? earlier.oldEntry() : Change.entryOf(merge.superseded());
				events.put(change.key(), new ChangeEvent(change.key(), old, Change.entryOf(change),
						new Version(change.version()), change.writer()));
			}
		}
		return events.values()
			.stream()
			.filter((event) -> event.oldEntry() != null || event.newEntry() != null)
			.toList();
	}

	/** Reads the log, and says what came of it since this was last called. */
	SyncResult synchronizeAndReport() {
		List<ChangeEvent> events = synchronize(false);
		List<String> superseded = List.copyOf(this.superseded);
		superseded.forEach(this.superseded::remove);
		return new SyncResult(events, superseded, this.log.unreadable());
	}

	/**
	 * Reads the log.
	 * @param first whether this opens the replica
	 */
	List<ChangeEvent> synchronize(boolean first) {
		beginUse();
		this.synchronizing.lock();
		try {
			List<ChangeEvent> events = StoreUnavailableException.translate(location(), () -> readLog(first));
			this.lastSynchronized = this.clock.now();
			this.lastFailure = null;
			return events;
		}
		catch (StoreUnavailableException ex) {
			this.lastFailure = ex.getMessage();
			throw ex;
		}
		finally {
			this.synchronizing.unlock();
			this.usage.finish();
		}
	}

	private List<ChangeEvent> readLog(boolean first) throws IOException {
		List<Change> changes = new ArrayList<>(this.log.readUnseen(this.map::get, first));
		changes.sort(Comparator.comparingLong(Change::version));
		List<LwwMap.Merge> merges = merge(changes);
		if (!this.settings.readOnly()) {
			this.supersededFiles.remove(changes);
		}
		List<ChangeEvent> events = first ? List.of() : events(changes, merges);
		events.stream().filter(this::replacesOwn).map(ChangeEvent::key).forEach(this.superseded::add);
		return events;
	}

	private boolean replacesOwn(ChangeEvent event) {
		String self = this.settings.identifier();
		return event.oldEntry() != null && self.equals(event.oldEntry().writer()) && !self.equals(event.writer());
	}

	/** Runs something while no other instance does. */
	<T> T exclusively(String key, Supplier<T> action) {
		beginUse();
		try {
			Closeable lock = lock(key);
			try {
				return action.get();
			}
			finally {
				free(lock);
			}
		}
		finally {
			this.usage.finish();
		}
	}

	private Closeable lock(String key) {
		try {
			return this.log.lock();
		}
		catch (UnavailableException ex) {
			throw StoreUnavailableException.duringWrite(key, ex);
		}
		catch (IOException ex) {
			throw new KeyValueStoreException(
					"Could not store key '%s' in %s: the lock can't be had: %s. The store is unchanged."
						.formatted(Quoting.abbreviate(key), location(), Failures.describe(ex)),
					ex);
		}
	}

	/** Doesn't fail: what was done under the lock is done. */
	private void free(Closeable lock) {
		try {
			lock.close();
		}
		catch (IOException ex) {
			logger.warn("Could not free the lock of the store in {}; closing this instance does: {}", location(),
					Failures.describe(ex));
		}
	}

	Subscription watch(String prefix, ChangeListener listener) {
		return this.dispatcher.register(prefix, listener);
	}

	StoreStatus status() {
		return new StoreStatus(location(), this.settings.identifier(), this.settings.readOnly(),
				this.settings.durability(), this.map.size(), this.map.tombstones(), this.lastSynchronized,
				this.lastFailure, this.log.unreadable(), this.log.unconfirmedCount(), List.copyOf(this.log.warnings()));
	}

	/** Waits for calls under way. */
	void close() {
		this.dispatcher.close();
		this.usage.end(() -> {
			try {
				this.log.close();
			}
			catch (IOException ex) {
				logger.debug("Could not close {} cleanly", location(), ex);
			}
		});
	}

}
