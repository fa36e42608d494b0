package dev.kvstore.boot.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.kvstore.KeyValueStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint and the health of a running web application, asked over HTTP.
 */
class KeyValueStoreActuatorTests {

	@TempDir
	Path directory;

	private KeyValueStore other;

	private ConfigurableApplicationContext context;

	@BeforeEach
	void openOtherProcess() {
		this.other = KeyValueStore.at(this.directory).identifier("other").open();
	}

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
		this.other.close();
	}

	private void run(String... arguments) {
		this.context = new SpringApplicationBuilder(Application.class)
			.properties("spring.main.banner-mode=off", "spring.main.log-startup-info=false", "server.port=0",
					"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
					"management.health.defaults.enabled=false", "management.health.kvstore.enabled=true",
					"kvstore.sync.interval=20ms", "kvstore.identifier=app")
			.run(Stream.concat(Stream.of("--kvstore.location=" + this.directory), Stream.of(arguments))
				.toArray(String[]::new));
	}

	private HttpResponse<String> request(String path) throws IOException, InterruptedException {
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + path)).build(),
					HttpResponse.BodyHandlers.ofString());
	}

	private JsonNode get(String path) {
		try {
			HttpResponse<String> response = request(path);
			assertThat(response.statusCode()).isIn(200, 503);
			return JsonMapper.shared().readTree(response.body());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void summaryShowsStateAndKeysButNoValues() {
		this.other.put("a/b", "secret");
		this.other.put("c", 1);
		this.other.remove("c");
		run();
		JsonNode summary = get("kvstore");
		assertThat(summary.get("location").stringValue()).isEqualTo(this.directory.toString());
		assertThat(summary.get("identifier").stringValue()).isEqualTo("app");
		assertThat(summary.get("readOnly").booleanValue()).isFalse();
		assertThat(summary.get("durability").stringValue()).isEqualTo("SYNC");
		assertThat(summary.get("keys").intValue()).isEqualTo(1);
		assertThat(summary.get("deletedKeys").intValue()).isEqualTo(1);
		assertThat(summary.has("lastSynchronized")).isTrue();
		assertThat(summary.has("lastFailure")).isFalse();
		assertThat(summary.get("unreadable")).isEmpty();
		assertThat(summary.get("entries")).hasSize(1);
		JsonNode entry = summary.get("entries").get(0);
		assertThat(entry.get("key").stringValue()).isEqualTo("a/b");
		assertThat(entry.get("version").longValue())
			.isEqualTo(this.other.entry("a/b").orElseThrow().version().epochMicros());
		assertThat(entry.get("writer").stringValue()).isEqualTo("other");
		assertThat(summary.toString()).doesNotContain("secret");
	}

	@Test
	void valuesAreHiddenByDefault() {
		this.other.put("config/app.greeting", Map.of("secret", "secret"));
		run();
		JsonNode entry = get("kvstore/config/app.greeting");
		assertThat(entry.get("key").stringValue()).isEqualTo("config/app.greeting");
		assertThat(entry.get("value").stringValue()).isEqualTo("******");
		assertThat(entry.toString()).doesNotContain("secret");
	}

	@Test
	void valuesAreHiddenFromWhomIsNotAuthorized() {
		this.other.put("a", 1);
		run("--management.endpoint.kvstore.show-values=when-authorized");
		assertThat(get("kvstore/a").get("value").stringValue()).isEqualTo("******");
	}

	@Test
	void rebindingOfTheRolesAuthorizesNobody() {
		this.other.put("a", "secret");
		run("--management.endpoint.kvstore.show-values=when-authorized", "--management.endpoint.kvstore.roles=admin");
		KeyValueStoreEndpointWebExtension endpoint = this.context.getBean(KeyValueStoreEndpointWebExtension.class);
		assertThat(value(endpoint, "admin")).isEqualTo("secret");
		assertThat(value(endpoint, "user")).isEqualTo("******");
		// What a rebinding does before it adds the new roles.
		this.context.getBean(KeyValueStoreEndpointProperties.class).getRoles().clear();
		assertThat(value(endpoint, "user")).isEqualTo("******");
	}

	private static Object value(KeyValueStoreEndpointWebExtension endpoint, String role) {
		SecurityContext user = new SecurityContext() {

			@Override
			public Principal getPrincipal() {
				return () -> "somebody";
			}

			@Override
			public boolean isUserInRole(String asked) {
				return asked.equals(role);
			}

		};
		return endpoint.entry(user, new String[] { "a" }).getBody().value();
	}

	@Test
	void valuesAreJsonWhereTheyAreShown() {
		this.other.put("object", Map.of("list", List.of(1, 2.5, true, "x")));
		this.other.put("a b/ü/c", "x");
		this.other.put("null", null);
		this.other.put("nan", List.of(Double.NaN, Double.NEGATIVE_INFINITY));
		this.other.put("db", Map.of("url", "u", "password", "p"));
		run("--management.endpoint.kvstore.show-values=always");
		assertThat(get("kvstore/object").get("value")).hasToString("{\"list\":[1,2.5,true,\"x\"]}");
		assertThat(get("kvstore/a%20b/%C3%BC/c").get("value").stringValue()).isEqualTo("x");
		assertThat(get("kvstore/null").get("value").isNull()).isTrue();
		assertThat(get("kvstore/nan").get("value")).hasToString("[\"NaN\",\"-Infinity\"]");
		assertThat(get("kvstore/db").get("value").get("password").stringValue()).isEqualTo("******");
		assertThat(get("kvstore/db").get("value").get("url").stringValue()).isEqualTo("u");
	}

	@Test
	void absentKeyIsNotFound() throws Exception {
		run();
		assertThat(request("kvstore/absent/key").statusCode()).isEqualTo(404);
	}

	@Test
	void nothingCanBeChanged() throws Exception {
		this.other.put("a", 1);
		run("--management.endpoint.kvstore.access=unrestricted");
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest delete = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/kvstore/a"))
			.DELETE()
			.build();
		assertThat(HttpClient.newHttpClient().send(delete, HttpResponse.BodyHandlers.discarding()).statusCode())
			.isEqualTo(405);
	}

	@Test
	void endpointIsAbsentWithoutAccess() throws Exception {
		run("--management.endpoint.kvstore.access=none");
		assertThat(request("kvstore").statusCode()).isEqualTo(404);
		assertThat(this.context.getBeanProvider(KeyValueStoreEndpoint.class).getIfAvailable()).isNull();
	}

	@Test
	void healthIsUpWithDetails() throws Exception {
		this.other.put("a", 1);
		Files.writeString(this.directory.resolve("d/12345"), "damaged");
		run();
		JsonNode health = get("health/kvstore");
		assertThat(health.get("status").stringValue()).isEqualTo("UP");
		JsonNode details = health.get("details");
		assertThat(details.get("location").stringValue()).isEqualTo(this.directory.toString());
		assertThat(details.get("keys").intValue()).isEqualTo(1);
		assertThat(Duration.parse(details.get("age").stringValue())).isLessThan(Duration.ofSeconds(30));
		assertThat(details.has("lastSynchronized")).isTrue();
		assertThat(details.get("unreadable").get("count").intValue()).isEqualTo(1);
		assertThat(details.get("unreadable").get("names")).hasToString("[\"12345\"]");
	}

	@Test
	void healthIsDownWhileTheDirectoryIsAway() throws Exception {
		run();
		Path away = this.directory.resolve("away");
		Files.move(this.directory.resolve("d"), away);
		awaitHealth("DOWN");
		assertThat(get("health/kvstore").get("details").get("error").stringValue()).contains("is not there any more");
		assertThat(request("health").statusCode()).isEqualTo(503);
		Files.move(away, this.directory.resolve("d"));
		awaitHealth("UP");
	}

	@ParameterizedTest
	@CsvSource({ "1s, 29s, UP", "1s, 31s, DOWN", "10s, 99s, UP", "10s, 101s, DOWN", "0s, 1h, UP", "1s, -1h, UP" })
	void healthIsDownWhenSynchronizationsNoLongerComeToAnEnd(String interval, String age, String status) {
		Duration time = DurationStyle.SIMPLE.parse(age);
		Health health = new KeyValueStoreHealthIndicator(this.other, DurationStyle.SIMPLE.parse(interval),
				() -> this.other.status().lastSynchronized().plus(time))
			.health();
		assertThat(health.getStatus().getCode()).isEqualTo(status);
		if (status.equals("DOWN")) {
			assertThat(health.getDetails().get("error")).asString().contains(time.toString());
		}
	}

	@Test
	void healthKnowsTheInterval() {
		run("--kvstore.sync.interval=1h");
		assertThat(this.context.getBean("kvstoreHealthContributor")).extracting("interval")
			.isEqualTo(Duration.ofHours(1));
	}

	private void awaitHealth(String status) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> get("health/kvstore").get("status").stringValue().equals(status));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SanitizingFunction passwords() {
			return SanitizingFunction.sanitizeValue().ifKeyEndsWith("password");
		}

	}

}
