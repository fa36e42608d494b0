package dev.kvstore.boot.autoconfigure;

import dev.kvstore.InvalidSettingException;
import dev.kvstore.StoreUnavailableException;
import dev.kvstore.transport.UnavailableException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says why the store of the {@code kvstore} properties could not be opened, and what to
 * do about it.
 */
final class StoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreNotOpenedException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, StoreNotOpenedException failure) {
		StoreSettings settings = failure.settings();
		if (failure.getCause() instanceof InvalidSettingException invalid) {
			return new FailureAnalysis(describe(invalid, settings), action(invalid), failure);
		}
		if (failure.getCause() instanceof StoreUnavailableException unavailable) {
			String description = "%s%n%nThe location is that of kvstore.location=%s.".formatted(failure.getMessage(),
					settings.location());
			return new FailureAnalysis(description, action(unavailable.reason(), settings), failure);
		}
		return null;
	}

	private static String describe(InvalidSettingException invalid, StoreSettings settings) {
		String value = invalid.setting().equals("identifier") ? settings.identifier() : settings.location();
		return "%s%n%nThe %s is that of kvstore.%s=%s.".formatted(invalid.getMessage(), invalid.setting(),
				invalid.setting(), value);
	}

	private static String action(InvalidSettingException invalid) {
		return invalid.setting().equals("identifier")
				? "Correct kvstore.identifier, or remove it: a name is then made of the host's name, the process and a number."
				: "Set kvstore.location to the path of a directory.";
	}

	private static String action(Reason reason, StoreSettings settings) {
		return switch (reason) {
			case MISSING -> settings.readOnly()
					? "Create the directory, correct kvstore.location, or set kvstore.read-only=false to have it created."
					: "Create the directory, correct kvstore.location, or set kvstore.create=true to have it created.";
			case NOT_A_DIRECTORY -> "Set kvstore.location to a directory, or move away what is in its place.";
			case NOT_READABLE ->
				"Let user '%s' read the directory and its folder d, or correct kvstore.location.".formatted(user());
			case NOT_WRITABLE ->
				"Let user '%s' write to the directory, correct kvstore.location, or set kvstore.read-only=true if this application only reads."
					.formatted(user());
			case NO_HARD_LINKS ->
				"Set kvstore.location to a directory on a local disk or on NFS. An application that only reads can set kvstore.read-only=true.";
			case GONE, REPLACED, FAILED -> "Check the directory and what it is mounted from, and start again.";
		};
	}

	private static String user() {
		return System.getProperty("user.name", "?");
	}

}
