package dev.kvstore;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * A map from strings to JSON values that processes share through a directory.
 * <p>
 * Reads are answered from memory and show what this instance knew after its last
 * {@link #synchronize()} plus all that it wrote itself; they never wait for a disk. A
 * write returns once it is as durable as the store was
 * {@linkplain KeyValueStoreBuilder#durability(Durability) opened for}. Of several writes
 * to one key the one with the greatest {@link Version} wins, in every instance alike; a
 * write always beats everything that its own instance has seen of the key.
 * <p>
 * Keys are any strings, the empty one included. Values are any JSON: what was put can't
 * be changed through the object that was put, and the trees that are handed out are
 * unmodifiable ({@code deepCopy()} gives one that is not).
 * <p>
 * Safe for use by any number of threads. All methods throw {@link NullPointerException}
 * for a null argument that is not marked as nullable, and {@link IllegalStateException}
 * once the store is closed. Writing methods throw {@link ReadOnlyStoreException} if the
 * store was opened read-only, {@link KeyValueStoreException} if nothing was stored, and
 * {@link OutcomeUnknownException} if that can't be told.
 */
public interface KeyValueStore extends AutoCloseable {

	/**
	 * Opens the store in a directory for reading and writing, with the defaults of
	 * {@link KeyValueStoreBuilder}. The directory is created if it doesn't exist.
	 * @param directory where the store is or shall be
	 * @return the store, holding what the directory holds
	 * @throws StoreUnavailableException if the directory can't be used
	 */
	static KeyValueStore open(Path directory) {
		return at(directory).open();
	}

	/**
	 * Starts to describe a store in a directory.
	 * @param directory where the store is or shall be
	 * @return a builder with the defaults
	 */
	static KeyValueStoreBuilder at(Path directory) {
		return new KeyValueStoreBuilder(directory);
	}

	/**
	 * Starts to describe a store at a location given as text, as it stands in a
	 * configuration file or on a command line.
	 * @param location a path, or a {@code file:} URI
	 * @return a builder with the defaults
	 * @throws InvalidSettingException if the location is neither
	 */
	static KeyValueStoreBuilder at(String location) {
		return new KeyValueStoreBuilder(Locations.parse(location));
	}

	/**
	 * Returns the value of a key.
	 * @param key the key
	 * @return the value, which may be a JSON {@code null}; empty only if the key is
	 * absent
	 */
	Optional<JsonNode> get(String key);

	/**
	 * Returns the value of a key as an object of a class.
	 * @param <T> the type
	 * @param key the key
	 * @param type what the application's JSON mapper shall make of the value
	 * @return the object; empty if the key is absent or the mapper makes {@code null} of
	 * a JSON {@code null} ({@link #get(String)} and {@link #contains(String)} tell these
	 * apart)
	 * @throws ValueConversionException if the value is not of that type
	 */
	<T> Optional<T> get(String key, Class<T> type);

	/**
	 * Returns the value of a key as an object of a generic type.
	 * @param <T> the type
	 * @param key the key
	 * @param type what the application's JSON mapper shall make of the value
	 * @return the object; empty if the key is absent or the mapper makes {@code null} of
	 * a JSON {@code null}
	 * @throws ValueConversionException if the value is not of that type
	 */
	<T> Optional<T> get(String key, TypeReference<T> type);

	/**
	 * Returns the value of a key together with where it comes from.
	 * @param key the key
	 * @return the entry; empty if the key is absent
	 */
	Optional<Entry> entry(String key);

	/**
	 * Returns whether a key is present. A deleted key is not.
	 * @param key the key
	 * @return whether it has a value, be it a JSON {@code null}
	 */
	boolean contains(String key);

	/**
	 * Returns all keys.
	 * @return a copy, in the order of the keys' Unicode code points (not of their UTF-16
	 * units)
	 */
	List<String> keys();

	/**
	 * Returns the keys that start with a prefix.
	 * @param prefix how they start; empty for all
	 * @return a copy, in the order of the keys' Unicode code points
	 */
	List<String> keys(String prefix);

	/**
	 * Returns the number of keys.
	 * @return 0 or more
	 */
	int size();

	/**
	 * Returns the entries whose keys start with a prefix, as they were at one moment: the
	 * result holds either all or nothing of what one {@link #synchronize()} brought.
	 * @param prefix how their keys start; empty for all
	 * @return an unmodifiable copy, in the order of the keys' Unicode code points
	 */
	SortedMap<String, Entry> snapshot(String prefix);

	/**
	 * Returns a live view of the store. What is done to the map is done to the store.
	 * Iterators walk over the keys that were present when they were made.
	 * {@code putIfAbsent}, {@code replace} and {@code remove} of a value are not atomic:
	 * use {@link #putIfAbsent(String, Object)} and
	 * {@link #compareAndSet(String, Version, Object)}.
	 * @return the view; its values are unmodifiable
	 */
	Map<String, JsonNode> asMap();

	/**
	 * Stores a value.
	 * @param key the key
	 * @param value anything of which the application's JSON mapper can make JSON;
	 * {@code null} is the JSON {@code null}. Integers of at most 4,300 digits, nested at
	 * most 900 deep, at most 16 MiB (16,777,216 bytes) together with the key as ASCII
	 * JSON, at most 4,000,000 names, values and brackets. Numbers with a fraction or an
	 * exponent become IEEE doubles
	 * @return the version of the change
	 * @throws ValueConversionException if no such JSON can be made of the value; nothing
	 * was stored
	 */
	Version put(String key, @Nullable Object value);

	/**
	 * Stores several values, one after the other in the order of the map. If one can't be
	 * made JSON, none is stored. If one can't be stored, those before it are and those
	 * after it are not: several keys are not one transaction. Put one key with a JSON
	 * object where that is needed.
	 * @param values keys and what {@link #put(String, Object)} takes
	 * @throws ValueConversionException if no JSON can be made of one of the values;
	 * nothing was stored
	 */
	void putAll(Map<String, ? extends @Nullable Object> values);

	/**
	 * Stores a value if the key is absent. See
	 * {@link #compareAndSet(String, Version, Object)} for what holds beside other
	 * writers.
	 * @param key the key
	 * @param value what {@link #put(String, Object)} takes
	 * @return the version of the change; empty if the key is present, and nothing was
	 * stored
	 * @throws ValueConversionException if no JSON can be made of the value; nothing was
	 * stored
	 */
	Optional<Version> putIfAbsent(String key, @Nullable Object value);

	/**
	 * Stores a value if the key's version is still the expected one. Synchronizes first.
	 * <p>
	 * Exact among all callers of this method and of {@link #putIfAbsent(String, Object)}
	 * on one directory, in any process of any machine whose file locks reach the others'
	 * (local file systems, NFSv4). A plain {@link #put(String, Object)} or
	 * {@link #remove(String)}, and any write of a Python program, that was complete
	 * before this call is respected; one that runs at the same moment may come to lie
	 * before or after it in the order of versions without this call noticing. Where
	 * several parties change one key, let all of them use this method.
	 * @param key the key
	 * @param expected the version that the key's entry must have
	 * @param value what {@link #put(String, Object)} takes
	 * @return the version of the change; empty if the key is absent or has another
	 * version, and nothing was stored
	 * @throws ValueConversionException if no JSON can be made of the value; nothing was
	 * stored
	 */
	Optional<Version> compareAndSet(String key, Version expected, @Nullable Object value);

	/**
	 * Removes a key. Does nothing if it is absent.
	 * @param key the key
	 * @return whether it was present
	 */
	boolean remove(String key);

	/**
	 * Removes all keys, one after the other. Does nothing if there are none.
	 * @return how many there were
	 */
	int clear();

	/**
	 * Stores a value in the background. The value is made JSON before this method
	 * returns; changes are stored in the order of the calls; {@link #close()} waits for
	 * all of them. What waits to be stored is kept in memory, without a limit.
	 * @param key the key
	 * @param value what {@link #put(String, Object)} takes
	 * @return completes as {@link #put(String, Object)} returns, or fails as it throws
	 * @throws ValueConversionException if no JSON can be made of the value
	 */
	CompletableFuture<Version> putAsync(String key, @Nullable Object value);

	/**
	 * Removes a key in the background, in order with {@link #putAsync(String, Object)}.
	 * @param key the key
	 * @return completes as {@link #remove(String)} returns, or fails as it throws
	 */
	CompletableFuture<Boolean> removeAsync(String key);

	/**
	 * Takes in what other instances have written. Everything whose {@code put} returned
	 * before this call is seen. What is known of a key stays until something newer of
	 * that key is read; only a removal removes.
	 * @return what changed, and what could not be read
	 * @throws StoreUnavailableException if the directory is gone, is another one, or
	 * can't be listed; what was known stays readable, and a later call picks up where
	 * this one failed
	 */
	SyncResult synchronize();

	/**
	 * Calls a listener after each change of a key that starts with a prefix, whoever made
	 * it. The listener runs on a thread of the store, after the change is visible to
	 * {@link #get(String)}, one call at a time and in the order of changes. A listener
	 * that is slower than the changes is told of several changes to one key at once: the
	 * old value is the one that it was last told, the new value is the latest. What it
	 * throws is logged and hurts nobody else.
	 * @param prefix how the keys start; empty for all
	 * @param listener whom to tell of changes that come after this call
	 * @return close it to stop
	 */
	Subscription watch(String prefix, ChangeListener listener);

	/**
	 * Returns how the store is doing. Does no I/O.
	 * @return what is known now
	 */
	StoreStatus status();

	/**
	 * Closes the store: waits for calls under way and for what
	 * {@link #putAsync(String, Object)} has still to write, then lets go of all threads
	 * and files. Does nothing if it is closed.
	 */
	@Override
	void close();

}
