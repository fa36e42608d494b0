package dev.kvstore.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An instance of the application that really runs, on a port of its own.
 */
final class RunningSample implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private RunningSample(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static RunningSample start(Path directory, String identifier, String... arguments) {
		List<String> standard = List.of("--kvstore.location=" + directory, "--kvstore.identifier=" + identifier,
				"--server.port=0", "--spring.main.banner-mode=off", "--logging.level.root=warn");
		String[] all = Stream.concat(standard.stream(), Stream.of(arguments)).toArray(String[]::new);
		return new RunningSample(new SpringApplicationBuilder(SampleApplication.class).run(all));
	}

	String address() {
		return "http://127.0.0.1:" + this.context.getEnvironment().getRequiredProperty("local.server.port");
	}

	JsonNode get(String path) {
		HttpResponse<String> response = send("GET", path, "");
		if (response.statusCode() != 200) {
			throw new AssertionError("GET " + path + " answered " + response.statusCode() + ": " + response.body());
		}
		return JsonMapper.shared().readTree(response.body());
	}

	HttpResponse<String> send(String method, String path, String body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(address() + path))
			.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
			.header("Content-Type", "application/json")
			.build();
		try {
			return this.client.send(request, BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new AssertionError(method + " " + path + " failed", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(method + " " + path + " was interrupted", ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}
