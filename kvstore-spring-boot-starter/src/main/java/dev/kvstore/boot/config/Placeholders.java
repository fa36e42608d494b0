package dev.kvstore.boot.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * The properties of an environment, of whatever source, that refer to others with
 * <code>${…}</code>, and what they come to. They change with those.
 */
final class Placeholders {

	private final Map<String, String> resolved = new HashMap<>();

	private Placeholders() {
	}

	/**
	 * Returns the names of those that come to something else with the next configuration.
	 */
	static Set<String> changed(ConfigurableEnvironment environment, Trial next) {
		Placeholders before = new Placeholders();
		before.resolve(environment);
		Placeholders after = new Placeholders();
		next.run(() -> after.resolve(environment));
		return before.difference(after);
	}

	private void resolve(ConfigurableEnvironment environment) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					if (enumerable.getProperty(name) instanceof CharSequence text && text.toString().contains("${")) {
						this.resolved.putIfAbsent(name, resolve(environment, text.toString()));
					}
				}
			}
		}
	}

	private static String resolve(ConfigurableEnvironment environment, String text) {
		try {
			return environment.resolvePlaceholders(text);
		}
		catch (IllegalArgumentException ex) {
			// Circular. Whoever binds it is told.
			return text;
		}
	}

	private Set<String> difference(Placeholders other) {
		Set<String> names = new HashSet<>(this.resolved.keySet());
		names.addAll(other.resolved.keySet());
		names.removeIf((name) -> Objects.equals(this.resolved.get(name), other.resolved.get(name)));
		return names;
	}

}
