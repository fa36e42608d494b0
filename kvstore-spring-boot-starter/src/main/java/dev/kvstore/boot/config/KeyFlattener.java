package dev.kvstore.boot.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.kvstore.Entry;
import dev.kvstore.boot.config.PropertiesSnapshot.Property;
import tools.jackson.databind.JsonNode;

/**
 * Makes properties of entries, the way Spring Boot makes them of a YAML file: members of
 * an object are joined with dots unless they start with a bracket, elements get their
 * index, an empty array and {@code null} become the empty string, an empty object becomes
 * nothing.
 * <p>
 * The longer a key, the more specific it is: where two keys give one property the longer
 * one wins, and its array replaces a whole array of the shorter one.
 */
final class KeyFlattener {

	private final String location;

	private final String prefix;

	private final SortedMap<String, Property> properties = new TreeMap<>();

	KeyFlattener(String location, String prefix) {
		this.location = location;
		this.prefix = prefix;
	}

	PropertiesSnapshot flatten(Map<String, Entry> entries) {
		List<Entry> generalFirst = new ArrayList<>(entries.values());
		generalFirst.sort(Comparator.comparingInt((entry) -> entry.key().length()));
		for (Entry entry : generalFirst) {
			String name = entry.key().substring(this.prefix.length());
			add(name, entry.value(), EntryOrigin.of(this.location, entry));
		}
		return new PropertiesSnapshot(this.properties);
	}

	private void add(String name, JsonNode value, EntryOrigin origin) {
		if (value.isObject()) {
			value.properties().forEach((member) -> add(join(name, member.getKey()), member.getValue(), origin));
		}
		else if (!name.isEmpty()) {
			if (value.isArray()) {
				addArray(name, value, origin);
			}
			else {
				this.properties.put(name, new Property(scalar(value), origin));
			}
		}
	}

	private void addArray(String name, JsonNode array, EntryOrigin origin) {
		// All names that go on with a bracket: the next character after '[' is '\'.
		this.properties.subMap(name + "[", name + "\\").clear();
		this.properties.remove(name);
		if (array.isEmpty()) {
			this.properties.put(name, new Property("", origin));
		}
		for (int i = 0; i < array.size(); i++) {
			add(name + "[" + i + "]", array.get(i), origin);
		}
	}

	private static String join(String name, String member) {
		return (name.isEmpty() || member.startsWith("[")) ? name + member : name + "." + member;
	}

	private static Object scalar(JsonNode value) {
		return switch (value.getNodeType()) {
			case BOOLEAN -> value.booleanValue();
			case NUMBER -> value.numberValue();
			case STRING -> value.stringValue();
			default -> "";
		};
	}

}
