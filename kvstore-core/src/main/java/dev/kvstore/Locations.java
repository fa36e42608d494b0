package dev.kvstore;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads where a store is from text.
 */
final class Locations {

	// Two letters at least, so that a Windows drive is no scheme.
	private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.\\-]+):.*", Pattern.DOTALL);

	private Locations() {
	}

	static Path parse(String location) {
		if (location.isBlank()) {
			throw invalid(location, "it is empty", null);
		}
		try {
			Matcher matcher = SCHEME.matcher(location);
			if (!matcher.matches()) {
				return Path.of(location);
			}
			if (matcher.group(1).equalsIgnoreCase("file")) {
				return Path.of(URI.create(location));
			}
			throw invalid(location, "unknown scheme '%s'".formatted(matcher.group(1)), null);
		}
		catch (InvalidPathException | FileSystemNotFoundException ex) {
			throw invalid(location, "it is no path", ex);
		}
		catch (InvalidSettingException ex) {
			throw ex;
		}
		catch (IllegalArgumentException ex) {
			throw invalid(location, "it is no file: URI of this machine", ex);
		}
	}

	private static InvalidSettingException invalid(String location, String why, @Nullable Exception cause) {
		return new InvalidSettingException("location",
				"Illegal location '%s': %s. Give the path of a directory, or a URI like file:///path/of/directory."
					.formatted(Quoting.abbreviate(location), why),
				cause);
	}

}
