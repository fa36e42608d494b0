package dev.kvstore;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.kvstore.transport.FaultyTransport;
import dev.kvstore.transport.FaultyTransport.Fault;
import dev.kvstore.transport.MemoryTransport;
import dev.kvstore.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whichever call of the transport fails, and however: a write that returned is there, one
 * that threw is not or said that it doesn't know, and memory agrees with what a fresh
 * instance reads as soon as the fault is gone.
 */
class FaultTests {

	private static final int MORE_CALLS_THAN_THE_WORKLOAD_MAKES = 60;

	private final MemoryTransport.Place place = new MemoryTransport.Place();

	private final Map<String, Object> acknowledged = new LinkedHashMap<>();

	private final Set<String> unknown = new HashSet<>();

	static Stream<Fault> faults() {
		return IntStream.rangeClosed(1, MORE_CALLS_THAN_THE_WORKLOAD_MAKES)
			.boxed()
			.flatMap((call) -> Stream.of(new Fault(call, false, false), new Fault(call, true, false),
					new Fault(call, false, true), new Fault(call, true, true)));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void memoryAndDirectoryAgreeAfterAFault(Fault fault) {
		FaultyTransport transport = new FaultyTransport(new MemoryTransport(this.place, false), fault);
		try (KeyValueStore healthy = open(new MemoryTransport(this.place, false), "healthy")) {
			healthy.put("old", "from before");
			this.acknowledged.put("old", "from before");
			try (KeyValueStore store = openInSpiteOf(transport)) {
				workload(store, healthy);
				transport.heal();
				assertThat(store.put("afterwards", 1)).isNotNull();
				this.acknowledged.put("afterwards", 1);
				for (int i = 0; i < 3; i++) {
					store.synchronize();
					healthy.synchronize();
				}
				assertAllAgree(store, healthy);
				assertThat(store.status().unconfirmed()).isZero();
			}
		}
	}

	private static KeyValueStore openInSpiteOf(FaultyTransport transport) {
		try {
			return open(transport, "faulty");
		}
		catch (StoreUnavailableException ex) {
			assertThat(transport.hasFailed()).isTrue();
			transport.heal();
			return open(transport, "faulty");
		}
	}

	private void workload(KeyValueStore store, KeyValueStore healthy) {
		for (int i = 0; i < 3; i++) {
			put(store, "a", i);
			put(store, "b" + i, i);
		}
		healthy.synchronize();
		put(healthy, "a", "by the other");
		try {
			store.synchronize();
		}
		catch (StoreUnavailableException ex) {
			assertThat(store.status().lastFailure()).isNotBlank();
		}
		put(store, "a", "after synchronizing");
		remove(store, "b0");
		put(store, "old", "overwritten");
	}

	private void put(KeyValueStore store, String key, Object value) {
		@Nullable JsonNode before = store.get(key).orElse(null);
		try {
			store.put(key, value);
			this.acknowledged.put(key, value);
			this.unknown.remove(key);
			assertThat(store.get(key, Object.class)).hasValue(value);
		}
		catch (KeyValueStoreException ex) {
			noteFailure(store, key, before, ex);
		}
	}

	private void remove(KeyValueStore store, String key) {
		@Nullable JsonNode before = store.get(key).orElse(null);
		try {
			if (store.remove(key)) {
				this.acknowledged.remove(key);
			}
		}
		catch (KeyValueStoreException ex) {
			noteFailure(store, key, before, ex);
		}
	}

	private void noteFailure(KeyValueStore store, String key, @Nullable JsonNode before, KeyValueStoreException ex) {
		assertThat(ex).hasMessageContaining("'" + key + "'").hasMessageContaining("memory");
		assertThat(store.get(key).orElse(null)).isEqualTo(before);
		if (ex instanceof OutcomeUnknownException) {
			this.unknown.add(key);
		}
	}

	private void assertAllAgree(KeyValueStore store, KeyValueStore healthy) {
		try (KeyValueStore fresh = open(new MemoryTransport(this.place, true), "fresh")) {
			assertThat(store.asMap()).isEqualTo(fresh.asMap());
			assertThat(healthy.asMap()).isEqualTo(fresh.asMap());
			assertThat(store.status().unreadable()).isEmpty();
			this.acknowledged.forEach((key, value) -> {
				if (!this.unknown.contains(key)) {
					assertThat(fresh.get(key, Object.class)).as(key).hasValue(value);
				}
			});
		}
	}

	@Test
	void theWorkloadEndsBeforeTheLastFault() {
		FaultyTransport transport = new FaultyTransport(new MemoryTransport(this.place, false),
				new Fault(MORE_CALLS_THAN_THE_WORKLOAD_MAKES, false, false));
		try (KeyValueStore healthy = open(new MemoryTransport(this.place, false), "healthy");
				KeyValueStore store = open(transport, "faulty")) {
			workload(store, healthy);
		}
		assertThat(transport.hasFailed()).isFalse();
	}

	private static KeyValueStore open(Transport transport, String identifier) {
		boolean readOnly = identifier.equals("fresh");
		return Replica.open(transport, new Replica.Settings(identifier, readOnly, Durability.SYNC,
				InstantSource.system(), JsonMapper::shared));
	}

}
