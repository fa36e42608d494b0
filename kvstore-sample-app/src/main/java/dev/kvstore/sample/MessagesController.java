package dev.kvstore.sample;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.kvstore.Entry;
import dev.kvstore.KeyValueStore;
import dev.kvstore.Version;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Use case 3: messages between instances. A new message takes the key of the oldest,
 * because a store remembers each key that it ever had; {@code compareAndSet} keeps two
 * instances from taking the same. Anyone who can write to the directory can take part
 * with any other key; what isn't a message is passed over.
 */
@RestController
@RequestMapping("/api/messages")
class MessagesController {

	private static final String KEYS = "messages/";

	private static final int SHOWN = 50;

	private static final int KEPT = 200;

	private static final int MAX_LENGTH = 500;

	private final KeyValueStore store;

	private final AppSettings settings;

	private final String self;

	private final RateLimit rateLimit = new RateLimit();

	MessagesController(KeyValueStore store, AppSettings settings) {
		this.store = store;
		this.settings = settings;
		this.self = store.status().identifier();
	}

	record Draft(@Nullable String text) {
	}

	@GetMapping
	List<Message> messages() {
		List<Message> latestFirst = latestFirst().flatMap((entry) -> message(entry).stream()).limit(SHOWN).toList();
		return latestFirst.stream().sorted(Comparator.comparing(Message::time)).toList();
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	void send(@RequestBody Draft draft) {
		String text = (draft.text() != null) ? draft.text().strip() : "";
		if (!Text.isFrom1To(MAX_LENGTH, text)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"A message has 1 to %d characters, but this one has %d.".formatted(MAX_LENGTH, text.length()));
		}
		if (!this.rateLimit.admits(this.settings.getRateLimit())) {
			throw new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS,
					"This instance takes %d messages a minute, as app.rate-limit says. Try again in a minute."
						.formatted(this.settings.getRateLimit()));
		}
		Optional<Version> stored;
		do {
			stored = putInPlaceOfTheOldest(Map.of("from", this.self, "text", text));
		}
		while (stored.isEmpty());
		latestFirst().skip(KEPT).forEach((entry) -> this.store.removeAsync(entry.key()));
	}

	/** Returns nothing if another instance was faster and took the key. */
	private Optional<Version> putInPlaceOfTheOldest(Map<String, String> message) {
		Map<String, Entry> messages = this.store.snapshot(KEYS);
		List<String> keys = IntStream.range(0, KEPT).mapToObj((number) -> KEYS + number).toList();
		Optional<String> free = keys.stream().filter((key) -> !messages.containsKey(key)).findFirst();
		if (free.isPresent()) {
			return this.store.putIfAbsent(free.get(), message);
		}
		Entry oldest = keys.stream().map(messages::get).min(Comparator.comparing(Entry::version)).orElseThrow();
		return this.store.compareAndSet(oldest.key(), oldest.version(), message);
	}

	private Stream<Entry> latestFirst() {
		return this.store.snapshot(KEYS)
			.values()
			.stream()
			.sorted(Comparator.comparing(Entry::version, Comparator.<Version>reverseOrder()));
	}

	/**
	 * Makes what it can of what somebody wrote: an object with a {@code text}, or just
	 * the text.
	 */
	private static Optional<Message> message(Entry entry) {
		JsonNode text = entry.value().isString() ? entry.value() : entry.value().path("text");
		JsonNode from = entry.value().path("from");
		if (!text.isString()) {
			return Optional.empty();
		}
		String writer = (entry.writer() != null) ? entry.writer() : "unknown";
		return Optional
			.of(new Message(entry.version().toString(), Text.upTo(200, from.isString() ? from.stringValue() : writer),
					Text.upTo(2 * MAX_LENGTH, text.stringValue()), entry.time()));
	}

}
