package dev.kvstore.sample;

import dev.kvstore.KeyValueStoreException;
import dev.kvstore.ReadOnlyStoreException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Passes on to the browser why the store could not do something: its messages are made to
 * be read.
 */
@RestControllerAdvice
class StoreProblems {

	@ExceptionHandler({ KeyValueStoreException.class, ReadOnlyStoreException.class })
	ProblemDetail storeFailed(RuntimeException failure) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, failure.getMessage());
	}

}
