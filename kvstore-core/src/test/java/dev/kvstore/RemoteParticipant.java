package dev.kvstore;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A process that takes part in a store: a JSON line of request on its standard input, a
 * JSON line of answer on its standard output. For one thread at a time.
 */
final class RemoteParticipant implements Participant {

	private final String name;

	private final Process process;

	private final BufferedWriter requests;

	private final BufferedReader answers;

	private RemoteParticipant(String name, List<String> command) {
		this.name = name;
		try {
			this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.requests = this.process.outputWriter(StandardCharsets.UTF_8);
		this.answers = this.process.inputReader(StandardCharsets.UTF_8);
	}

	/** Starts {@link StoreProcess} in a JVM of its own. */
	static RemoteParticipant java(Path store, String identifier, String... systemProperties) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path")));
		command.addAll(List.of(systemProperties));
		command.addAll(List.of(StoreProcess.class.getName(), store.toString(), identifier));
		return new RemoteParticipant("java-process-" + identifier, command);
	}

	/** Starts {@code participant.py}. Skips the test if there is no Python. */
	static RemoteParticipant python(Path store, String identifier, long clockOffsetMicros) {
		assumeTrue(hasPython(), "python3 is missing: this test runs beside Python processes");
		Path program = Directories.module().resolve("src/test/python/participant.py");
		return new RemoteParticipant("python-" + identifier,
				List.of("python3", program.toString(), store.toString(), identifier, Long.toString(clockOffsetMicros)));
	}

	private static boolean hasPython() {
		try {
			Process process = new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 6))")
				.start();
			return process.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean canWrite() {
		return true;
	}

	@Override
	public Optional<Found> get(String key) {
		JsonNode answer = call(request("get").put("key", key));
		return answer.get("found").booleanValue()
				? Optional.of(new Found(answer.get("value"), answer.get("version").longValue())) : Optional.empty();
	}

	@Override
	public long put(String key, JsonNode value) {
		ObjectNode request = request("put").put("key", key);
		request.set("value", value);
		return call(request).get("version").longValue();
	}

	@Override
	public boolean remove(String key) {
		return call(request("remove").put("key", key)).get("removed").booleanValue();
	}

	@Override
	public int clear() {
		return call(request("clear")).get("removed").intValue();
	}

	@Override
	public List<String> keys() {
		List<String> keys = new ArrayList<>();
		call(request("keys")).get("keys").forEach((key) -> keys.add(key.stringValue()));
		return keys;
	}

	@Override
	public Map<String, JsonNode> export() {
		Map<String, JsonNode> values = new TreeMap<>();
		call(request("export")).get("value")
			.properties()
			.forEach((member) -> values.put(member.getKey(), member.getValue()));
		return values;
	}

	@Override
	public void synchronize() {
		call(request("sync"));
	}

	static ObjectNode request(String operation) {
		return JsonNodeFactory.instance.objectNode().put("op", operation);
	}

	/** Asks and waits for the answer, which must be a good one. */
	JsonNode call(ObjectNode request) {
		send(request);
		String line = receive();
		if (line == null) {
			throw new IllegalStateException("%s has ended and left %s unanswered".formatted(this.name, request));
		}
		JsonNode answer = Json.parse(line);
		if (!answer.get("ok").booleanValue()) {
			throw new IllegalStateException("%s: %s".formatted(this.name, answer.get("error").stringValue()));
		}
		return answer;
	}

	void send(ObjectNode request) {
		try {
			this.requests.write(Json.write(request));
			this.requests.newLine();
			this.requests.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(this.name + " takes no requests", ex);
		}
	}

	/** Returns the next line; {@code null} if the process has ended. */
	@Nullable String receive() {
		try {
			return this.answers.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ends the process at once, as {@code kill -9} does. What it has said can still be
	 * received.
	 */
	void kill() {
		this.process.toHandle().destroyForcibly();
	}

	@Override
	public void close() {
		try {
			this.requests.close();
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				throw new IllegalStateException(this.name + " doesn't end");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.process.destroyForcibly();
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
