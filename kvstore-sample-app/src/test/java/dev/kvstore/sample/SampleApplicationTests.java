package dev.kvstore.sample;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.kvstore.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the application does for programs: its own instances, and others that open the
 * same directory.
 */
class SampleApplicationTests {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private Path directory;

	private KeyValueStore other;

	private RunningSample one;

	@BeforeEach
	void start(@TempDir Path directory) {
		this.directory = directory;
		this.other = KeyValueStore.at(this.directory).identifier("other").open();
		this.one = RunningSample.start(this.directory, "one", "--kvstore.sync.interval=" + INTERVAL);
	}

	@AfterEach
	void stop() {
		this.one.close();
		this.other.close();
	}

	@Test
	void startsWithItsDefaults() {
		JsonNode settings = this.one.get("/api/settings");
		assertThat(settings.get("app.greeting").stringValue()).isEqualTo("Hello");
		assertThat(settings.get("app.rate-limit").intValue()).isEqualTo(600);
		assertThat(settings.get("app.features.load-graphs").booleanValue()).isTrue();
		assertThat(settings.get("app.features.beta-search").booleanValue()).isFalse();
	}

	@Test
	void whatAnotherProcessPutsShowsWithinTwoIntervals() {
		this.other.put("config/app.greeting", "hi");
		await().atMost(INTERVAL.multipliedBy(2)).untilAsserted(() -> assertSetting("app.greeting", "\"hi\""));
	}

	@Test
	void whatAnotherProcessRemovesFallsBackToItsDefault() {
		this.other.put("config/app.rate-limit", 7);
		this.other.put("config/app.features.beta-search", true);
		this.other.put("config/app.features.new-one", true);
		await().untilAsserted(() -> {
			assertSetting("app.rate-limit", "7");
			assertSetting("app.features.beta-search", "true");
			assertSetting("app.features.new-one", "true");
		});
		this.other.remove("config/app.rate-limit");
		this.other.remove("config/app.features.beta-search");
		this.other.remove("config/app.features.new-one");
		await().untilAsserted(() -> {
			assertSetting("app.rate-limit", "600");
			assertSetting("app.features.beta-search", "false");
			assertThat(this.one.get("/api/settings").has("app.features.new-one")).isFalse();
		});
	}

	@Test
	void whatIsChangedOnOneInstanceReachesAllOthers() {
		try (RunningSample two = RunningSample.start(this.directory, "two")) {
			assertThat(this.one.send("PUT", "/api/settings/app.greeting", "\"Salut\"").statusCode()).isEqualTo(204);
			await().untilAsserted(
					() -> assertThat(two.get("/api/settings").get("app.greeting").stringValue()).isEqualTo("Salut"));
			assertThat(two.send("DELETE", "/api/settings/app.greeting", "").statusCode()).isEqualTo(204);
			await().untilAsserted(() -> assertSetting("app.greeting", "\"Hello\""));
		}
	}

	@Test
	void valueThatDoesNotFitIsNotTaken() {
		this.other.put("config/app.rate-limit", "many");
		this.other.put("messages/last", "Have you seen the settings?");
		await().untilAsserted(() -> assertThat(this.one.get("/api/messages")).hasSize(1));
		assertSetting("app.rate-limit", "600");
		this.other.put("config/app.rate-limit", 8);
		await().untilAsserted(() -> assertSetting("app.rate-limit", "8"));
	}

	@Test
	void instancesSeeEachOtherWhileTheyRun() {
		try (RunningSample two = RunningSample.start(this.directory, "two")) {
			for (RunningSample each : List.of(this.one, two)) {
				await().untilAsserted(() -> assertThat(identifiers(each)).containsExactly("one", "two"));
			}
			JsonNode seen = two.get("/api/instances");
			assertThat(seen.get(0).get("self").booleanValue()).isFalse();
			assertThat(seen.get(1).get("self").booleanValue()).isTrue();
			assertThat(this.one.address()).endsWith(":" + seen.get(0).get("heartbeat").get("port").intValue());
			assertThat(seen.get(0).get("heartbeat").get("uptimeSeconds").longValue()).isNotNegative();
			assertThat(seen.get(0).get("heartbeat").get("load").doubleValue()).isBetween(0.0, 1.0);
		}
		await().untilAsserted(() -> assertThat(identifiers(this.one)).containsExactly("one"));
	}

	@Test
	void instanceThatFellSilentIsGoneAndThenForgotten() {
		putInThePast("instances/silent", Duration.ofSeconds(20));
		putInThePast("instances/forgotten", Duration.ofMinutes(2));
		await().untilAsserted(() -> assertThat(this.one.get("/api/instances")
			.valueStream()
			.filter((instance) -> instance.get("gone").booleanValue())
			.map((instance) -> instance.get("identifier").stringValue())).contains("silent"));
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(identifiers(this.one)).containsExactly("one", "silent"));
	}

	@Test
	void messagesPassBothWays() {
		this.other.put("messages/greeting", Map.of("from", "a friend", "text", "Hello, all"));
		await().untilAsserted(() -> assertThat(texts()).containsExactly("Hello, all"));
		assertThat(this.one.send("POST", "/api/messages", "{\"text\": \" Hello, you \"}").statusCode()).isEqualTo(201);
		assertThat(texts()).containsExactly("Hello, all", "Hello, you");
		JsonNode messages = this.one.get("/api/messages");
		assertThat(messages.get(0).get("from").stringValue()).isEqualTo("a friend");
		assertThat(messages.get(1).get("from").stringValue()).isEqualTo("one");
		assertThat(Instant.parse(messages.get(1).get("time").stringValue())).isBeforeOrEqualTo(Instant.now());
		this.other.synchronize();
		assertThat(this.other.keys("messages/")).hasSize(2)
			.anySatisfy((key) -> assertThat(this.other.get(key).orElseThrow().get("text").stringValue())
				.isEqualTo("Hello, you"));
	}

	@Test
	void showsTheLastFiftyMessagesAndKeepsTheLastTwoHundred() {
		for (int i = 0; i < 201; i++) {
			this.other.put("messages/other-" + i, "number " + i);
		}
		await().untilAsserted(() -> assertThat(texts()).hasSize(50).endsWith("number 200"));
		this.one.send("POST", "/api/messages", "{\"text\": \"the last\"}");
		assertThat(texts()).hasSize(50).startsWith("number 152").endsWith("the last");
		await().untilAsserted(() -> {
			this.other.synchronize();
			assertThat(this.other.keys("messages/")).hasSize(200)
				.doesNotContain("messages/other-0", "messages/other-1");
		});
	}

	@Test
	void messagesTakeTheKeysOfTheOldest() {
		for (int i = 0; i < 205; i++) {
			say(this.one, "number " + i);
		}
		assertThat(texts()).hasSize(50).startsWith("number 155").endsWith("number 204");
		this.other.synchronize();
		assertThat(this.other.keys("messages/")).hasSize(200);
		assertThat(this.other.status().deletedKeys()).isZero();
	}

	@Test
	void messagesOfSeveralInstancesDoNotOverwriteEachOther() {
		try (RunningSample two = RunningSample.start(this.directory, "two")) {
			CompletableFuture<Void> speech = CompletableFuture
				.runAsync(() -> IntStream.range(0, 20).forEach((i) -> say(this.one, "one " + i)));
			IntStream.range(0, 20).forEach((i) -> say(two, "two " + i));
			speech.join();
		}
		this.other.synchronize();
		assertThat(this.other.keys("messages/")).hasSize(40);
	}

	private static void say(RunningSample instance, String text) {
		assertThat(instance.send("POST", "/api/messages", "{\"text\": \"" + text + "\"}").statusCode()).isEqualTo(201);
	}

	@Test
	void entriesOfUnexpectedShapeDoNoHarm() {
		for (Object odd : Arrays.asList(null, 42, List.of("text"), Map.of("text", 1), Map.of("from", "nobody"))) {
			this.other.put("messages/odd-" + odd, odd);
			this.other.put("instances/odd-" + odd, odd);
		}
		this.other.put("instances/odd-load", Map.of("load", Double.NaN, "port", "none"));
		this.other.put("messages/", Map.of("from", List.of(), "text", "I am fine"));
		await().untilAsserted(() -> assertThat(texts()).containsExactly("I am fine"));
		assertThat(this.one.get("/api/messages").get(0).get("from").stringValue()).isEqualTo("other");
		assertThat(identifiers(this.one)).contains("one", "odd-null", "odd-42", "odd-load");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					PUT    | /api/settings/app.greeting        | 5               | a text of 1 to 100 characters
					PUT    | /api/settings/app.greeting        | " "             | a text of 1 to 100 characters
					PUT    | /api/settings/app.greeting        | hi              | The body must be JSON
					PUT    | /api/settings/app.rate-limit      | "many"          | a whole number from 0 to 1000000, but this is "many"
					PUT    | /api/settings/app.rate-limit      | 1.5             | a whole number from 0 to 1000000
					PUT    | /api/settings/app.rate-limit      | -1              | a whole number from 0 to 1000000
					PUT    | /api/settings/app.features.any    | "true"          | true or false
					PUT    | /api/settings/app.secret          | true            | There is no setting 'app.secret'
					PUT    | /api/settings/spring.main         | true            | There is no setting 'spring.main'
					DELETE | /api/settings/app.secret          | ``              | There is no setting 'app.secret'
					POST   | /api/messages                     | {"text": "  "}  | A message has 1 to 500 characters, but this one has 0.
					POST   | /api/messages                     | {}              | A message has 1 to 500 characters
					POST   | /api/messages                     | nonsense        | The body must be JSON
					""")
	void badInputIsRefusedWithAReason(String method, String path, String body, String reason) {
		HttpResponse<String> response = this.one.send(method, path, body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.body().replace("\\\"", "\"")).contains(reason);
		this.other.synchronize();
		assertThat(this.other.keys()).allMatch((key) -> key.startsWith("instances/"));
	}

	@Test
	void messageThatIsTooLongIsRefused() {
		assertThat(this.one.send("POST", "/api/messages", "{\"text\": \"" + "x".repeat(500) + "\"}").statusCode())
			.isEqualTo(201);
		assertThat(this.one.send("POST", "/api/messages", "{\"text\": \"" + "x".repeat(501) + "\"}").statusCode())
			.isEqualTo(400);
	}

	@Test
	void changedRateLimitHoldsAtOnce() {
		this.other.put("config/app.rate-limit", 0);
		await().untilAsserted(() -> assertSetting("app.rate-limit", "0"));
		HttpResponse<String> response = this.one.send("POST", "/api/messages", "{\"text\": \"hi\"}");
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.body()).contains("takes 0 messages a minute");
	}

	private void putInThePast(String key, Duration age) {
		Instant time = Instant.now().minus(age);
		try (KeyValueStore past = KeyValueStore.at(this.directory).identifier("past").clock(() -> time).open()) {
			past.put(key, Map.of("uptimeSeconds", 5));
		}
	}

	private void assertSetting(String name, String json) {
		assertThat(this.one.get("/api/settings").get(name)).hasToString(json);
	}

	private List<String> texts() {
		return this.one.get("/api/messages").valueStream().map((message) -> message.get("text").stringValue()).toList();
	}

	private static List<String> identifiers(RunningSample sample) {
		return sample.get("/api/instances")
			.valueStream()
			.map((instance) -> instance.get("identifier").stringValue())
			.toList();
	}

}
