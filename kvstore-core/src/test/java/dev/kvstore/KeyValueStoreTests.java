package dev.kvstore;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for what {@link KeyValueStore} offers, on a directory that two instances share.
 */
class KeyValueStoreTests {

	@TempDir
	Path directory;

	private KeyValueStore store;

	private KeyValueStore other;

	@BeforeEach
	void open() {
		this.store = KeyValueStore.at(this.directory).identifier("me").durability(Durability.PROCESS).open();
		this.other = KeyValueStore.at(this.directory).identifier("you").durability(Durability.PROCESS).open();
	}

	@AfterEach
	void close() {
		this.store.close();
		this.other.close();
	}

	record Mail(String host, int port, List<String> to) {
	}

	@Test
	void opensInOneLine() {
		try (KeyValueStore third = KeyValueStore.open(this.directory)) {
			this.store.put("a", 1);
			third.synchronize();
			assertThat(third.get("a", int.class)).hasValue(1);
		}
	}

	@Test
	void getsATreeAClassOrAGenericType() {
		Mail mail = new Mail("example.org", 25, List.of("a", "b"));
		this.store.put("mail", mail);
		assertThat(this.store.get("mail")).hasValueSatisfying((tree) -> {
			assertThat(tree.get("host").stringValue()).isEqualTo("example.org");
			assertThat(tree.get("to").get(1).stringValue()).isEqualTo("b");
		});
		assertThat(this.store.get("mail", Mail.class)).hasValue(mail);
		this.store.put("mails", List.of(mail));
		assertThat(this.store.get("mails", new TypeReference<List<Mail>>() {
		})).hasValue(List.of(mail));
	}

	@Test
	void tellsAbsentFromNull() {
		this.store.put("null", null);
		assertThat(this.store.get("null")).hasValue(NullNode.instance);
		assertThat(this.store.get("null", String.class)).isEmpty();
		assertThat(this.store.contains("null")).isTrue();
		assertThat(this.store.get("absent")).isEmpty();
		assertThat(this.store.contains("absent")).isFalse();
	}

	@Test
	void anEntrySaysWhoSetItAndWhen() {
		Instant before = Instant.now().minusMillis(1);
		Version version = this.store.put("a", 1);
		this.other.synchronize();
		assertThat(this.other.entry("a")).hasValueSatisfying((entry) -> {
			assertThat(entry.version()).isEqualTo(version);
			assertThat(entry.writer()).isEqualTo("me");
			assertThat(entry.time()).isBetween(before, Instant.now());
			assertThat(entry.value()).isEqualTo(IntNode.valueOf(1));
		});
		assertThat(this.other.entry("absent")).isEmpty();
	}

	@Test
	void whatWasPutCanNotBeChangedThroughTheObjectThatWasPut() {
		List<Object> list = new ArrayList<>(List.of(1));
		this.store.put("list", list);
		list.add(2);
		assertThat(this.store.get("list")).hasToString("Optional[[1]]");
		ObjectNode tree = (ObjectNode) Json.parse("{\"a\":1}").deepCopy();
		this.store.put("tree", tree);
		tree.put("a", 2);
		assertThat(this.store.get("tree")).hasValue(Json.parse("{\"a\":1}"));
	}

	@Test
	void whatWasGotCanNotBeChanged() {
		this.store.put("tree", Map.of("a", 1));
		ObjectNode tree = (ObjectNode) this.store.get("tree").orElseThrow();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> tree.put("a", 2));
	}

	@Test
	void theWriterSeesWhatOthersSee() {
		this.store.put("decimal", new java.math.BigDecimal("0.1000000000000000055"));
		this.store.put("float", 1.5f);
		this.store.put("bytes", new byte[] { 1, 2, 3 });
		this.other.synchronize();
		assertThat(this.store.get("decimal")).hasValue(DoubleNode.valueOf(0.1));
		assertThat(this.store.get("bytes", byte[].class)).hasValue(new byte[] { 1, 2, 3 });
		assertThat(this.other.asMap()).isEqualTo(this.store.asMap());
	}

	@Test
	void keysAreSortedByCodePointAndFilteredByPrefix() {
		for (String key : List.of("b", "\ud83d\ude00", "", "a/2", "\uffff", "a/1", "a")) {
			this.store.put(key, true);
		}
		assertThat(this.store.keys()).containsExactly("", "a", "a/1", "a/2", "b", "\uffff", "\ud83d\ude00");
		assertThat(this.store.keys("a/")).containsExactly("a/1", "a/2");
		assertThat(this.store.keys("none")).isEmpty();
		assertThat(this.store.size()).isEqualTo(7);
	}

	@Test
	void removeAndClearAreIdempotent() {
		this.store.put("a", 1);
		this.store.put("b", 2);
		assertThat(this.store.remove("a")).isTrue();
		assertThat(this.store.remove("a")).isFalse();
		assertThat(this.store.remove("never there")).isFalse();
		assertThat(this.store.clear()).isEqualTo(1);
		assertThat(this.store.clear()).isZero();
		this.other.synchronize();
		assertThat(this.other.keys()).isEmpty();
		assertThat(this.other.status().deletedKeys()).isEqualTo(2);
	}

	@Test
	void putAllStoresAll() {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("a", 1);
		values.put("b", null);
		this.store.putAll(values);
		this.other.synchronize();
		assertThat(this.other.asMap()).containsExactly(entry("a", IntNode.valueOf(1)), entry("b", NullNode.instance));
	}

	@Test
	void aSnapshotStaysAsItWas() {
		this.store.put("x/1", 1);
		this.store.put("y", 1);
		SortedMap<String, Entry> snapshot = this.store.snapshot("x/");
		this.store.put("x/1", 2);
		this.store.put("x/2", 2);
		assertThat(snapshot).containsOnlyKeys("x/1");
		assertThat(snapshot.values()).extracting(Entry::value).containsExactly(IntNode.valueOf(1));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(snapshot::clear);
	}

	@Test
	void theMapIsALiveView() {
		Map<String, JsonNode> map = this.store.asMap();
		this.store.put("a", 1);
		assertThat(map).containsExactly(entry("a", IntNode.valueOf(1)));
		assertThat(map.put("b", StringNode.valueOf("two"))).isNull();
		assertThat(map.put("b", StringNode.valueOf("2"))).isEqualTo(StringNode.valueOf("two"));
		assertThat(this.store.get("b", String.class)).hasValue("2");
		map.entrySet().iterator().next().setValue(IntNode.valueOf(7));
		assertThat(this.store.get("a", int.class)).hasValue(7);
		assertThat(map.remove("b")).isEqualTo(StringNode.valueOf("2"));
		assertThat(this.store.contains("b")).isFalse();
		Iterator<String> keys = map.keySet().iterator();
		keys.next();
		keys.remove();
		assertThat(this.store.keys()).isEmpty();
		assertThat(map).isEmpty();
		assertThat(map.get(42)).isNull();
	}

	@Test
	void synchronizeSaysWhatChangedAndWhoseValueWasReplaced() {
		this.store.put("mine", 1);
		this.other.synchronize();
		this.other.put("mine", 2);
		this.other.put("mine", 3);
		this.other.put("new", 1);
		this.other.put("gone before anybody saw it", 1);
		this.other.remove("gone before anybody saw it");
		SyncResult result = this.store.synchronize();
		assertThat(result.changes()).extracting(ChangeEvent::key).containsExactlyInAnyOrder("mine", "new");
		assertThat(result.superseded()).containsExactly("mine");
		assertThat(result.unreadable()).isEmpty();
		ChangeEvent mine = result.changes()
			.stream()
			.filter((event) -> event.key().equals("mine"))
			.findAny()
			.orElseThrow();
		assertThat(mine.oldValue()).isEqualTo(IntNode.valueOf(1));
		assertThat(mine.newValue()).isEqualTo(IntNode.valueOf(3));
		assertThat(mine.writer()).isEqualTo("you");
		assertThat(this.store.synchronize().changes()).isEmpty();
	}

	@Test
	void aPutWinsOverAllThatItsInstanceHasSeenWhateverTheClockSays() {
		Version first = this.store.put("a", 1);
		try (KeyValueStore late = KeyValueStore.at(this.directory)
			.durability(Durability.PROCESS)
			.clock(() -> Instant.now().minus(Duration.ofHours(1)))
			.open()) {
			assertThat(late.put("a", 2)).isGreaterThan(first);
		}
		this.store.synchronize();
		assertThat(this.store.get("a", int.class)).hasValue(2);
	}

	@Test
	void comparesAndSetsOnlyWhatHasNotChanged() {
		Version first = this.store.put("a", 1);
		Version second = this.other.compareAndSet("a", first, 2).orElseThrow();
		assertThat(this.store.compareAndSet("a", first, 3)).isEmpty();
		assertThat(this.store.get("a", int.class)).as("the failed attempt has synchronized").hasValue(2);
		assertThat(this.store.compareAndSet("a", second, 4)).isPresent();
		assertThat(this.store.compareAndSet("absent", first, 1)).isEmpty();
	}

	@Test
	void putsIfAbsentOnlyOnce() {
		assertThat(this.store.putIfAbsent("a", 1)).isPresent();
		assertThat(this.other.putIfAbsent("a", 2)).isEmpty();
		this.other.remove("a");
		assertThat(this.store.putIfAbsent("a", 3)).isPresent();
		this.other.synchronize();
		assertThat(this.other.get("a", int.class)).hasValue(3);
	}

	@Test
	void writesInTheBackgroundInOrder() {
		for (int i = 0; i < 100; i++) {
			this.store.putAsync("a", i);
		}
		Optional<Version> last = Optional.of(this.store.putAsync("a", 100).join());
		assertThat(this.store.entry("a").map(Entry::version)).isEqualTo(last);
		assertThat(this.store.removeAsync("a").join()).isTrue();
		assertThat(this.store.removeAsync("a").join()).isFalse();
	}

	@Test
	void closeWaitsForWhatIsWrittenInTheBackground() {
		for (int i = 0; i < 500; i++) {
			this.store.putAsync("k" + i, i);
		}
		this.store.close();
		this.other.synchronize();
		assertThat(this.other.size()).isEqualTo(500);
	}

	@Test
	void valuesAreNotInWhatEventsAndEntriesPrint() {
		this.other.put("password", "hunter2");
		SyncResult result = this.store.synchronize();
		assertThat(result.toString()).contains("password").doesNotContain("hunter2");
		assertThat(this.store.entry("password").toString()).contains("password").doesNotContain("hunter2");
	}

	@Test
	void anInterruptedThreadCanCompareAndSet() {
		Thread.currentThread().interrupt();
		try {
			assertThat(this.store.putIfAbsent("a", 1)).isPresent();
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
	}

	@Test
	void whatIsReplacedDuringACompareAndSetIsReportedByTheNextSynchronization() {
		this.store.put("mine", 1);
		this.other.synchronize();
		this.other.put("mine", 2);
		assertThat(this.store.putIfAbsent("mine", 3)).isEmpty();
		assertThat(this.store.synchronize().superseded()).containsExactly("mine");
		assertThat(this.store.synchronize().superseded()).isEmpty();
	}

	@Test
	void statusSaysHowItIsDoing() {
		this.store.put("a", 1);
		this.store.synchronize();
		StoreStatus status = this.store.status();
		assertThat(status.location()).isEqualTo(this.directory.toString());
		assertThat(status.identifier()).isEqualTo("me");
		assertThat(status.keys()).isOne();
		assertThat(status.lastFailure()).isNull();
		assertThat(status.lastSynchronized()).isBetween(Instant.now().minusSeconds(10), Instant.now());
		assertThat(status.warnings()).isEmpty();
	}

}
