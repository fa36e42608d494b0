package dev.kvstore.boot.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.kvstore.KeyValueStore;
import dev.kvstore.boot.TestStores;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * {@code spring.config.import: "kvstore:"} in real applications.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigImportTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	@TempDir
	Path directory;

	@TempDir
	Path files;

	private KeyValueStore other;

	@BeforeEach
	void openOtherProcess() {
		this.other = KeyValueStore.open(this.directory);
	}

	@AfterEach
	void closeOtherProcess() {
		this.other.close();
	}

	private ConfigurableApplicationContext run(Class<?> application, String... arguments) {
		return TestStores.runWithImport(this.directory, application, arguments);
	}

	@Test
	void keysUnderThePrefixBecomeProperties() {
		this.other.put("config/app.greeting", "hello");
		this.other.put("config/app", Map.of("list", List.of(1, 2), "empty", List.of()));
		this.other.put("elsewhere/app.secret", "no");
		try (ConfigurableApplicationContext context = run(Application.class)) {
			Environment environment = context.getEnvironment();
			assertThat(environment.getProperty("app.greeting")).isEqualTo("hello");
			assertThat(environment.getProperty("app.secret")).isNull();
			Binder binder = Binder.get(environment);
			assertThat(binder.bind("app.list", Bindable.listOf(Integer.class)).get()).containsExactly(1, 2);
			assertThat(binder.bind("app.empty", Bindable.listOf(Integer.class)).get()).isEmpty();
		}
	}

	@Test
	void prefixCanBeChosen() {
		this.other.put("web/app.greeting", "hello");
		try (ConfigurableApplicationContext context = run(Application.class, "--kvstore.config.prefix=web/")) {
			assertThat(context.getEnvironment().getProperty("app.greeting")).isEqualTo("hello");
		}
	}

	@Test
	void storeBeatsTheFileThatImportsItAndIsBeatenByTheCommandLine() throws IOException {
		Path file = Files.writeString(this.files.resolve("application.properties"), """
				spring.config.import=kvstore:
				kvstore.location=%s
				one=file
				two=file
				three=file
				""".formatted(this.directory.toString().replace('\\', '/')));
		this.other.put("config/", Map.of("two", "store", "three", "store"));
		try (ConfigurableApplicationContext context = TestStores.run(Application.class,
				"--spring.config.location=" + file.toUri(), "--three=command line")) {
			Environment environment = context.getEnvironment();
			assertThat(List.of(environment.getProperty("one"), environment.getProperty("two"),
					environment.getProperty("three")))
				.containsExactly("file", "store", "command line");
			this.other.remove("config/");
			Awaitility.await().atMost(TIMEOUT).until(() -> "file".equals(environment.getProperty("two")));
		}
	}

	@Test
	void contextHasTheStoreOfTheImportAndClosesItAfterItsBeans() throws IOException {
		KeyValueStore store;
		try (ConfigurableApplicationContext context = run(WithLastWords.class, "--kvstore.identifier=app")) {
			store = context.getBean(KeyValueStore.class);
			assertThat(context.getBean(ImportedProperties.class).store()).isSameAs(store);
			assertThat(scratchFolders()).filteredOn("t.app"::equals).hasSize(1);
			assertThat(scratchFolders()).hasSize(2);
		}
		assertThatIllegalStateException().isThrownBy(store::keys);
		this.other.synchronize();
		assertThat(this.other.get("state", String.class)).contains("stopped");
	}

	private List<String> scratchFolders() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).filter((name) -> name.startsWith("t.")).toList();
		}
	}

	@Test
	void storeOfTheImportUsesTheMapperOfTheApplication() {
		try (ConfigurableApplicationContext context = run(WithMapper.class)) {
			KeyValueStore store = context.getBean(KeyValueStore.class);
			store.put("point", new Point(1));
			assertThat(store.get("point").orElseThrow()).hasToString("{\"x_axis\":1}");
			assertThat(store.get("point", Point.class)).contains(new Point(1));
			store.put("points", List.of(new Point(1)));
			assertThat(store.get("points", new TypeReference<List<Point>>() {
			})).contains(List.of(new Point(1)));
		}
	}

	@Test
	void importStaysLiveBesideAStoreOfTheApplication() {
		ConfigurableApplicationContext context = run(WithOwnStore.class, "--own=" + this.files.resolve("own"));
		KeyValueStore imported = context.getBean(ImportedProperties.class).store();
		try (context) {
			assertThat(context.getBean(KeyValueStore.class)).isNotSameAs(imported);
			this.other.put("config/app.greeting", "hi");
			Awaitility.await()
				.atMost(TIMEOUT)
				.until(() -> "hi".equals(context.getEnvironment().getProperty("app.greeting")));
		}
		assertThatIllegalStateException().isThrownBy(imported::keys);
	}

	@Test
	void optionalImportOfAnUnusableStoreIsLeftOut(CapturedOutput output) {
		Path missing = this.files.resolve("missing");
		try (ConfigurableApplicationContext context = TestStores.run(Application.class, "--kvstore.location=" + missing,
				"--kvstore.create=false", "--spring.config.import=optional:kvstore:")) {
			assertThat(context.getBeanProvider(KeyValueStore.class).getIfAvailable()).isNull();
			assertThat(context.getBeanProvider(LiveConfiguration.class).getIfAvailable()).isNull();
		}
		assertThat(output).contains("The application starts without its store").contains("there is no such directory");
		assertThat(missing).doesNotExist();
	}

	@Test
	void optionalImportOfAnUnusableStoreIsNoHelpToWhoNeedsTheStore(CapturedOutput output) {
		assertThat(catchThrowable(() -> TestStores
			.run(NeedsStore.class, "--kvstore.location=" + this.files.resolve("missing"), "--kvstore.create=false",
					"--spring.config.import=optional:kvstore:", "--debug")
			.close())).isNotNull();
		assertThat(output).contains("required a bean of type 'dev.kvstore.KeyValueStore'")
			.contains("the store of 'optional:kvstore:' is not there: Cannot open the store");
	}

	@Test
	void optionalImportDoesNotExcuseAnIllegalSetting(CapturedOutput output) {
		assertThat(catchThrowable(() -> TestStores
			.run(Application.class, "--kvstore.location=" + this.directory, "--kvstore.identifier=a b",
					"--spring.config.import=optional:kvstore:")
			.close())).isNotNull();
		assertThat(output).contains("Illegal identifier 'a b'");
	}

	@Test
	void moreBehindTheColonIsRefused(CapturedOutput output) {
		assertThat(catchThrowable(
				() -> TestStores.run(Application.class, "--spring.config.import=kvstore:/srv/kv").close()))
			.isInstanceOf(UnsupportedImportException.class);
		assertThat(output).contains("spring.config.import has 'kvstore:/srv/kv'")
			.contains("set kvstore.location to where the store is");
	}

	@Test
	void settingThatComesTooLateIsRefused(CapturedOutput output) {
		this.other.put("config/kvstore.identifier", "late");
		assertThat(catchThrowable(() -> run(Application.class).close())).isNotNull();
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The store was opened for spring.config.import with")
			.contains("identifier=(none)")
			.contains("identifier=late")
			.contains("not in a file for a profile");
	}

	@Test
	void prefixThatComesTooLateIsRefused(CapturedOutput output) {
		this.other.put("config/kvstore.config.prefix", "late/");
		assertThat(catchThrowable(() -> run(Application.class).close())).isNotNull();
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("config.prefix=config/")
			.contains("config.prefix=late/");
	}

	@Test
	void storeIsClosedWhenTheApplicationFailsBeforeItHasAContext() throws IOException {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(
				() -> run(Application.class, "--spring.config.import=file:/does/not/exist.yml,kvstore:").close());
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(scratchFolders()).hasSize(1));
	}

	@Test
	void storeChoosesNeitherProfilesNorFurtherImports() {
		this.other.put("config/spring.profiles.active", "chosen");
		this.other.put("config/spring.config.import", "file:/does/not/exist.yml");
		try (ConfigurableApplicationContext context = run(Application.class)) {
			assertThat(context.getEnvironment().getActiveProfiles()).isEmpty();
		}
	}

	@Test
	void loadingAgainIsTheSameStore() throws IOException {
		DefaultBootstrapContext bootstrap = new DefaultBootstrapContext();
		KeyValueStorePropertySource first = load(bootstrap);
		KeyValueStorePropertySource second = load(bootstrap);
		assertThat(second.getSource()).isSameAs(first.getSource());
		assertThat(second.getName()).isEqualTo(first.getName());
		assertThat(scratchFolders()).hasSize(2);
		first.getSource().store().close();
	}

	private KeyValueStorePropertySource load(DefaultBootstrapContext bootstrap) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("test",
					Map.of("kvstore.location", this.directory.toString(), "spring.config.import", "kvstore:")));
		ConfigDataEnvironmentPostProcessor.applyTo(environment, new DefaultResourceLoader(), bootstrap);
		return environment.getPropertySources()
			.stream()
			.filter(KeyValueStorePropertySource.class::isInstance)
			.map(KeyValueStorePropertySource.class::cast)
			.findFirst()
			.orElseThrow();
	}

	@Test
	void worksInTestsOfAContextWithoutAnApplication() {
		this.other.put("config/app.greeting", "hello");
		new ApplicationContextRunner().withInitializer(new ConfigDataApplicationContextInitializer())
			.withUserConfiguration(Application.class)
			.withPropertyValues("kvstore.location=" + this.directory, "spring.config.import=kvstore:",
					"kvstore.sync.interval=20ms")
			.run((context) -> {
				assertThat(context.getEnvironment().getProperty("app.greeting")).isEqualTo("hello");
				this.other.put("config/app.greeting", "hi");
				Awaitility.await()
					.atMost(TIMEOUT)
					.until(() -> "hi".equals(context.getEnvironment().getProperty("app.greeting")));
			});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithLastWords {

		@Bean
		DisposableBean lastWords(KeyValueStore store) {
			return () -> store.put("state", "stopped");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithMapper {

		@Bean
		JsonMapper mapper() {
			return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithOwnStore {

		@Bean
		KeyValueStore own(Environment environment) {
			return KeyValueStore.open(Path.of(environment.getRequiredProperty("own")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NeedsStore {

		NeedsStore(KeyValueStore store) {
			store.keys();
		}

	}

	record Point(int xAxis) {

	}

}
