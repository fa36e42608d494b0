package dev.kvstore.cli;

import java.util.Map;

import dev.kvstore.Json;
import tools.jackson.databind.JsonNode;

/**
 * JSON as the command prints it: in one line, and with all characters as they are but for
 * those that would not arrive. Control characters, line separators and lone surrogates
 * are escapes. Any value that a store can hold can be printed, also those that only
 * Python can have written because they are beyond what {@link Json#write} takes.
 */
final class JsonText {

	private final StringBuilder text = new StringBuilder();

	private JsonText() {
	}

	static String of(JsonNode value) {
		JsonText json = new JsonText();
		json.append(value);
		return json.text.toString();
	}

	static String of(String string) {
		JsonText json = new JsonText();
		json.append(string);
		return json.text.toString();
	}

	private void append(JsonNode value) {
		switch (value.getNodeType()) {
			case OBJECT -> appendObject(value);
			case ARRAY -> appendArray(value);
			case STRING -> append(value.stringValue());
			case NUMBER ->
				this.text.append(value.isIntegralNumber() ? value.bigIntegerValue().toString() : Json.write(value));
			default -> this.text.append(Json.write(value));
		}
	}

	private void appendObject(JsonNode object) {
		char separator = '{';
		for (Map.Entry<String, JsonNode> member : object.properties()) {
			this.text.append(separator);
			append(member.getKey());
			this.text.append(':');
			append(member.getValue());
			separator = ',';
		}
		this.text.append(object.isEmpty() ? "{}" : "}");
	}

	private void appendArray(JsonNode array) {
		char separator = '[';
		for (JsonNode element : array) {
			this.text.append(separator);
			append(element);
			separator = ',';
		}
		this.text.append(array.isEmpty() ? "[]" : "]");
	}

	private void append(String string) {
		this.text.append('"');
		for (int i = 0; i < string.length(); i++) {
			char c = string.charAt(i);
			switch (c) {
				case '"' -> this.text.append("\\\"");
				case '\\' -> this.text.append("\\\\");
				case '\n' -> this.text.append("\\n");
				case '\r' -> this.text.append("\\r");
				case '\t' -> this.text.append("\\t");
				case '\b' -> this.text.append("\\b");
				case '\f' -> this.text.append("\\f");
				default -> {
					if (needsEscape(string, i)) {
						this.text.append("\\u%04x".formatted((int) c));
					}
					else {
						this.text.append(c);
					}
				}
			}
		}
		this.text.append('"');
	}

	/**
	 * Returns whether a string can't stand in a line of text as it is.
	 */
	static boolean needsEscape(String string) {
		for (int i = 0; i < string.length(); i++) {
			if (needsEscape(string, i)) {
				return true;
			}
		}
		return false;
	}

	private static boolean needsEscape(String string, int index) {
		char c = string.charAt(index);
		if (Character.isHighSurrogate(c)) {
			return index + 1 == string.length() || !Character.isLowSurrogate(string.charAt(index + 1));
		}
		if (Character.isLowSurrogate(c)) {
			return index == 0 || !Character.isHighSurrogate(string.charAt(index - 1));
		}
		return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
	}

}
