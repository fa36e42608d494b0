package dev.kvstore.boot.config;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Says in a line why configuration can't be bound: which property, from where, which
 * rule. Never says the value, which may be a secret.
 */
final class BindFailures {

	private BindFailures() {
	}

	static String describe(Throwable failure) {
		BindValidationException invalid = find(failure, BindValidationException.class);
		if (invalid != null) {
			return describe(invalid);
		}
		BindException bind = find(failure, BindException.class);
		// Its message would often show the value.
		String cause = NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName();
		if (bind == null) {
			return cause;
		}
		ConfigurationProperty property = bind.getProperty();
		String name = (property == null) ? bind.getName().toString()
				: "%s (%s)".formatted(property.getName(), property.getOrigin());
		return "%s can't be bound to %s: %s".formatted(name, bind.getTarget().getType(), cause);
	}

	private static String describe(BindValidationException invalid) {
		StringBuilder text = new StringBuilder();
		for (ObjectError error : invalid.getValidationErrors()) {
			text.append(text.isEmpty() ? "" : "; ")
				.append(invalid.getValidationErrors().getName())
				.append((error instanceof FieldError field) ? "." + field.getField() : "")
				.append(' ')
				.append(error.getDefaultMessage());
		}
		return text.toString();
	}

	private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

}
