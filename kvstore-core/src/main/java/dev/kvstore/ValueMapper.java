package dev.kvstore;

import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Stands between the application's types and JSON, with the application's mapper.
 */
final class ValueMapper {

	private final Supplier<? extends ObjectMapper> mapper;

	ValueMapper(Supplier<? extends ObjectMapper> mapper) {
		this.mapper = mapper;
	}

	JsonNode toTree(String key, @Nullable Object value) {
		if (value instanceof JsonNode tree) {
			return tree;
		}
		try {
			return this.mapper.get().valueToTree(value);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			throw notStorable(key, value, Quoting.firstLine(ex.getMessage()), ex);
		}
	}

	static ValueConversionException notStorable(String key, @Nullable Object value, @Nullable String why,
			@Nullable Throwable cause) {
		return new ValueConversionException(
				"Could not store key '%s': no JSON can be made of the %s: %s. Nothing was stored."
					.formatted(Quoting.abbreviate(key), describe(value), why),
				cause);
	}

	private static String describe(@Nullable Object value) {
		return (value == null || value instanceof JsonNode) ? "value" : value.getClass().getName();
	}

	<T> Optional<T> fromTree(String key, JsonNode tree, Class<T> type) {
		return fromTree(key, tree, this.mapper.get().constructType(type));
	}

	<T> Optional<T> fromTree(String key, JsonNode tree, TypeReference<T> type) {
		return fromTree(key, tree, this.mapper.get().getTypeFactory().constructType(type));
	}

	private <T> Optional<T> fromTree(String key, JsonNode tree, JavaType type) {
		try {
			return Optional.ofNullable(this.mapper.get().<T>treeToValue(tree, type));
		}
		catch (JacksonException | IllegalArgumentException ex) {
			throw new ValueConversionException(
					"The value of key '%s' can't be read as %s: %s. Ask for another type, or put a value of this one."
						.formatted(Quoting.abbreviate(key), type.toCanonical(), Quoting.firstLine(ex.getMessage())),
					ex);
		}
	}

}
