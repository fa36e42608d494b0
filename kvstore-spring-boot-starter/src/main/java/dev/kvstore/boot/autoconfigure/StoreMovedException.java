package dev.kvstore.boot.autoconfigure;

/**
 * The store was opened for {@code spring.config.import} with other properties than those
 * that hold now that all of the configuration is read.
 */
final class StoreMovedException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	StoreMovedException(StoreSettings opened, StoreSettings expected) {
		super("The store was opened for spring.config.import with %s, but now the properties say %s."
			.formatted(describe(opened), describe(expected)));
	}

	private static String describe(StoreSettings settings) {
		return "kvstore.location=%s, identifier=%s, read-only=%s, create=%s, durability=%s, config.prefix=%s".formatted(
				settings.location(), (settings.identifier() != null) ? settings.identifier() : "(none)",
				settings.readOnly(), settings.create(), settings.durability(), settings.configPrefix());
	}

}
