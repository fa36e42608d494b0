package dev.kvstore.boot.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import dev.kvstore.Durability;
import dev.kvstore.KeyValueStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The bean and its schedule.
 */
@ExtendWith(OutputCaptureExtension.class)
class KeyValueStoreAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	@TempDir
	Path directory;

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(KeyValueStoreAutoConfiguration.class))
			.withPropertyValues("kvstore.location=" + this.directory.resolve("store"), "kvstore.sync.interval=20ms");
	}

	private KeyValueStore other() {
		return KeyValueStore.open(this.directory.resolve("store"));
	}

	@Test
	void storeIsThereWithTheDefaultsAndIsClosedWithTheContext() {
		KeyValueStore[] store = new KeyValueStore[1];
		runner().run((context) -> {
			store[0] = context.getBean(KeyValueStore.class);
			store[0].put("a", 1);
			assertThat(store[0].status().durability()).isEqualTo(Durability.SYNC);
			assertThat(store[0].status().readOnly()).isFalse();
		});
		assertThatIllegalStateException().isThrownBy(() -> store[0].get("a"));
	}

	@Test
	void propertiesDescribeTheStore() {
		other().close();
		runner()
			.withPropertyValues("kvstore.identifier=me", "kvstore.durability=process", "kvstore.read-only=true",
					"kvstore.create=false")
			.run((context) -> {
				KeyValueStore store = context.getBean(KeyValueStore.class);
				assertThat(store.status().identifier()).isEqualTo("me");
				assertThat(store.status().durability()).isEqualTo(Durability.PROCESS);
				assertThat(store.status().readOnly()).isTrue();
			});
	}

	@Test
	void missingDirectoryIsNotCreatedIfThatIsOff() {
		runner().withPropertyValues("kvstore.create=false").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(this.directory.resolve("store")).doesNotExist();
		});
	}

	@Test
	void backsOffWhenStoreIsPresentButSynchronizesIt() {
		runner().withUserConfiguration(OwnStore.class)
			.withPropertyValues("own.directory=" + this.directory.resolve("own"))
			.run((context) -> {
				assertThat(context).hasSingleBean(KeyValueStore.class);
				assertThat(this.directory.resolve("store")).doesNotExist();
				KeyValueStore store = context.getBean(KeyValueStore.class);
				try (KeyValueStore other = KeyValueStore.open(this.directory.resolve("own"))) {
					other.put("a", 1);
					Awaitility.await().atMost(TIMEOUT).until(() -> store.contains("a"));
				}
			});
	}

	@Test
	void changesOfOthersArePickedUpBySchedule() {
		runner().run((context) -> {
			try (KeyValueStore other = other()) {
				other.put("a", 1);
				Awaitility.await().atMost(TIMEOUT).until(() -> context.getBean(KeyValueStore.class).contains("a"));
			}
		});
	}

	@Test
	void intervalOfZeroTurnsTheScheduleOff() {
		runner().withPropertyValues("kvstore.sync.interval=0").run((context) -> {
			assertThat(syncThreads()).isEmpty();
			try (KeyValueStore other = other()) {
				other.put("a", 1);
				assertThat(context.getBean(KeyValueStore.class).contains("a")).isFalse();
				context.getBean(KeyValueStore.class).synchronize();
				assertThat(context.getBean(KeyValueStore.class).contains("a")).isTrue();
			}
		});
	}

	@Test
	void scheduleHasItsOwnDaemonThreadWhichEndsWithTheContext() {
		runner().run((context) -> {
			assertThat(syncThreads()).hasSize(1).allMatch(Thread::isDaemon);
			assertThat(context).doesNotHaveBean(TaskScheduler.class).doesNotHaveBean(TaskExecutor.class);
		});
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(syncThreads()).isEmpty());
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "this JDK has no virtual threads")
	void scheduleIsVirtualWhereTheApplicationAsksForIt() {
		runner().withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			assertThat(syncThreads()).isEmpty();
			try (KeyValueStore other = other()) {
				other.put("a", 1);
				Awaitility.await().atMost(TIMEOUT).until(() -> context.getBean(KeyValueStore.class).contains("a"));
			}
		});
	}

	@Test
	void failureAndRecoveryAreLoggedOnce(CapturedOutput output) {
		Path changes = this.directory.resolve("store/d");
		Path away = this.directory.resolve("away");
		runner().run((context) -> {
			KeyValueStore store = context.getBean(KeyValueStore.class);
			store.put("a", 1);
			Files.move(changes, away);
			Awaitility.await().atMost(TIMEOUT).until(() -> output.getAll().contains("does not synchronize"));
			awaitFailuresAfter(store);
			assertThat(store.contains("a")).isTrue();
			Files.move(away, changes);
			Awaitility.await().atMost(TIMEOUT).until(() -> output.getAll().contains("synchronizes again"));
		});
		assertThat(output).containsOnlyOnce("does not synchronize").containsOnlyOnce("synchronizes again");
		assertThat(output).doesNotContain("Exception");
	}

	/** Waits until the schedule must have failed more than once. */
	private static void awaitFailuresAfter(KeyValueStore store) {
		long start = System.nanoTime();
		Awaitility.await()
			.atMost(TIMEOUT)
			.until(() -> System.nanoTime() - start > Duration.ofMillis(200).toNanos()
					&& store.status().lastFailure() != null);
	}

	@Test
	void typesAreConvertedByTheMapperOfTheApplication() {
		runner().withBean(JsonMapper.class, KeyValueStoreAutoConfigurationTests::snakeCase).run((context) -> {
			KeyValueStore store = context.getBean(KeyValueStore.class);
			store.put("a", new Point(1));
			assertThat(store.get("a").orElseThrow().toString()).isEqualTo("{\"x_axis\":1}");
			assertThat(store.get("a", Point.class)).contains(new Point(1));
		});
	}

	@Test
	void ofSeveralMappersNoneIsUsed() {
		runner().withBean("one", JsonMapper.class, KeyValueStoreAutoConfigurationTests::snakeCase)
			.withBean("two", JsonMapper.class, KeyValueStoreAutoConfigurationTests::snakeCase)
			.run((context) -> {
				KeyValueStore store = context.getBean(KeyValueStore.class);
				store.put("a", new Point(1));
				assertThat(store.get("a").orElseThrow().toString()).isEqualTo("{\"xAxis\":1}");
			});
	}

	private static JsonMapper snakeCase() {
		return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
	}

	private static Stream<Thread> syncThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("kvstore-sync-"));
	}

	record Point(int xAxis) {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStore {

		@Bean
		KeyValueStore own(org.springframework.core.env.Environment environment) {
			return KeyValueStore.open(Path.of(environment.getRequiredProperty("own.directory")));
		}

	}

}
