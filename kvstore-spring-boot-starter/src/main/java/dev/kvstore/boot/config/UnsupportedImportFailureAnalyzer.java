package dev.kvstore.boot.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says how {@code spring.config.import} is to be written.
 */
final class UnsupportedImportFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedImportException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedImportException failure) {
		return new FailureAnalysis(failure.getMessage(),
				"Write spring.config.import=kvstore: or optional:kvstore:, and set kvstore.location to where the store is.",
				failure);
	}

}
