package dev.kvstore.boot.config;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

import org.jspecify.annotations.Nullable;

/**
 * Properties by name, each with the entry that it comes from. Immutable.
 */
final class PropertiesSnapshot {

	private final Map<String, Property> properties;

	private final String[] names;

	/** Takes the map over. */
	PropertiesSnapshot(SortedMap<String, Property> properties) {
		this.properties = properties;
		this.names = properties.keySet().toArray(String[]::new);
	}

	record Property(Object value, EntryOrigin origin) {
	}

	@Nullable Property get(String name) {
		return this.properties.get(name);
	}

	/**
	 * Returns all names: always the same array, by which Spring Boot's binder knows that
	 * nothing changed. Nobody may write to it.
	 */
	String[] names() {
		return this.names;
	}

	/** Returns the names of the properties that have another value there, or none. */
	Set<String> difference(PropertiesSnapshot other) {
		Set<String> names = new LinkedHashSet<>();
		collectDifference(this, other, names);
		collectDifference(other, this, names);
		return names;
	}

	private static void collectDifference(PropertiesSnapshot from, PropertiesSnapshot to, Set<String> names) {
		from.properties.forEach((name, property) -> {
			Property counterpart = to.get(name);
			if (counterpart == null || !counterpart.value().equals(property.value())) {
				names.add(name);
			}
		});
	}

}
