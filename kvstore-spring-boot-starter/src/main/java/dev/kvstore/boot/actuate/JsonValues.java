package dev.kvstore.boot.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;

/**
 * Makes of JSON what any of the actuator's JSON libraries can write: maps, lists and
 * plain values, with {@code NaN} and the infinities as text. Everything is sanitized on
 * the way, members under the key with their names and elements with their index behind
 * it.
 */
final class JsonValues {

	private final Sanitizer sanitizer;

	JsonValues(Sanitizer sanitizer) {
		this.sanitizer = sanitizer;
	}

	@Nullable Object describe(String key, JsonNode value, boolean show) {
		if (!show) {
			return SanitizableData.SANITIZED_VALUE;
		}
		return switch (value.getNodeType()) {
			case OBJECT -> describeObject(key, value);
			case ARRAY -> describeArray(key, value);
			case STRING -> sanitize(key, value.stringValue());
			case BOOLEAN -> sanitize(key, value.booleanValue());
			case NUMBER -> sanitize(key, number(value));
			default -> null;
		};
	}

	private @Nullable Object describeObject(String key, JsonNode object) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		object.properties()
			.forEach((member) -> members.put(member.getKey(),
					describe(key + "." + member.getKey(), member.getValue(), true)));
		return sanitize(key, members);
	}

	private @Nullable Object describeArray(String key, JsonNode array) {
		List<@Nullable Object> elements = new ArrayList<>();
		for (JsonNode element : array) {
			elements.add(describe(key + "[" + elements.size() + "]", element, true));
		}
		return sanitize(key, elements);
	}

	private @Nullable Object sanitize(String key, Object value) {
		return this.sanitizer.sanitize(new SanitizableData(null, key, value), true);
	}

	private static Object number(JsonNode value) {
		double number = value.doubleValue(0);
		return (value.isFloatingPointNumber() && (Double.isNaN(number) || Double.isInfinite(number)))
				? String.valueOf(number) : value.numberValue();
	}

}
