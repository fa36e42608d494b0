package dev.kvstore.boot.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.kvstore.KeyValueStore;
import dev.kvstore.boot.TestStores;
import dev.kvstore.boot.autoconfigure.KeyValueStoreAutoConfiguration;
import jakarta.validation.constraints.Min;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What another process writes shows in the environment and in beans while the application
 * runs.
 */
@ExtendWith(OutputCaptureExtension.class)
class LiveConfigurationTests {

	@TempDir
	Path directory;

	private KeyValueStore other;

	private ConfigurableApplicationContext context;

	private ConfigurableEnvironment environment;

	@BeforeEach
	void openOtherProcess() {
		this.other = KeyValueStore.open(this.directory);
	}

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
		this.other.close();
	}

	private void run(String... arguments) {
		this.context = TestStores.runWithImport(this.directory, Application.class, arguments);
		this.environment = this.context.getEnvironment();
	}

	private App app() {
		return this.context.getBean(App.class);
	}

	/** Waits until a change that is made now has been taken in. */
	private void awaitChangesTaken() {
		long version = this.other.put("config/marker", System.nanoTime()).epochMicros();
		await(() -> assertThat(this.environment.getProperty("marker")).isNotNull()
			.satisfies((marker) -> assertThat(originOfMarker()).contains(String.valueOf(version))));
		// Asks under the lock of the step that brought the marker, and so after it.
		assertThat(this.context.getBean(LiveConfiguration.class).isRunning()).isTrue();
	}

	private String originOfMarker() {
		return this.environment.getPropertySources()
			.stream()
			.filter(KeyValueStorePropertySource.class::isInstance)
			.map((source) -> String.valueOf(((KeyValueStorePropertySource) source).getOrigin("marker")))
			.findFirst()
			.orElseThrow();
	}

	private static void await(Runnable assertion) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.pollInterval(Duration.ofMillis(5))
			.untilAsserted(assertion::run);
	}

	@Test
	void changedKeyShowsInEnvironmentAndBean() {
		this.other.put("config/app.greeting", "hello");
		run();
		assertThat(app().getGreeting()).isEqualTo("hello");
		this.other.put("config/app.greeting", "hi");
		await(() -> assertThat(app().getGreeting()).isEqualTo("hi"));
		assertThat(this.environment.getProperty("app.greeting")).isEqualTo("hi");
	}

	@Test
	void removedKeyFallsBackToTheDefault() {
		this.other.put("config/app", Map.of("greeting", "hello", "rate-limit", 7, "limits", Map.of("a", 1)));
		run("--app.rateLimit=3");
		assertThat(app().getLimits()).containsEntry("a", 1);
		this.other.remove("config/app");
		await(() -> assertThat(app().getGreeting()).isEqualTo("default"));
		assertThat(app().getRateLimit()).isEqualTo(3);
		assertThat(app().getLimits()).isEmpty();
		assertThat(this.environment.getProperty("app.greeting")).isNull();
	}

	@Test
	void nestedBeansListsAndMapsFollow() {
		run();
		Nested nested = app().getNested();
		List<String> finalList = app().getFinalList();
		this.other.put("config/app",
				Map.of("nested", Map.of("url", "u", "deep", Map.of("timeout", "5s")), "list", List.of("a", "b"),
						"final-list", List.of("x"), "limits", Map.of("k", 2), "final-map", Map.of("m", "n"), "peers",
						List.of(Map.of("host", "h1"), Map.of("host", "h2"))));
		await(() -> assertThat(app().getPeers()).extracting(Peer::getHost).containsExactly("h1", "h2"));
		assertThat(app().getNested()).isSameAs(nested);
		assertThat(nested.getUrl()).isEqualTo("u");
		assertThat(nested.getDeep().getTimeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(app().getList()).containsExactly("a", "b");
		assertThat(app().getFinalList()).isSameAs(finalList).containsExactly("x");
		assertThat(app().getLimits()).isEqualTo(Map.of("k", 2));
		assertThat(app().getFinalMap()).isEqualTo(Map.of("m", "n"));
		this.other.put("config/app", Map.of("peers", List.of(Map.of("host", "h2")), "list", List.of()));
		await(() -> assertThat(app().getPeers()).extracting(Peer::getHost).containsExactly("h2"));
		assertThat(nested.getUrl()).isNull();
		assertThat(nested.getDeep().getTimeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(app().getList()).isEmpty();
		assertThat(finalList).isEmpty();
		assertThat(app().getFinalMap()).isEmpty();
	}

	@Test
	void onlyWhatChangedIsTouched() {
		run();
		Preset preset = this.context.getBean("preset", Preset.class);
		assertThat(preset.setterCalls).isEqualTo(1);
		app().setRateLimit(99);
		this.other.put("config/preset.color", "red");
		this.other.put("config/app.greeting", "hi");
		await(() -> assertThat(app().getGreeting()).isEqualTo("hi"));
		await(() -> assertThat(preset.color).isEqualTo("red"));
		assertThat(preset.getSize()).isEqualTo(42);
		assertThat(preset.setterCalls).isEqualTo(1);
		assertThat(preset.getTags()).isEqualTo(Map.of("own", "1"));
		assertThat(app().getRateLimit()).isEqualTo(99);
		this.other.put("config/preset.tags.more", "2");
		await(() -> assertThat(preset.getTags()).isEqualTo(Map.of("own", "1", "more", "2")));
	}

	@Test
	void badValueLeavesBeanWholeUntilItIsRepaired(CapturedOutput output) {
		this.other.put("config/app", Map.of("greeting", "hello", "rate-limit", 7));
		run();
		this.other.put("config/app", Map.of("greeting", "hi", "rate-limit", "many-secrets"));
		await(() -> assertThat(output).contains("keeps its last values"));
		assertThat(app().getGreeting()).isEqualTo("hello");
		assertThat(app().getRateLimit()).isEqualTo(7);
		assertThat(output).containsOnlyOnce("keeps its last values")
			.contains("(prefix 'app')")
			.contains("app.rate-limit (key 'config/app' of the store in " + this.directory)
			.contains(") can't be bound to int: NumberFormatException")
			.doesNotContain("many-secrets");
		assertThat(this.context.isActive()).isTrue();
		this.other.put("config/app", Map.of("rate-limit", 8));
		await(() -> assertThat(app().getRateLimit()).isEqualTo(8));
		assertThat(app().getGreeting()).isEqualTo("default");
	}

	@Test
	void repairBringsAllThatWasRejectedWithTheBadValue(CapturedOutput output) {
		this.other.put("config/app", Map.of("greeting", "hello", "rate-limit", 7));
		run();
		this.other.put("config/app",
				Map.of("greeting", "hi", "rate-limit", "many", "nested", Map.of("url", "u"), "list", List.of("a")));
		await(() -> assertThat(output).contains("keeps its last values"));
		this.other.put("config/app",
				Map.of("greeting", "hi", "rate-limit", "more", "nested", Map.of("url", "u"), "limits", Map.of("k", 2)));
		await(() -> assertThat(output.getAll().split("keeps its last values")).hasSize(3));
		this.other.put("config/app",
				Map.of("greeting", "hi", "rate-limit", 5, "nested", Map.of("url", "u"), "limits", Map.of("k", 2)));
		await(() -> assertThat(app().getRateLimit()).isEqualTo(5));
		awaitChangesTaken();
		assertThat(app().getGreeting()).isEqualTo("hi");
		assertThat(app().getNested().getUrl()).isEqualTo("u");
		assertThat(app().getLimits()).isEqualTo(Map.of("k", 2));
		assertThat(app().getList()).isEmpty();
	}

	@Test
	void invalidValueIsABadValue(CapturedOutput output) {
		run();
		Checked checked = this.context.getBean(Checked.class);
		this.other.put("config/checked.size", -47114711);
		await(() -> assertThat(output).contains("keeps its last values: checked.size must be greater than"));
		assertThat(output).doesNotContain("47114711");
		assertThat(checked.getSize()).isEqualTo(1);
		this.other.put("config/checked.size", 3);
		await(() -> assertThat(checked.getSize()).isEqualTo(3));
	}

	@Test
	void valueThatASetterRefusesIsABadValue(CapturedOutput output) {
		run();
		Checked checked = this.context.getBean(Checked.class);
		this.other.put("config/checked.size", 1313131313);
		await(() -> assertThat(output).contains("keeps its last values"));
		assertThat(output).contains("checked.size (key 'config/checked.size'")
			.contains("IllegalArgumentException")
			.doesNotContain("1313131313");
		assertThat(checked.getSize()).isEqualTo(1);
	}

	@Test
	void beanBehindAPlaceholderFollows() {
		this.other.put("config/base", "one");
		run("--app.greeting=Hello ${base}");
		assertThat(app().getGreeting()).isEqualTo("Hello one");
		this.other.put("config/base", "two");
		await(() -> assertThat(app().getGreeting()).isEqualTo("Hello two"));
	}

	@Test
	void commandLineBeatsTheStoreAndTheStoreBeatsDefaults() {
		this.other.put("config/app.greeting", "store");
		this.other.put("config/spring.application.name", "store");
		run("--app.greeting=command line");
		assertThat(app().getGreeting()).isEqualTo("command line");
		this.other.put("config/app.greeting", "store again");
		awaitChangesTaken();
		assertThat(app().getGreeting()).isEqualTo("command line");
		assertThat(this.environment.getProperty("spring.application.name")).isEqualTo("store");
	}

	@Test
	void changesOfOneSynchronizationAreOneStep(CapturedOutput output) {
		run("--kvstore.sync.interval=0");
		this.other.put("config/app.greeting", "hi");
		this.other.put("config/app.rate-limit", 5);
		this.context.getBean(KeyValueStore.class).synchronize();
		await(() -> assertThat(app().getRateLimit()).isEqualTo(5));
		await(() -> assertThat(output).containsOnlyOnce("Changed configuration: [app.greeting, app.rate-limit]"));
	}

	@Test
	void sameValueChangesNothing(CapturedOutput output) {
		this.other.put("config/app.greeting", "hello");
		run();
		this.other.put("config/app.greeting", "hello");
		this.other.put("elsewhere", 1);
		awaitChangesTaken();
		assertThat(output).containsOnlyOnce("Changed configuration").contains("Changed configuration: [marker]");
	}

	@Test
	void ownPutIsFollowedToo() {
		run();
		this.context.getBean(KeyValueStore.class).put("config/app.greeting", "mine");
		await(() -> assertThat(app().getGreeting()).isEqualTo("mine"));
	}

	@Test
	void lazyAndScopedBeansAreLeftAlone() {
		run();
		this.other.put("config/lazy.color", "red");
		this.other.put("config/prototype.color", "red");
		awaitChangesTaken();
		assertThat(this.context.getBeanFactory().containsSingleton("lazy")).isFalse();
		assertThat(Prototype.instances).isZero();
		assertThat(this.context.getBean("lazy", Lazily.class).getColor()).isEqualTo("red");
		this.other.put("config/lazy.color", "blue");
		await(() -> assertThat(this.context.getBean("lazy", Lazily.class).getColor()).isEqualTo("blue"));
	}

	@Test
	void beanBehindAProxyAndBeanWithDependenciesFollow() {
		run();
		this.other.put("config/proxied.color", "red");
		await(() -> assertThat(this.context.getBean(Proxied.class).getColor()).isEqualTo("red"));
		this.other.put("config/dependent.color", "red");
		await(() -> assertThat(this.context.getBean(Dependent.class).getColor()).isEqualTo("red"));
	}

	@Test
	void recordsKeepTheirValues() {
		this.other.put("config/fixed.color", "red");
		run();
		this.other.put("config/fixed.color", "blue");
		awaitChangesTaken();
		assertThat(this.context.getBean(Fixed.class).color()).isEqualTo("red");
	}

	@Test
	void sourceThatWasLoadedAnewIsLiveToo() {
		this.other.put("config/app.greeting", "hello");
		run();
		ImportedProperties properties = this.context.getBean(ImportedProperties.class);
		KeyValueStorePropertySource anew = new KeyValueStorePropertySource(properties);
		this.environment.getPropertySources().replace(anew.getName(), anew);
		this.other.put("config/app.greeting", "hi");
		await(() -> assertThat(app().getGreeting()).isEqualTo("hi"));
		assertThat(this.environment.getProperty("app.greeting")).isEqualTo("hi");
	}

	@Test
	void stoppedContextCatchesUpWhenStartedAgain() {
		run();
		this.context.stop();
		this.other.put("config/app.greeting", "meanwhile");
		this.context.start();
		await(() -> assertThat(app().getGreeting()).isEqualTo("meanwhile"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ KeyValueStoreAutoConfiguration.class, KeyValueStoreConfigAutoConfiguration.class })
	@EnableConfigurationProperties({ App.class, Checked.class, Proxied.class, Dependent.class, Fixed.class })
	static class Application {

		@Bean
		@ConfigurationProperties("preset")
		Preset preset() {
			Preset preset = new Preset();
			preset.setSize(42);
			preset.getTags().put("own", "1");
			return preset;
		}

		@Bean
		@Lazy
		Lazily lazy() {
			return new Lazily();
		}

		@Bean
		@Scope("prototype")
		Prototype prototype() {
			return new Prototype();
		}

		@Bean
		static BeanPostProcessor proxies() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof Proxied) {
						ProxyFactory factory = new ProxyFactory(bean);
						factory.setProxyTargetClass(true);
						return factory.getProxy();
					}
					return bean;
				}

			};
		}

	}

	@ConfigurationProperties("app")
	static class App {

		private String greeting = "default";

		private int rateLimit = 10;

		private final Nested nested = new Nested();

		private List<String> list = new ArrayList<>();

		private final List<String> finalList = new ArrayList<>();

		private Map<String, Integer> limits = new LinkedHashMap<>();

		private final Map<String, String> finalMap = new LinkedHashMap<>();

		private List<Peer> peers = List.of();

		String getGreeting() {
			return this.greeting;
		}

		void setGreeting(String greeting) {
			this.greeting = greeting;
		}

		int getRateLimit() {
			return this.rateLimit;
		}

		void setRateLimit(int rateLimit) {
			this.rateLimit = rateLimit;
		}

		Nested getNested() {
			return this.nested;
		}

		List<String> getList() {
			return this.list;
		}

		void setList(List<String> list) {
			this.list = list;
		}

		List<String> getFinalList() {
			return this.finalList;
		}

		Map<String, Integer> getLimits() {
			return this.limits;
		}

		void setLimits(Map<String, Integer> limits) {
			this.limits = limits;
		}

		Map<String, String> getFinalMap() {
			return this.finalMap;
		}

		List<Peer> getPeers() {
			return this.peers;
		}

		void setPeers(List<Peer> peers) {
			this.peers = peers;
		}

	}

	static class Nested {

		private String url;

		private Deep deep = new Deep();

		public String getUrl() {
			return this.url;
		}

		public void setUrl(String url) {
			this.url = url;
		}

		public Deep getDeep() {
			return this.deep;
		}

		public void setDeep(Deep deep) {
			this.deep = deep;
		}

	}

	static class Deep {

		private Duration timeout = Duration.ofSeconds(1);

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

	static class Peer {

		private String host;

		public String getHost() {
			return this.host;
		}

		public void setHost(String host) {
			this.host = host;
		}

	}

	static class Preset {

		private String color;

		private int size;

		private int setterCalls;

		private final Map<String, String> tags = new LinkedHashMap<>();

		public void setColor(String color) {
			this.color = color;
		}

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
			this.setterCalls++;
		}

		public Map<String, String> getTags() {
			return this.tags;
		}

	}

	@Validated
	@ConfigurationProperties("checked")
	static class Checked extends Colored {

		@Min(1)
		private int size = 1;

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			if (size > 1_000_000) {
				throw new IllegalArgumentException("too large: " + size);
			}
			this.size = size;
		}

	}

	static class Colored {

		private String color;

		public String getColor() {
			return this.color;
		}

		public void setColor(String color) {
			this.color = color;
		}

	}

	@ConfigurationProperties("lazy")
	static class Lazily extends Colored {

	}

	@ConfigurationProperties("prototype")
	static class Prototype extends Colored {

		private static int instances;

		Prototype() {
			instances++;
		}

	}

	@ConfigurationProperties("proxied")
	static class Proxied extends Colored {

	}

	@ConfigurationProperties("dependent")
	static class Dependent extends Colored {

		private final Set<String> names;

		@org.springframework.beans.factory.annotation.Autowired
		Dependent(ObjectProvider<App> app) {
			this.names = Set.of(String.valueOf(app));
		}

		Set<String> names() {
			return this.names;
		}

	}

	@ConfigurationProperties("fixed")
	record Fixed(String color) {

	}

}
