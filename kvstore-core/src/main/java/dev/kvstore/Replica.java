package dev.kvstore;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import dev.kvstore.transport.Transport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A store in memory that follows a log of changes. This class is the API: it checks
 * arguments, converts values and answers reads; {@link ReplicaState} holds the state and
 * does the rest.
 */
final class Replica implements KeyValueStore {

	private final Settings settings;

	private final ReplicaState state;

	private final ValueMapper mapper;

	private final AsyncWriter async;

	private volatile boolean closed;

	private Replica(Settings settings, ReplicaState state) {
		this.settings = settings;
		this.state = state;
		this.mapper = new ValueMapper(settings.mapper());
		this.async = new AsyncWriter("kvstore-writer-" + settings.identifier());
	}

	record Settings(String identifier, boolean readOnly, Durability durability, InstantSource clock,
			Supplier<? extends ObjectMapper> mapper) {
	}

	/** Takes the transport over, and closes it if it can't be read. */
	static Replica open(Transport transport, Settings settings) {
		ReplicaState state = new ReplicaState(transport, settings);
		try {
			state.synchronize(true);
			return new Replica(settings, state);
		}
		catch (RuntimeException ex) {
			state.close();
			throw ex;
		}
	}

	@Override
	public Optional<JsonNode> get(String key) {
		Change change = live(key);
		return (change != null) ? Optional.ofNullable(change.value()) : Optional.empty();
	}

	@Override
	public <T> Optional<T> get(String key, Class<T> type) {
		Objects.requireNonNull(type, "type");
		return get(key).flatMap((value) -> this.mapper.fromTree(key, value, type));
	}

	@Override
	public <T> Optional<T> get(String key, TypeReference<T> type) {
		Objects.requireNonNull(type, "type");
		return get(key).flatMap((value) -> this.mapper.fromTree(key, value, type));
	}

	@Override
	public Optional<Entry> entry(String key) {
		return Optional.ofNullable(Change.entryOf(live(key)));
	}

	@Override
	public boolean contains(String key) {
		return live(key) != null;
	}

	private @Nullable Change live(String key) {
		Objects.requireNonNull(key, "key");
		requireOpen();
		return this.state.map().getLive(key);
	}

	@Override
	public List<String> keys() {
		return keys("");
	}

	@Override
	public List<String> keys(String prefix) {
		Objects.requireNonNull(prefix, "prefix");
		requireOpen();
		List<String> keys = new ArrayList<>();
		for (Change change : this.state.map().all()) {
			if (!change.isTombstone() && change.key().startsWith(prefix)) {
				keys.add(change.key());
			}
		}
		keys.sort(CodePointOrder.INSTANCE);
		return keys;
	}

	@Override
	public int size() {
		requireOpen();
		return this.state.map().size();
	}

	@Override
	public SortedMap<String, Entry> snapshot(String prefix) {
		Objects.requireNonNull(prefix, "prefix");
		requireOpen();
		SortedMap<String, Entry> snapshot = new TreeMap<>(CodePointOrder.INSTANCE);
		for (Change change : this.state.atOneMoment(prefix)) {
			snapshot.put(change.key(), change.toEntry());
		}
		return Collections.unmodifiableSortedMap(snapshot);
	}

	@Override
	public Map<String, JsonNode> asMap() {
		requireOpen();
		return new StoreMap(this);
	}

	@Override
	public Version put(String key, @Nullable Object value) {
		return this.state.write(encode(key, value));
	}

	@Override
	public void putAll(Map<String, ? extends @Nullable Object> values) {
		Objects.requireNonNull(values, "values");
		requireWritable("put keys");
		List<EncodedChange> changes = new ArrayList<>();
		values.forEach((key, value) -> changes.add(encode(key, value)));
		changes.forEach(this.state::write);
	}

	@Override
	public Optional<Version> putIfAbsent(String key, @Nullable Object value) {
		EncodedChange change = encode(key, value);
		return exclusively(key, () -> contains(key) ? Optional.empty() : Optional.of(this.state.write(change)));
	}

	@Override
	public Optional<Version> compareAndSet(String key, Version expected, @Nullable Object value) {
		Objects.requireNonNull(expected, "expected");
		EncodedChange change = encode(key, value);
		return exclusively(key, () -> {
			Change current = live(key);
			return (current != null && current.version() == expected.epochMicros())
					? Optional.of(this.state.write(change)) : Optional.empty();
		});
	}

	private <T> T exclusively(String key, Supplier<T> action) {
		return this.state.exclusively(key, () -> {
			this.state.synchronize(false);
			return action.get();
		});
	}

	@Override
	public boolean remove(String key) {
		Objects.requireNonNull(key, "key");
		requireWritable("remove key '" + Quoting.abbreviate(key) + "'");
		return removeIfPresent(key);
	}

	private boolean removeIfPresent(String key) {
		if (this.state.map().getLive(key) == null) {
			return false;
		}
		this.state.write(EncodedChange.of(key, null, this.settings.identifier()));
		return true;
	}

	@Override
	public int clear() {
		requireWritable("clear");
		int count = 0;
		for (String key : keys()) {
			count += remove(key) ? 1 : 0;
		}
		return count;
	}

	@Override
	public CompletableFuture<Version> putAsync(String key, @Nullable Object value) {
		EncodedChange change = encode(key, value);
		return inBackground(() -> this.state.write(change));
	}

	@Override
	public CompletableFuture<Boolean> removeAsync(String key) {
		Objects.requireNonNull(key, "key");
		requireWritable("remove key '" + Quoting.abbreviate(key) + "'");
		return inBackground(() -> removeIfPresent(key));
	}

	private <T> CompletableFuture<T> inBackground(Supplier<T> write) {
		try {
			return this.async.submit(write);
		}
		catch (RejectedExecutionException ex) {
			throw this.state.closedException();
		}
	}

	@Override
	public SyncResult synchronize() {
		requireOpen();
		return this.state.synchronizeAndReport();
	}

	@Override
	public Subscription watch(String prefix, ChangeListener listener) {
		Objects.requireNonNull(prefix, "prefix");
		Objects.requireNonNull(listener, "listener");
		requireOpen();
		return this.state.watch(prefix, listener);
	}

	@Override
	public StoreStatus status() {
		requireOpen();
		return this.state.status();
	}

	@Override
	public void close() {
		this.closed = true;
		this.async.close();
		this.state.close();
	}

	private EncodedChange encode(String key, @Nullable Object value) {
		Objects.requireNonNull(key, "key");
		requireWritable("put key '" + Quoting.abbreviate(key) + "'");
		JsonNode tree = this.mapper.toTree(key, value);
		try {
			return EncodedChange.of(key, tree, this.settings.identifier());
		}
		catch (IllegalArgumentException ex) {
			throw ValueMapper.notStorable(key, value, ex.getMessage(), ex);
		}
	}

	private void requireWritable(String action) {
		requireOpen();
		if (this.settings.readOnly()) {
			throw new ReadOnlyStoreException(
					"Cannot %s: the store in %s was opened for reading only. Open it without readOnly()."
						.formatted(action, this.state.location()));
		}
	}

	private void requireOpen() {
		if (this.closed) {
			throw this.state.closedException();
		}
	}

	@Override
	public String toString() {
		return "KeyValueStore[%s as %s]".formatted(this.state.location(), this.settings.identifier());
	}

}
