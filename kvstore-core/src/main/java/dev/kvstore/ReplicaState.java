package dev.kvstore;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

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

	private final ReentrantLock merging = new ReentrantLock();

	/**
	 * Whoever synchronizes waits for his turn here, with I/O going on. Neither reads nor
	 * writes ever take this lock.
	 */
	private final ReentrantLock synchronizing = new ReentrantLock();

	/**
	 * The winners whose files were gone at the last synchronization although superseded
	 * ones were there. Mostly that means that something newer is about to be read, and
	 * only if it lasts, that they have to be restored.
	 */
	private Set<Long> goneBefore = Set.of();

	private volatile Instant lastSynchronized = Instant.EPOCH;

	private volatile @Nullable String lastFailure;

	ReplicaState(Transport transport, Replica.Settings settings) {
		this.settings = settings;
		this.clock = new HybridClock(settings.clock());
		this.log = new ChangeLog(transport, this.clock);
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
					"Could not store key '%s' in %s: its version is the greatest that there is. Remove the file %d from the folder d."
						.formatted(Quoting.abbreviate(key), location(), Long.MAX_VALUE),
					ex);
		}
	}

	private long highestVersion(String key) {
		Change known = this.map.get(key);
		return (known != null) ? known.version() : -1;
	}

	private void mergeOwn(Change change) {
		LwwMap.Merge merge = merge(List.of(change)).get(0);
		Change superseded = merge.superseded();
		// If this one lost, whoever wrote the newer one may not have flushed it yet: see
		// removeSuperseded().
		if (merge.won() && superseded != null) {
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

	/**
	 * Reads the log.
	 * @param first whether this opens the replica
	 */
	SyncResult synchronize(boolean first) {
		this.synchronizing.lock();
		try {
			SyncResult result = StoreUnavailableException.translate(location(), () -> readLog(first));
			this.lastSynchronized = this.clock.now();
			this.lastFailure = null;
			return result;
		}
		catch (StoreUnavailableException ex) {
			this.lastFailure = ex.getMessage();
			throw ex;
		}
		finally {
			this.synchronizing.unlock();
		}
	}

	private SyncResult readLog(boolean first) throws IOException {
		List<Change> changes = new ArrayList<>(this.log.readUnseen(this.map::get, first));
		changes.sort(Comparator.comparingLong(Change::version));
		List<LwwMap.Merge> merges = merge(changes);
		if (!this.settings.readOnly()) {
			removeSuperseded(changes);
		}
		List<ChangeEvent> events = first ? List.of() : events(changes, merges);
		return new SyncResult(events, supersededKeys(events), this.log.unreadable());
	}

	private List<String> supersededKeys(List<ChangeEvent> events) {
		return events.stream()
			.filter((event) -> event.oldEntry() != null && this.settings.identifier().equals(event.oldEntry().writer())
					&& !this.settings.identifier().equals(event.writer()))
			.map(ChangeEvent::key)
			.toList();
	}

	/**
	 * Removes the files of all changes that were just read and are superseded, whoever
	 * wrote them and whoever should have removed them.
	 */
	private void removeSuperseded(List<Change> changes) {
		List<Change> superseded = changes.stream()
			.filter((change) -> change.version() < highestVersion(change.key()))
			.toList();
		if (superseded.isEmpty()) {
			this.goneBefore = Set.of();
			return;
		}
		try {
			// A writer may not have come to flushing yet what we have already read.
			this.log.flush();
		}
		catch (IOException ex) {
			logger.debug("Superseded changes stay in {} for now", location(), ex);
			return;
		}
		Set<Long> gone = new HashSet<>();
		for (Change change : superseded) {
			Change winner = Objects.requireNonNull(this.map.get(change.key()));
			if (!this.log.discard(change, winner.version()) && gone.add(winner.version())
					&& this.goneBefore.contains(winner.version())) {
				this.log.restore(winner);
			}
		}
		this.goneBefore = gone;
	}

	Closeable lock(String key) {
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

	Subscription watch(String prefix, ChangeListener listener) {
		return this.dispatcher.register(prefix, listener);
	}

	StoreStatus status() {
		return new StoreStatus(location(), this.settings.identifier(), this.settings.readOnly(),
				this.settings.durability(), this.map.size(), this.map.tombstones(), this.lastSynchronized,
				this.lastFailure, this.log.unreadable(), this.log.unconfirmedCount(), List.copyOf(this.log.warnings()));
	}

	void close() {
		this.dispatcher.close();
		try {
			this.log.close();
		}
		catch (IOException ex) {
			logger.debug("Could not close {} cleanly", location(), ex);
		}
	}

}
