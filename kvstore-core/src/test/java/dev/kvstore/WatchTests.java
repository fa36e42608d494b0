package dev.kvstore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What listeners are told.
 */
class WatchTests {

	@TempDir(factory = Directories.InMemory.class)
	Path directory;

	private KeyValueStore store;

	private KeyValueStore other;

	@BeforeEach
	void open() {
		this.store = open("one");
		this.other = open("other");
	}

	@AfterEach
	void close() {
		this.store.close();
		this.other.close();
	}

	private KeyValueStore open(String identifier) {
		return KeyValueStore.at(this.directory).identifier(identifier).durability(Durability.PROCESS).open();
	}

	/** Remembers what it is told, and can be held up. */
	private static final class Recorder implements ChangeListener {

		private final List<ChangeEvent> events = new CopyOnWriteArrayList<>();

		private final CountDownLatch held = new CountDownLatch(1);

		private volatile CountDownLatch release = new CountDownLatch(0);

		@Override
		public void onChange(ChangeEvent event) {
			this.events.add(event);
			if (this.release.getCount() > 0) {
				this.held.countDown();
				try {
					this.release.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
		}

		/** Keeps the listener busy from its next event on. */
		void hold() {
			this.release = new CountDownLatch(1);
		}

		List<ChangeEvent> awaitKey(String key) {
			await().until(() -> this.events.stream().anyMatch((event) -> event.key().equals(key)));
			return List.copyOf(this.events);
		}

		List<String> awaitTold(String key) {
			return awaitKey(key).stream().map(WatchTests::describe).toList();
		}

	}

	private static String describe(ChangeEvent event) {
		return "%s: %s -> %s".formatted(event.key(), event.oldValue(), event.newValue());
	}

	@Test
	void tellsOfOwnChangesAndOfThoseOfOthersInTheirOrder() {
		Recorder recorder = new Recorder();
		this.store.watch("", recorder);
		this.store.put("a", 1);
		this.other.put("b", 1);
		this.store.synchronize();
		this.store.remove("a");
		this.store.put("end", null);
		List<ChangeEvent> events = recorder.awaitKey("end");
		assertThat(events.get(events.size() - 1).newValue()).isEqualTo(Json.parse("null"));
		assertThat(events).filteredOn((event) -> event.key().equals("b")).singleElement().satisfies((event) -> {
			assertThat(event.oldEntry()).isNull();
			assertThat(event.newEntry()).isEqualTo(this.store.entry("b").orElseThrow());
			assertThat(event.writer()).isEqualTo("other");
			assertThat(event.version()).isEqualTo(this.store.entry("b").orElseThrow().version());
		});
	}

	@Test
	void eachOldValueIsTheNewValueOfTheEventBefore() throws InterruptedException {
		Recorder recorder = new Recorder();
		this.store.watch("key", recorder);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			int thread = i;
			threads.add(new Thread(() -> {
				for (int j = 0; j < 300; j++) {
					String key = "key-" + j % 3;
					switch (thread) {
						case 0 -> this.store.put(key, j);
						case 1 -> this.store.remove(key);
						default -> {
							this.other.put(key, -j);
							this.store.synchronize();
						}
					}
				}
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		this.store.synchronize();
		this.store.put("key-end", 1);
		Map<String, Entry> told = new HashMap<>();
		Map<String, Version> versions = new HashMap<>();
		for (ChangeEvent event : recorder.awaitKey("key-end")) {
			assertThat(event.oldEntry()).isEqualTo(told.get(event.key()));
			Version before = versions.put(event.key(), event.version());
			assertThat(before == null || before.compareTo(event.version()) < 0).isTrue();
			told.put(event.key(), event.newEntry());
		}
		told.values().removeIf((entry) -> entry == null);
		assertThat(told).isEqualTo(this.store.snapshot(""));
	}

	@Test
	void whatASynchronizationBroughtComesInOneCallAfterItIsVisible() {
		List<List<String>> calls = new CopyOnWriteArrayList<>();
		List<Integer> sizes = new CopyOnWriteArrayList<>();
		this.store.watch("x/", new ChangeListener() {

			@Override
			public void onChange(ChangeEvent event) {
				throw new IllegalStateException("not called");
			}

			@Override
			public void onChanges(List<ChangeEvent> events) {
				calls.add(events.stream().map(ChangeEvent::key).toList());
				sizes.add(WatchTests.this.store.size());
			}

		});
		for (String key : List.of("x/1", "y", "x/2", "x/3", "x/1")) {
			this.other.put(key, 1);
		}
		SyncResult result = this.store.synchronize();
		assertThat(result.changes()).extracting(ChangeEvent::key).containsExactlyInAnyOrder("x/1", "y", "x/2", "x/3");
		await().until(() -> !calls.isEmpty());
		assertThat(calls).singleElement()
			.satisfies((keys) -> assertThat(keys).containsExactlyInAnyOrder("x/1", "x/2", "x/3"));
		assertThat(sizes).containsExactly(4);
	}

	@Test
	void aSlowListenerIsToldOfSeveralChangesAtOnce() {
		Recorder recorder = new Recorder();
		this.store.put("counter", 0);
		this.store.watch("", recorder);
		recorder.hold();
		this.store.put("first", 1);
		await().until(() -> recorder.held.getCount() == 0);
		for (int i = 1; i <= 100; i++) {
			this.store.put("counter", i);
		}
		this.store.put("passing", 1);
		this.store.remove("passing");
		this.store.put("end", 1);
		recorder.release.countDown();
		assertThat(recorder.awaitTold("end")).containsExactly("first: null -> 1", "counter: 0 -> 100",
				"end: null -> 1");
	}

	@Test
	void aListenerThatFailsHurtsNobody() {
		Recorder before = new Recorder();
		Recorder after = new Recorder();
		this.store.watch("", before);
		this.store.watch("", (event) -> {
			throw new IllegalStateException("on purpose, at " + event.key());
		});
		this.store.watch("", (event) -> {
			throw new AssertionError("on purpose, at " + event.key());
		});
		this.store.watch("", after);
		this.store.put("a", 1);
		this.store.put("b", 1);
		assertThat(before.awaitTold("b")).containsExactly("a: null -> 1", "b: null -> 1");
		assertThat(after.awaitTold("b")).containsExactly("a: null -> 1", "b: null -> 1");
	}

	@Test
	void aClosedSubscriptionIsSilent() {
		Recorder closed = new Recorder();
		Recorder open = new Recorder();
		Subscription subscription = this.store.watch("", closed);
		this.store.watch("", open);
		this.store.put("a", 1);
		open.awaitKey("a");
		subscription.close();
		subscription.close();
		this.store.put("b", 1);
		open.awaitKey("b");
		assertThat(closed.events).extracting(ChangeEvent::key).containsExactly("a");
	}

	@Test
	void oneListenerRegisteredTwiceIsToldTwiceAndClosedOneByOne() {
		Recorder recorder = new Recorder();
		Recorder last = new Recorder();
		Subscription first = this.store.watch("", recorder);
		this.store.watch("", recorder);
		this.store.watch("", last);
		this.store.put("a", 1);
		last.awaitKey("a");
		first.close();
		this.store.put("b", 1);
		last.awaitKey("b");
		assertThat(recorder.events).extracting(ChangeEvent::key).containsExactly("a", "a", "b");
	}

	@Test
	void aListenerIsToldOnlyOfWhatComesAfterItsRegistration() {
		Recorder slow = new Recorder();
		this.store.watch("", slow);
		slow.hold();
		this.store.put("held", 1);
		await().until(() -> slow.held.getCount() == 0);
		// These two wait for the slow listener while the next one comes.
		this.store.put("there", "before");
		this.store.put("changed", "before");
		Recorder late = new Recorder();
		this.store.watch("", late);
		this.store.remove("there");
		this.store.put("changed", "after");
		this.store.put("end", 1);
		slow.release.countDown();
		assertThat(late.awaitTold("end")).containsExactly("there: \"before\" -> null",
				"changed: \"before\" -> \"after\"", "end: null -> 1");
		assertThat(slow.awaitTold("end")).startsWith("held: null -> 1")
			.contains("end: null -> 1")
			.filteredOn((told) -> told.startsWith("changed"))
			.last()
			.asString()
			.endsWith("-> \"after\"");
	}

	@Test
	void aListenerMayUseTheStoreAndEndItsOwnSubscription() {
		List<JsonNode> seen = new CopyOnWriteArrayList<>();
		List<Subscription> subscription = new CopyOnWriteArrayList<>();
		CountDownLatch registered = new CountDownLatch(1);
		subscription.add(this.store.watch("in", (event) -> {
			try {
				registered.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			seen.add(this.store.get("in").orElseThrow());
			this.store.put("out", event.newValue());
			this.store.synchronize();
			subscription.get(0).close();
		}));
		registered.countDown();
		this.store.put("in", "x");
		await().until(() -> this.store.contains("out"));
		assertThat(seen).containsExactly(Json.parse("\"x\""));
	}

	@Test
	void whatWasKnownWhenTheStoreWasOpenedIsNoEvent() {
		this.other.put("known", 1);
		try (KeyValueStore third = open("third")) {
			Recorder recorder = new Recorder();
			third.watch("", recorder);
			this.other.put("new", 1);
			third.synchronize();
			assertThat(recorder.awaitTold("new")).containsExactly("new: null -> 1");
		}
	}

	@Test
	void aValueOfAnInstanceThatWasReplacedByAnotherIsToldOfAsSuperseded() {
		this.store.put("mine", 1);
		this.other.put("theirs", 1);
		this.other.put("mine", 2);
		assertThat(this.store.synchronize().superseded()).containsExactly("mine");
		assertThat(this.store.synchronize().superseded()).isEmpty();
	}

}
