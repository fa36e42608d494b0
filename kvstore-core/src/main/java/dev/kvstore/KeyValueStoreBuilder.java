package dev.kvstore;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;

import dev.kvstore.transport.LocalDirectory;
import dev.kvstore.transport.Transport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Describes a store before it is opened. Not thread-safe.
 */
public final class KeyValueStoreBuilder {

	private final Path directory;

	private @Nullable String identifier;

	private boolean readOnly;

	private boolean create = true;

	private Durability durability = Durability.SYNC;

	private InstantSource clock = InstantSource.system();

	// Making one takes a good part of the time in which a short-lived process could be
	// done.
	private Supplier<? extends ObjectMapper> mapper = JsonMapper::shared;

	KeyValueStoreBuilder(Path directory) {
		this.directory = Objects.requireNonNull(directory, "directory").toAbsolutePath();
	}

	/**
	 * Names this instance. The name appears in the directory as {@code t.<identifier>}
	 * and in every change as its writer. Give each instance a name of its own; two with
	 * the same name are safe but warned of.
	 * @param identifier 1 to 200 of the characters {@code a-z A-Z 0-9 _ + , - .}; by
	 * default made of the host's name, the process and a number
	 * @return this
	 * @throws InvalidSettingException if the identifier is not of that form
	 */
	public KeyValueStoreBuilder identifier(String identifier) {
		this.identifier = Identifiers.check(identifier);
		return this;
	}

	/**
	 * Opens the store for reading only: nothing is created, changed or removed in the
	 * directory, which may be on a read-only mount.
	 * @return this
	 */
	public KeyValueStoreBuilder readOnly() {
		return readOnly(true);
	}

	/**
	 * Sets whether the store is opened for reading only.
	 * @param readOnly whether nothing may be created, changed or removed in the directory
	 * @return this
	 */
	public KeyValueStoreBuilder readOnly(boolean readOnly) {
		this.readOnly = readOnly;
		return this;
	}

	/**
	 * Sets whether a directory that doesn't exist is created, with its parents. It is by
	 * default, unless the store is opened for reading only.
	 * @param create whether to create it
	 * @return this
	 */
	public KeyValueStoreBuilder createDirectory(boolean create) {
		this.create = create;
		return this;
	}

	/**
	 * Sets what a write that has returned survives. {@link Durability#SYNC} by default.
	 * @param durability what it survives
	 * @return this
	 */
	public KeyValueStoreBuilder durability(Durability durability) {
		this.durability = Objects.requireNonNull(durability, "durability");
		return this;
	}

	/**
	 * Sets the clock that versions are taken from. The system's by default. It may stand
	 * still, jump or run wrong: writes of one instance keep their order.
	 * @param clock the clock
	 * @return this
	 */
	public KeyValueStoreBuilder clock(InstantSource clock) {
		this.clock = Objects.requireNonNull(clock, "clock");
		return this;
	}

	/**
	 * Sets the mapper between JSON and the application's types. It never touches the
	 * directory: how changes are written does not depend on it.
	 * @param mapper the mapper; {@link JsonMapper#shared()} by default
	 * @return this
	 */
	public KeyValueStoreBuilder mapper(ObjectMapper mapper) {
		Objects.requireNonNull(mapper, "mapper");
		return mapper(() -> mapper);
	}

	/**
	 * Sets where the mapper between JSON and the application's types comes from, for a
	 * store that is opened before there is one.
	 * @param mapper asked at every conversion, by the thread that needs one
	 * @return this
	 */
	public KeyValueStoreBuilder mapper(Supplier<? extends ObjectMapper> mapper) {
		this.mapper = Objects.requireNonNull(mapper, "mapper");
		return this;
	}

	/**
	 * Opens the store and reads what the directory holds. Files that can't be read don't
	 * keep it from opening; they are listed in its {@linkplain KeyValueStore#status()
	 * status}.
	 * @return the store
	 * @throws StoreUnavailableException if the directory can't be used; nothing was left
	 * behind but, possibly, the empty directory
	 */
	public KeyValueStore open() {
		boolean temporary = this.identifier == null;
		String name = (this.identifier != null) ? this.identifier : Identifiers.ofThisProcess();
		LocalDirectory.Options options = new LocalDirectory.Options(name, temporary, this.readOnly, this.create,
				this.durability == Durability.SYNC);
		Transport transport = StoreUnavailableException.translate(this.directory.toString(),
				() -> LocalDirectory.open(this.directory, options));
		return Replica.open(transport,
				new Replica.Settings(name, this.readOnly, this.durability, this.clock, this.mapper));
	}

}
