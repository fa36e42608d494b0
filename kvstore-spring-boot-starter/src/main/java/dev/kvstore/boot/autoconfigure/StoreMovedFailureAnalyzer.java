package dev.kvstore.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do if the properties of the store were not all known when the store was
 * opened.
 */
final class StoreMovedFailureAnalyzer extends AbstractFailureAnalyzer<StoreMovedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StoreMovedException failure) {
		return new FailureAnalysis(failure.getMessage(),
				"Set these properties where they are known before spring.config.import is followed: beside it, in an environment variable or on the command line; not in a file for a profile, nor in the store itself.",
				failure);
	}

}
