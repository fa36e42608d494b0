package dev.kvstore.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What every {@link Transport} promises. Extend it, return yours, add no switches.
 */
public abstract class TransportContractTests {

	private final List<Transport> opened = new ArrayList<>();

	/**
	 * Opens a transport. Within one test all calls lead to the same, initially empty
	 * place.
	 */
	protected abstract Transport open(boolean readOnly) throws IOException;

	private Transport transport() throws IOException {
		return remember(open(false));
	}

	private Transport readOnly() throws IOException {
		return remember(open(true));
	}

	private Transport remember(Transport transport) {
		this.opened.add(transport);
		return transport;
	}

	@AfterEach
	void close() throws IOException {
		for (Transport transport : this.opened) {
			transport.close();
			transport.close();
		}
	}

	@Test
	void listsNothingInAnEmptyPlace() throws IOException {
		assertThat(names(transport())).isEmpty();
	}

	@Test
	void whatOneCreatesAllCanListAndRead() throws IOException {
		Transport one = transport();
		Transport other = transport();
		Transport reader = readOnly();
		one.create("1795351145060671", bytes("content"));
		for (Transport transport : List.of(one, other, reader)) {
			assertThat(names(transport)).containsExactly("1795351145060671");
			assertThat(transport.read("1795351145060671")).isEqualTo(bytes("content"));
			assertThat(transport.exists("1795351145060671")).isTrue();
		}
	}

	@Test
	void keepsAnyBytes() throws IOException {
		byte[] content = new byte[256 * 300];
		for (int i = 0; i < content.length; i++) {
			content[i] = (byte) i;
		}
		Transport transport = transport();
		transport.create("0", content);
		transport.create("1", new byte[0]);
		transport.create("9223372036854775807", new byte[Transport.MAX_SIZE]);
		assertThat(transport.read("0")).isEqualTo(content);
		assertThat(transport.read("1")).isEmpty();
		assertThat(transport.read("9223372036854775807")).hasSize(Transport.MAX_SIZE);
	}

	@Test
	void neitherModifiesNorKeepsTheContent() throws IOException {
		Transport transport = transport();
		byte[] content = bytes("before");
		transport.create("1", content);
		assertThat(content).isEqualTo(bytes("before"));
		content[0] = 'X';
		assertThat(transport.read("1")).isEqualTo(bytes("before"));
	}

	@Test
	void createNeverReplaces() throws IOException {
		transport().create("1", bytes("first"));
		Transport second = transport();
		assertThatExceptionOfType(FileAlreadyExistsException.class)
			.isThrownBy(() -> second.create("1", bytes("second")));
		assertThat(second.read("1")).isEqualTo(bytes("first"));
	}

	@Test
	void aDraftCanTryNamesUntilOneIsFree() throws IOException {
		Transport transport = transport();
		transport.create("1", bytes("first"));
		try (Transport.Draft draft = transport.draft(bytes("second"))) {
			assertThat(names(transport)).containsExactly("1");
			assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> draft.publish("1"));
			draft.publish("2");
		}
		assertThat(transport.read("1")).isEqualTo(bytes("first"));
		assertThat(transport.read("2")).isEqualTo(bytes("second"));
	}

	@Test
	void aDraftThatIsNotPublishedIsNeverSeen() throws IOException {
		Transport transport = transport();
		transport.draft(bytes("content")).close();
		assertThat(names(transport)).isEmpty();
	}

	@Test
	void ofManyWhoCreateANameOneSucceeds() throws Exception {
		List<Transport> transports = List.of(transport(), transport(), transport(), transport());
		ExecutorService executor = Executors.newFixedThreadPool(transports.size());
		try {
			for (int i = 0; i < 200; i++) {
				String name = Integer.toString(i);
				CountDownLatch start = new CountDownLatch(1);
				List<Future<Boolean>> results = new ArrayList<>();
				for (Transport transport : transports) {
					results.add(executor.submit(() -> {
						start.await();
						return creates(transport, name);
					}));
				}
				start.countDown();
				int winners = 0;
				for (Future<Boolean> result : results) {
					winners += result.get(10, TimeUnit.SECONDS) ? 1 : 0;
				}
				assertThat(winners).as(name).isEqualTo(1);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static boolean creates(Transport transport, String name) throws IOException {
		try {
			transport.create(name, bytes(name));
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			return false;
		}
	}

	@Test
	void deletedFilesAreGoneForAllAndDeletingThemAgainDoesNothing() throws IOException {
		Transport one = transport();
		Transport other = transport();
		one.create("1", bytes("content"));
		other.delete("1");
		assertThatNoException().isThrownBy(() -> one.delete("1"));
		assertThat(names(one)).isEmpty();
		assertThat(one.exists("1")).isFalse();
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> one.read("1"));
	}

	@Test
	void aDeletedNameCanBeCreatedAgain() throws IOException {
		Transport transport = transport();
		transport.create("1", bytes("first"));
		transport.delete("1");
		transport.create("1", bytes("second"));
		assertThat(transport.read("1")).isEqualTo(bytes("second"));
	}

	@Test
	void listsAllNamesThatStayWhileOthersComeAndGo() throws Exception {
		Transport transport = transport();
		Set<String> stay = new TreeSet<>();
		for (int i = 0; i < 500; i++) {
			String name = Integer.toString(1_000_000 + i);
			stay.add(name);
			transport.create(name, bytes("stays"));
		}
		Transport busy = transport();
		AtomicInteger rounds = new AtomicInteger();
		Thread thread = new Thread(() -> {
			try {
				while (!Thread.currentThread().isInterrupted()) {
					busy.create(Integer.toString(rounds.incrementAndGet()), bytes("comes"));
					busy.delete(Integer.toString(rounds.get()));
				}
			}
			catch (IOException ex) {
				// Shows below as a thread that did nothing.
			}
		});
		thread.start();
		try {
			for (int i = 0; i < 50; i++) {
				assertThat(names(transport)).containsAll(stay);
			}
		}
		finally {
			thread.interrupt();
			thread.join();
		}
		assertThat(rounds.get()).isPositive();
	}

	@Test
	void onlyOneHoldsTheLock() throws Exception {
		List<Transport> transports = List.of(transport(), transport(), transport());
		AtomicInteger holders = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(transports.size());
		try {
			List<Callable<Void>> tasks = new ArrayList<>();
			for (Transport transport : transports) {
				tasks.add(() -> {
					for (int i = 0; i < 100; i++) {
						Closeable lock = transport.lock();
						most.accumulateAndGet(holders.incrementAndGet(), Math::max);
						holders.decrementAndGet();
						lock.close();
					}
					return null;
				});
			}
			for (Future<Void> result : executor.invokeAll(tasks, 30, TimeUnit.SECONDS)) {
				result.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(most.get()).isEqualTo(1);
	}

	@Test
	void aReadOnlyTransportRefusesToWrite() throws IOException {
		transport().create("1", bytes("content"));
		Transport reader = readOnly();
		assertThatIllegalStateException().isThrownBy(() -> reader.create("2", bytes("more")));
		assertThatIllegalStateException().isThrownBy(() -> reader.delete("1"));
		assertThatIllegalStateException().isThrownBy(reader::flush);
		assertThatIllegalStateException().isThrownBy(reader::lock);
		assertThat(names(reader)).containsExactly("1");
	}

	@Test
	void flushesWhatIsThere() throws IOException {
		Transport transport = transport();
		transport.create("1", bytes("content"));
		assertThatNoException().isThrownBy(transport::flush);
	}

	@Test
	void anInterruptedThreadCanDoAll() throws IOException {
		Transport transport = transport();
		Thread.currentThread().interrupt();
		try {
			transport.create("1", bytes("content"));
			assertThat(transport.read("1")).isEqualTo(bytes("content"));
			assertThat(names(transport)).containsExactly("1");
			transport.delete("1");
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
	}

	protected static Set<String> names(Transport transport) throws IOException {
		Set<String> names = new TreeSet<>();
		transport.list(names::add);
		return names;
	}

	protected static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
