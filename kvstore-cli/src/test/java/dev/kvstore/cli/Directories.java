package dev.kvstore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Store directories as the file system shows them.
 */
final class Directories {

	private Directories() {
	}

	/**
	 * Returns all paths below a directory, with size and time of modification. A file
	 * that came and went shows in the time of its folder.
	 */
	static Map<String, String> state(Path directory) throws IOException {
		Map<String, String> state = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(directory)) {
			for (Path path : paths.toList()) {
				state.put(directory.relativize(path).toString(),
						Files.size(path) + " " + Files.getLastModifiedTime(path));
			}
		}
		return state;
	}

	/** Returns the names in a directory. */
	static Stream<String> names(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString()).toList().stream();
		}
	}

}
