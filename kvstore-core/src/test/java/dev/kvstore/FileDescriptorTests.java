package dev.kvstore;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that has used up its file descriptors.
 */
@EnabledIf(value = "hasShell", disabledReason = "needs a shell with ulimit")
class FileDescriptorTests {

	@TempDir
	Path directory;

	static boolean hasShell() throws Exception {
		return new ProcessBuilder("sh", "-c", "ulimit -n 200").start().waitFor() == 0;
	}

	/**
	 * Runs in a process of its own: with ever fewer descriptors left, what is there must
	 * never look absent.
	 */
	public static final class Program {

		private Program() {
		}

		public static void main(String[] args) throws IOException {
			Path directory = Path.of(args[0]);
			KeyValueStore store = KeyValueStore.at(directory).identifier("late").open();
			KeyValueStore other = KeyValueStore.at(directory).identifier("other").open();
			// Loads all classes while there are still descriptors to load them with.
			store.putIfAbsent("warm", 1);
			KeyValueStore.at(directory).readOnly().open().close();
			for (int free = 8; free >= 0; free--) {
				String key = "key" + free;
				other.put(key, "theirs");
				Deque<Closeable> taken = takeAllBut(free);
				String writing = attempt(() -> store.putIfAbsent(key, "mine").isPresent() ? "OVERWRITTEN" : "kept");
				String reading = attempt(() -> {
					try (KeyValueStore reader = KeyValueStore.at(directory).readOnly().open()) {
						return reader.contains(key) ? "seen" : "LOST";
					}
				});
				while (!taken.isEmpty()) {
					taken.pop().close();
				}
				System.out.println(free + " free: " + writing + ", " + reading);
			}
		}

		private static Deque<Closeable> takeAllBut(int free) throws IOException {
			Deque<Closeable> taken = new ArrayDeque<>();
			try {
				while (true) {
					taken.push(new FileInputStream("/dev/null"));
				}
			}
			catch (IOException ex) {
				for (int i = 0; i < free; i++) {
					taken.pop().close();
				}
				return taken;
			}
		}

		private static String attempt(Supplier<String> action) {
			try {
				return action.get();
			}
			catch (KeyValueStoreException ex) {
				return "refused";
			}
		}

	}

	@Test
	void doesNotTakeForAbsentWhatItCanNotRead() throws Exception {
		Process process = new ProcessBuilder("sh", "-c", "ulimit -n 200; exec \"$0\" \"$@\"",
				ProcessHandle.current().info().command().orElse("java"), "-cp", System.getProperty("java.class.path"),
				Program.class.getName(), this.directory.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(output).contains("8 free: kept, seen")
			.contains("0 free: refused, refused")
			.doesNotContain("OVERWRITTEN")
			.doesNotContain("LOST");
	}

}
