package dev.kvstore;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

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
			// Loads all classes while there are still descriptors to load them with.
			store.putIfAbsent("warm", 1);
			store.remove("warm");
			KeyValueStore.at(directory).readOnly().open().close();
			try (KeyValueStore other = KeyValueStore.at(directory).identifier("other").open()) {
				other.put("key", "theirs");
			}
			for (int free = 6; free >= 0; free--) {
				Deque<Closeable> taken = new ArrayDeque<>();
				String outcome = tryWith(free, taken, store, directory);
				while (!taken.isEmpty()) {
					taken.pop().close();
				}
				System.out.println(free + " free: " + outcome);
			}
			store.synchronize();
			System.out.println("in the end: " + store.get("key", String.class).orElse("absent"));
		}

		private static String tryWith(int free, Deque<Closeable> taken, KeyValueStore store, Path directory)
				throws IOException {
			try {
				while (true) {
					taken.push(new FileInputStream("/dev/null"));
				}
			}
			catch (IOException ex) {
				for (int i = 0; i < free; i++) {
					taken.pop().close();
				}
			}
			try {
				String outcome = store.putIfAbsent("key", "mine").isPresent() ? "OVERWRITTEN" : "kept";
				try (KeyValueStore reader = KeyValueStore.at(directory).readOnly().open()) {
					return outcome + (reader.contains("key") ? ", seen" : ", LOST");
				}
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
		assertThat(output).contains("0 free: refused")
			.contains("in the end: theirs")
			.doesNotContain("OVERWRITTEN")
			.doesNotContain("LOST");
	}

}
