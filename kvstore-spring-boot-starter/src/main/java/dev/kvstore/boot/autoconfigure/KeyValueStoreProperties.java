package dev.kvstore.boot.autoconfigure;

import java.time.Duration;

import dev.kvstore.Durability;
import dev.kvstore.KeyValueStoreBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties of the store.
 * <p>
 * With {@code spring.config.import: "kvstore:"} the store is opened while the
 * configuration is still being read: {@code location}, {@code identifier},
 * {@code read-only}, {@code create}, {@code durability} and {@code config.prefix} must
 * then be known at that moment, that is, not come from a file for a profile nor from the
 * store itself.
 */
@ConfigurationProperties("kvstore")
public class KeyValueStoreProperties {

	/**
	 * Creates properties that have their default values.
	 */
	public KeyValueStoreProperties() {
	}

	/**
	 * Directory of the store: a path, relative to the working directory unless absolute,
	 * or a file: URI.
	 */
	private String location = "kvstore";

	/**
	 * Name of this instance in the directory and as the writer of its changes: 1 to 200
	 * of the characters a-z A-Z 0-9 _ + , - . and different for each running instance. By
	 * default made of the host's name, the process and a number.
	 */
	private @Nullable String identifier;

	/**
	 * Whether to open the store for reading only. Nothing is then created, changed or
	 * removed in the directory, which may be on a read-only mount.
	 */
	private boolean readOnly;

	/**
	 * Whether to create the directory, with its parents, if it does not exist. Never done
	 * if read-only.
	 */
	private boolean create = true;

	/**
	 * What a write that has returned survives: "sync" a power cut, "process" the death of
	 * processes only, which is much faster where a flush takes long.
	 */
	private Durability durability = Durability.SYNC;

	private final Sync sync = new Sync();

	private final Config config = new Config();

	/**
	 * Returns where the store is.
	 * @return a path, or a {@code file:} URI
	 */
	public String getLocation() {
		return this.location;
	}

	/**
	 * Sets where the store is.
	 * @param location a path, or a {@code file:} URI
	 */
	public void setLocation(String location) {
		this.location = location;
	}

	/**
	 * Returns the name of this instance.
	 * @return the name; {@code null} for one made of the host's name, the process and a
	 * number
	 */
	public @Nullable String getIdentifier() {
		return this.identifier;
	}

	/**
	 * Sets the name of this instance.
	 * @param identifier what {@link KeyValueStoreBuilder#identifier(String)} takes
	 */
	public void setIdentifier(@Nullable String identifier) {
		this.identifier = identifier;
	}

	/**
	 * Returns whether the store is opened for reading only.
	 * @return whether it is
	 */
	public boolean isReadOnly() {
		return this.readOnly;
	}

	/**
	 * Sets whether the store is opened for reading only.
	 * @param readOnly whether it is
	 */
	public void setReadOnly(boolean readOnly) {
		this.readOnly = readOnly;
	}

	/**
	 * Returns whether a directory that doesn't exist is created.
	 * @return whether it is
	 */
	public boolean isCreate() {
		return this.create;
	}

	/**
	 * Sets whether a directory that doesn't exist is created.
	 * @param create whether it is
	 */
	public void setCreate(boolean create) {
		this.create = create;
	}

	/**
	 * Returns what a write that has returned survives.
	 * @return what it survives
	 */
	public Durability getDurability() {
		return this.durability;
	}

	/**
	 * Sets what a write that has returned survives.
	 * @param durability what it survives
	 */
	public void setDurability(Durability durability) {
		this.durability = durability;
	}

	/**
	 * Returns the properties of the synchronization.
	 * @return the properties
	 */
	public Sync getSync() {
		return this.sync;
	}

	/**
	 * Returns the properties of the store as configuration.
	 * @return the properties
	 */
	public Config getConfig() {
		return this.config;
	}

	/**
	 * Properties of the synchronization.
	 */
	public static class Sync {

		/**
		 * Creates properties that have their default values.
		 */
		public Sync() {
		}

		/**
		 * Time between the end of one synchronization with the directory and the start of
		 * the next. 0 turns the schedule off: the application then calls synchronize()
		 * itself.
		 */
		private Duration interval = Duration.ofSeconds(1);

		/**
		 * Returns the time between two synchronizations.
		 * @return the time; none are scheduled if it is not positive
		 */
		public Duration getInterval() {
			return this.interval;
		}

		/**
		 * Sets the time between two synchronizations.
		 * @param interval the time; none are scheduled if it is not positive
		 */
		public void setInterval(Duration interval) {
			this.interval = interval;
		}

	}

	/**
	 * Properties of the store as configuration.
	 */
	public static class Config {

		/**
		 * Creates properties that have their default values.
		 */
		public Config() {
		}

		/**
		 * How the keys start that spring.config.import=kvstore: makes properties of. The
		 * rest of a key is the property's name.
		 */
		private String prefix = "config/";

		/**
		 * Returns how the keys start that are made properties.
		 * @return the prefix
		 */
		public String getPrefix() {
			return this.prefix;
		}

		/**
		 * Sets how the keys start that are made properties.
		 * @param prefix the prefix
		 */
		public void setPrefix(String prefix) {
			this.prefix = prefix;
		}

	}

}
