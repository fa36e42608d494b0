package dev.kvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the kernel is asked for, and in which order: that is what a power cut depends on.
 */
@EnabledIf(value = "canTrace", disabledReason = "strace is not installed, or may not trace here")
class SystemCallTests {

	private static final Pattern OPENED = Pattern.compile("openat\\(AT_FDCWD, \"([^\"]*)\", ([A-Z_|]+).* = (\\d+)");

	private static final Pattern FLUSHED = Pattern.compile("(?:fsync|fdatasync)\\((\\d+)\\) += 0");

	private static final Pattern NAMED = Pattern.compile("(link|unlink|mkdir|rename)[a-z0-9]*\\((.*)\\) += 0");

	private static final Pattern PATH = Pattern.compile("\"([^\"]*)\"");

	@TempDir
	Path folder;

	static boolean canTrace() {
		return runs("strace", "-qq", "-o", "/dev/null", "true");
	}

	/** Runs in a process of its own: puts a key twice, or reads it. */
	public static final class Program {

		private Program() {
		}

		public static void main(String[] args) {
			KeyValueStoreBuilder builder = KeyValueStore.at(Path.of(args[0])).identifier("me");
			if (args[1].equals("read")) {
				try (KeyValueStore store = builder.readOnly().open()) {
					store.synchronize();
					store.get("key").orElseThrow();
				}
				return;
			}
			try (KeyValueStore store = builder.durability(Durability.valueOf(args[1])).open()) {
				store.put("key", 1);
				store.put("key", 2);
			}
		}

	}

	@Test
	void aDurablePutFlushesTheFileThenLinksThenFlushesTheDirectoryAndOnlyThenRemoves() throws Exception {
		List<String> calls = trace("SYNC");
		assertThat(calls.subList(calls.indexOf("link d"), calls.size())).startsWith("link d", "flush d",
				"unlink scratch", "create scratch", "flush scratch", "link d", "flush d", "unlink scratch", "unlink d");
		assertThat(calls.subList(0, calls.indexOf("link d"))).endsWith("create scratch", "flush scratch");
	}

	@Test
	void aNewDirectoryIsDurableBeforeTheFirstPut() throws Exception {
		List<String> calls = trace("SYNC");
		assertThat(calls.subList(0, calls.indexOf("link d"))).containsSubsequence("mkdir store", "flush above",
				"mkdir d", "flush store");
	}

	@Test
	void withoutDurabilityNothingIsFlushedAndTheOrderIsTheSame() throws Exception {
		List<String> calls = trace("PROCESS");
		assertThat(calls.subList(calls.indexOf("link d"), calls.size())).startsWith("link d", "unlink scratch",
				"create scratch", "link d", "unlink scratch", "unlink d");
		assertThat(calls).doesNotContain("flush d");
	}

	@Test
	void aReaderWritesNothing() throws Exception {
		trace("PROCESS");
		assertThat(trace("read")).isEmpty();
	}

	private List<String> trace(String mode) throws Exception {
		Path output = Files.createTempDirectory(this.folder, "trace");
		Path store = this.folder.resolve("store");
		List<String> command = List.of("strace", "-ff", "-qq", "-o", output.resolve("thread").toString(), "-e",
				"trace=openat,fsync,fdatasync,/^link,/^unlink,/^mkdir,/^rename",
				ProcessHandle.current().info().command().orElse("java"), "-cp", System.getProperty("java.class.path"),
				Program.class.getName(), store.toString(), mode);
		assertThat(runs(command.toArray(String[]::new))).isTrue();
		try (Stream<Path> files = Files.list(output)) {
			List<String> calls = new ArrayList<>();
			for (Path file : files.sorted().toList()) {
				calls.addAll(calls(Files.readAllLines(file), store));
			}
			return calls;
		}
	}

	private List<String> calls(List<String> lines, Path store) {
		Map<String, String> open = new HashMap<>();
		List<String> calls = new ArrayList<>();
		for (String line : lines) {
			Matcher matcher = OPENED.matcher(line);
			if (matcher.find()) {
				open.put(matcher.group(3), matcher.group(1));
				if (matcher.group(2).contains("O_CREAT")) {
					add(calls, "create", matcher.group(1), store);
				}
			}
			matcher = FLUSHED.matcher(line);
			if (matcher.find()) {
				add(calls, "flush", open.getOrDefault(matcher.group(1), ""), store);
			}
			matcher = NAMED.matcher(line);
			if (matcher.find()) {
				String call = matcher.group(1);
				Matcher path = PATH.matcher(matcher.group(2));
				String last = "";
				while (path.find()) {
					last = path.group(1);
				}
				add(calls, call, last, store);
			}
		}
		return calls;
	}

	private static void add(List<String> calls, String call, String path, Path store) {
		if (store.equals(Path.of(path).resolve("store"))) {
			calls.add(call + " above");
		}
		else if (path.equals(store.toString())) {
			calls.add(call + " store");
		}
		else if (path.startsWith(store.resolve("d").toString())) {
			calls.add(call + " d");
		}
		else if (path.startsWith(store.resolve("t.me").toString()) && !path.endsWith("lock")) {
			calls.add(call + " scratch");
		}
	}

	private static boolean runs(String... command) {
		try {
			Process process = new ProcessBuilder(command).inheritIO().start();
			if (process.waitFor(1, TimeUnit.MINUTES)) {
				return process.exitValue() == 0;
			}
			process.destroyForcibly();
			return false;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
