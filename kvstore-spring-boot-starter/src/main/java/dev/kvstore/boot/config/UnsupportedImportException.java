package dev.kvstore.boot.config;

import org.springframework.boot.context.config.ConfigDataLocation;

/**
 * {@code spring.config.import} says more behind {@code kvstore:} than is understood.
 */
final class UnsupportedImportException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	UnsupportedImportException(ConfigDataLocation location) {
		super("spring.config.import has '%s', but nothing may follow 'kvstore:'%s.".formatted(location,
				(location.getOrigin() != null) ? " (" + location.getOrigin() + ")" : ""));
	}

}
