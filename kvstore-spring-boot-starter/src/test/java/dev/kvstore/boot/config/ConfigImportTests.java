package dev.kvstore.boot.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.kvstore.KeyValueStore;
import dev.kvstore.boot.autoconfigure.KeyValueStoreAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code spring.config.import: "kvstore:"} in real applications.
 */
class ConfigImportTests {

	@TempDir
	Path directory;

	private KeyValueStore other;

	@BeforeEach
	void openOtherProcess() {
		this.other = KeyValueStore.open(this.directory);
	}

	@AfterEach
	void closeOtherProcess() {
		this.other.close();
	}

	private ConfigurableApplicationContext run(String... arguments) {
		SpringApplication application = new SpringApplicationBuilder(Application.class)
			.properties("spring.main.web-application-type=none", "spring.main.banner-mode=off")
			.build();
		return application.run(
				Stream
					.concat(Stream.of("--kvstore.location=" + this.directory, "--spring.config.import=kvstore:"),
							Stream.of(arguments))
					.toArray(String[]::new));
	}

	@Test
	void keysBecomeProperties() {
		this.other.put("config/app.greeting", "hello");
		this.other.put("elsewhere/app.greeting", "no");
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getEnvironment().getProperty("app.greeting")).isEqualTo("hello");
		}
	}

	@Test
	void contextHasTheStoreOfTheImportAndClosesIt() throws Exception {
		KeyValueStore store;
		try (ConfigurableApplicationContext context = run("--kvstore.identifier=app")) {
			store = context.getBean(KeyValueStore.class);
			store.put("from", "app");
			assertThat(scratchFolders()).hasSize(2).contains("t.app");
		}
		assertThat(org.assertj.core.api.Assertions.catchThrowable(store::keys))
			.isInstanceOf(IllegalStateException.class);
		assertThat(this.other.synchronize().changes()).hasSize(1);
	}

	private List<String> scratchFolders() throws Exception {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).filter((name) -> name.startsWith("t.")).toList();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(KeyValueStoreAutoConfiguration.class)
	static class Application {

	}

}
