package dev.kvstore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The main class of another JVM that takes part in a store, driven over its standard
 * input and output by a {@link RemoteParticipant}.
 */
final class StoreProcess {

	private final KeyValueStore store;

	private StoreProcess(KeyValueStore store) {
		this.store = store;
	}

	public static void main(String[] arguments) throws IOException {
		BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		try (KeyValueStore store = KeyValueStore.at(Path.of(arguments[0]))
			.identifier(arguments[1])
			.durability(Boolean.getBoolean("sync") ? Durability.SYNC : Durability.PROCESS)
			.open()) {
			StoreProcess process = new StoreProcess(store);
			for (String line = requests.readLine(); line != null; line = requests.readLine()) {
				ObjectNode answer = JsonNodeFactory.instance.objectNode();
				try {
					process.answer(Json.parse(line), answer.put("ok", true));
				}
				catch (KeyValueStoreException ex) {
					answer.put("ok", false).put("error", ex.getMessage());
				}
				print(answer);
			}
		}
	}

	private static synchronized void print(ObjectNode answer) {
		System.out.println(Json.write(answer));
		System.out.flush();
	}

	private void answer(JsonNode request, ObjectNode answer) {
		switch (request.get("op").stringValue()) {
			case "put" -> answer.put("version", this.store.put(key(request), request.get("value")).epochMicros());
			case "get" -> {
				Optional<Entry> entry = this.store.entry(key(request));
				answer.put("found", entry.isPresent());
				entry.ifPresent((found) -> {
					answer.set("value", found.value());
					answer.put("version", found.version().epochMicros());
				});
			}
			case "remove" -> answer.put("removed", this.store.remove(key(request)));
			case "clear" -> answer.put("removed", this.store.clear());
			case "keys" -> {
				ArrayNode keys = answer.putArray("keys");
				this.store.keys().forEach(keys::add);
			}
			case "export" -> {
				ObjectNode values = answer.putObject("value");
				this.store.snapshot("").forEach((key, entry) -> values.set(key, entry.value()));
			}
			case "sync" -> this.store.synchronize();
			case "increment" -> increment(this.store, key(request), request.get("times").intValue());
			case "claim" -> answer.put("won", claim(this.store, request.get("keys").intValue(), "process"));
			case "write" -> writeUntilKilled(request.get("keys").intValue(), request.get("seed").longValue());
			default -> throw new IllegalArgumentException(request.toString());
		}
	}

	private static String key(JsonNode request) {
		return request.get("key").stringValue();
	}

	/** Adds one to a counter, with compare-and-set, as often as asked. */
	static void increment(KeyValueStore store, String key, int times) {
		for (int done = 0; done < times;) {
			Optional<Entry> entry = store.entry(key);
			Optional<Version> stored = entry.isPresent()
					? store.compareAndSet(key, entry.get().version(), entry.get().value().intValue() + 1)
					: store.putIfAbsent(key, 1);
			done += stored.isPresent() ? 1 : 0;
		}
	}

	/**
	 * Tries to be the first for each of several keys, and returns for how many it was.
	 */
	static int claim(KeyValueStore store, int keys, String winner) {
		int won = 0;
		for (int i = 0; i < keys; i++) {
			won += store.putIfAbsent("claim-" + i, winner).isPresent() ? 1 : 0;
		}
		return won;
	}

	/** Two threads put and remove at random, and tell of each change that is stored. */
	private void writeUntilKilled(int keys, long seed) {
		new Thread(() -> write(keys, new Random(seed), 0), "first").start();
		write(keys, new Random(seed + 1), 1);
	}

	private void write(int keys, Random random, int thread) {
		Map<Integer, Integer> counts = new HashMap<>();
		while (true) {
			int number = random.nextInt(keys) * 2 + thread;
			int count = counts.merge(number, 1, Integer::sum);
			ObjectNode value = JsonNodeFactory.instance.objectNode().put("count", count);
			value.put("padding", "x".repeat(random.nextInt(10_000)));
			long version = this.store.put("key-" + number, value).epochMicros();
			print(JsonNodeFactory.instance.objectNode()
				.put("key", "key-" + number)
				.put("version", version)
				.put("count", count));
		}
	}

}
