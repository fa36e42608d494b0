package dev.kvstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Store directories, seen from outside: with nothing but the file system.
 */
final class Directories {

	private Directories() {
	}

	/** The module's folder, wherever the tests were started. */
	static Path module() {
		return Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
	}

	static void copy(Path from, Path to) throws IOException {
		for (Path path : walk(from)) {
			Path target = to.resolve(from.relativize(path).toString());
			if (!Files.isDirectory(target)) {
				Files.copy(path, target);
			}
		}
	}

	/**
	 * Returns all that can be told of a directory: each path with its time of
	 * modification and, if it is a file, its content. A file that was created and removed
	 * shows, too, in the time of its folder.
	 */
	static SortedMap<String, String> state(Path directory) throws IOException {
		SortedMap<String, String> state = new TreeMap<>();
		for (Path path : walk(directory)) {
			String content = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
					? Files.readString(path, StandardCharsets.ISO_8859_1) : "";
			state.put(directory.relativize(path).toString(),
					Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS) + " " + content);
		}
		return state;
	}

	private static List<Path> walk(Path directory) throws IOException {
		try (Stream<Path> paths = Files.walk(directory)) {
			return paths.toList();
		}
	}

	/** The names in the folder {@code d} of a store. */
	static List<String> changeNames(Path store) throws IOException {
		List<String> names = new ArrayList<>();
		try (Stream<Path> files = Files.list(store.resolve("d"))) {
			files.forEach((file) -> names.add(file.getFileName().toString()));
		}
		return names;
	}

	/** All changes in a store's folder {@code d}, every one of which must be readable. */
	static List<Change> changes(Path store) throws IOException {
		List<Change> changes = new ArrayList<>();
		for (String name : changeNames(store)) {
			byte[] content = Files.readAllBytes(store.resolve("d").resolve(name));
			changes.add(ChangeCodec.decode(content, Long.parseLong(name)));
		}
		return changes;
	}

	/** Writes a change as another participant would. */
	static Path write(Path store, String name, String content) {
		try {
			Path folder = Files.createDirectories(store.resolve("d"));
			return Files.writeString(folder.resolve(name), content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The content of a file that sets an ASCII key. */
	static String setting(String key, String json) {
		return "{\"key\": \"%s\", \"bDeleted\": false, \"value\": %s}".formatted(key, json);
	}

	/** Makes temporary directories in memory where there is such a place. */
	static final class InMemory implements TempDirFactory {

		private static final Path SHARED_MEMORY = Path.of("/dev/shm");

		@Override
		public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
			return Files.isWritable(SHARED_MEMORY) ? Files.createTempDirectory(SHARED_MEMORY, "kvstore")
					: Files.createTempDirectory("kvstore");
		}

	}

}
