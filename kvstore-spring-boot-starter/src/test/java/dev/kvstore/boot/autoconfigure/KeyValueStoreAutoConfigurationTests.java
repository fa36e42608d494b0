package dev.kvstore.boot.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.kvstore.Durability;
import dev.kvstore.KeyValueStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
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
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

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
	void logsWhichStoreIsUsedAndWhatItWarnsOfOnce(CapturedOutput output) {
		try (KeyValueStore twin = KeyValueStore.at(this.directory.resolve("store")).identifier("twin").open();
				KeyValueStore other = other()) {
			assertThat(twin.status().warnings()).isEmpty();
			runner().withPropertyValues("kvstore.identifier=twin").run((context) -> {
				other.put("a", 1);
				Awaitility.await().atMost(TIMEOUT).until(() -> context.getBean(KeyValueStore.class).contains("a"));
				other.put("b", 1);
				Awaitility.await().atMost(TIMEOUT).until(() -> context.getBean(KeyValueStore.class).contains("b"));
			});
		}
		assertThat(output).contains("Using KeyValueStore[" + this.directory.resolve("store") + " as twin]")
			.containsOnlyOnce("Another running instance has the identifier 'twin'");
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
	void scheduleIsVirtualWhereTheApplicationAsksForItAndTheJdkHasIt() {
		runner().withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			// Only platform threads are among those that Java lists.
			assertThat(syncThreads()).hasSize((Runtime.version().feature() >= 21) ? 0 : 1).allMatch(Thread::isDaemon);
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
		AtomicInteger synchronizations = new AtomicInteger();
		runner().withBean(KeyValueStore.class, () -> intercepted(other(), (method) -> {
			if (method.equals("synchronize")) {
				synchronizations.incrementAndGet();
			}
		})).run((context) -> {
			KeyValueStore store = context.getBean(KeyValueStore.class);
			store.put("a", 1);
			Files.move(changes, away);
			Awaitility.await().atMost(TIMEOUT).until(() -> output.getAll().contains("does not synchronize"));
			int failed = synchronizations.get();
			Awaitility.await().atMost(TIMEOUT).until(() -> synchronizations.get() > failed + 3);
			assertThat(store.contains("a")).isTrue();
			Files.move(away, changes);
			Awaitility.await().atMost(TIMEOUT).until(() -> output.getAll().contains("synchronizes again"));
			int succeeded = synchronizations.get();
			Awaitility.await().atMost(TIMEOUT).until(() -> synchronizations.get() > succeeded + 3);
		});
		assertThat(output).containsOnlyOnce("does not synchronize").containsOnlyOnce("synchronizes again");
		assertThat(output).contains("its folder d is not there any more").doesNotContain("Exception");
	}

	@Test
	void contextThatEndsWaitsForTheSynchronizationUnderWay() {
		CountDownLatch underWay = new CountDownLatch(1);
		CountDownLatch mayEnd = new CountDownLatch(1);
		List<String> events = new CopyOnWriteArrayList<>();
		runner().withBean(KeyValueStore.class, () -> intercepted(other(), (method) -> {
			if (method.equals("synchronize")) {
				underWay.countDown();
				mayEnd.await();
			}
			events.add(method);
		})).run((context) -> {
			underWay.await();
			Thread closing = new Thread(context.getSourceApplicationContext()::close);
			closing.start();
			Awaitility.await()
				.atMost(TIMEOUT)
				.until(() -> EnumSet.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED)
					.contains(closing.getState()));
			mayEnd.countDown();
			closing.join();
			assertThat(events).containsOnlyOnce("synchronize")
				.containsSubsequence("synchronize", "close")
				.endsWith("close");
		});
	}

	@Test
	void synchronizationThatHangsDoesNotKeepTheContextFromEnding(CapturedOutput output) {
		CountDownLatch underWay = new CountDownLatch(1);
		CountDownLatch mayEnd = new CountDownLatch(1);
		runner().withBean(KeyValueStore.class, () -> intercepted(other(), (method) -> {
			if (method.equals("synchronize")) {
				underWay.countDown();
				mayEnd.await();
			}
		})).run((context) -> {
			underWay.await();
			assertTimeoutPreemptively(TIMEOUT, context.getSourceApplicationContext()::close);
		});
		mayEnd.countDown();
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(syncThreads()).isEmpty());
		assertThat(output).containsOnlyOnce("has not come to its end within PT3S");
	}

	/** A store of which each call is told first. */
	private static KeyValueStore intercepted(KeyValueStore store, Interceptor interceptor) {
		return (KeyValueStore) Proxy.newProxyInstance(KeyValueStore.class.getClassLoader(),
				new Class<?>[] { KeyValueStore.class }, (proxy, method, arguments) -> {
					interceptor.before(method.getName());
					try {
						return method.invoke(store, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	@FunctionalInterface
	private interface Interceptor {

		void before(String method) throws InterruptedException;

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
