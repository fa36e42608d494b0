package dev.kvstore;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.kvstore.transport.MemoryTransport;
import dev.kvstore.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances whose clocks stand still at the same microsecond try the same names.
 */
class ContendedNameTests {

	private static final InstantSource FROZEN = () -> Instant.ofEpochSecond(1_700_000_000);

	private final MemoryTransport.Place place = new MemoryTransport.Place();

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	@AfterEach
	void endThreads() {
		this.executor.shutdownNow();
	}

	/** Keeps the first publication waiting until it is let go. */
	private final class HeldTransport extends MemoryTransport {

		private final CountDownLatch reached = new CountDownLatch(1);

		private final CountDownLatch listed = new CountDownLatch(1);

		private final CountDownLatch go = new CountDownLatch(1);

		HeldTransport() {
			super(ContendedNameTests.this.place, false);
		}

		@Override
		public void list(Visitor names) throws IOException {
			super.list(names);
			if (this.reached.getCount() == 0) {
				this.listed.countDown();
			}
		}

		@Override
		public Draft draft(byte[] content) {
			Draft draft = super.draft(content);
			return new Draft() {

				@Override
				public void publish(String name) throws IOException {
					HeldTransport.this.reached.countDown();
					try {
						HeldTransport.this.go.await();
					}
					catch (InterruptedException ex) {
						throw new IOException(ex);
					}
					draft.publish(name);
				}

				@Override
				public void close() {
					draft.close();
				}

			};
		}

	}

	@Test
	void aChangeUnderANameThatIsBeingTriedIsNotOverlooked() throws Exception {
		HeldTransport held = new HeldTransport();
		try (KeyValueStore mine = open(held, "mine");
				KeyValueStore other = open(new MemoryTransport(this.place, false), "other")) {
			CompletableFuture<Version> putting = CompletableFuture.supplyAsync(() -> mine.put("something else", 1),
					this.executor);
			assertThat(held.reached.await(10, TimeUnit.SECONDS)).isTrue();
			Version theirs = other.putIfAbsent("leader", "theirs").orElseThrow();
			CompletableFuture<SyncResult> synchronizing = CompletableFuture.supplyAsync(mine::synchronize,
					this.executor);
			assertThat(held.listed.await(10, TimeUnit.SECONDS)).isTrue();
			held.go.countDown();
			assertThat(putting.get(10, TimeUnit.SECONDS)).isGreaterThan(theirs);
			synchronizing.get(10, TimeUnit.SECONDS);
			assertThat(mine.get("leader", String.class)).hasValue("theirs");
		}
	}

	private static KeyValueStore open(Transport transport, String identifier) {
		return Replica.open(transport,
				new Replica.Settings(identifier, false, Durability.SYNC, FROZEN, JsonMapper::shared));
	}

}
