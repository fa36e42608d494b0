package dev.kvstore.boot;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts real applications on a store.
 */
public final class TestStores {

	private TestStores() {
	}

	/** Starts an application that imports its configuration from a store. */
	public static ConfigurableApplicationContext runWithImport(Path directory, Class<?> application,
			String... arguments) {
		return run(application,
				Stream
					.concat(Stream.of("--kvstore.location=" + directory, "--spring.config.import=kvstore:"),
							Arrays.stream(arguments))
					.toArray(String[]::new));
	}

	/** Starts an application without a web server. */
	public static ConfigurableApplicationContext run(Class<?> application, String... arguments) {
		return new SpringApplicationBuilder(application)
			.properties("spring.main.web-application-type=none", "spring.main.banner-mode=off",
					"spring.main.log-startup-info=false", "kvstore.sync.interval=20ms")
			.run(arguments);
	}

}
