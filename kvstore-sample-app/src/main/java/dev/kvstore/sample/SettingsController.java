package dev.kvstore.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.kvstore.Entry;
import dev.kvstore.KeyValueStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Use case 1: settings that are edited while the application runs. They are read from the
 * bean, where the application uses them, and written to the store, from where they come
 * back into the bean of every instance.
 */
@RestController
@RequestMapping("/api/settings")
class SettingsController {

	private static final String KEYS = "config/";

	private static final String FEATURES = "app.features.";

	private final KeyValueStore store;

	private final AppSettings settings;

	private final Environment environment;

	SettingsController(KeyValueStore store, AppSettings settings, Environment environment) {
		this.store = store;
		this.settings = settings;
		this.environment = environment;
	}

	@GetMapping
	Map<String, Object> values() {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("app.greeting", this.settings.getGreeting());
		values.put("app.rate-limit", this.settings.getRateLimit());
		new TreeMap<>(this.settings.getFeatures()).forEach((name, on) -> values.put(FEATURES + name, on));
		return values;
	}

	@PutMapping("/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void change(@PathVariable String name, @RequestBody JsonNode value) {
		requireKnown(name);
		String expected = expectationMissedBy(value, name);
		if (expected != null) {
			throw badRequest(
					"%s must be %s, but this is %s.".formatted(name, expected, Text.upTo(60, value.toString())));
		}
		this.store.put(KEYS + name, value);
	}

	@DeleteMapping("/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void backToDefault(@PathVariable String name) {
		requireKnown(name);
		this.store.remove(KEYS + name);
	}

	private static void requireKnown(String name) {
		if (!name.matches("app\\.(greeting|rate-limit|features\\.[a-z][a-z0-9-]{0,49})")) {
			throw badRequest("There is no setting '%s', only app.greeting, app.rate-limit and app.features.<name>."
				.formatted(Text.upTo(60, name)));
		}
	}

	private static @Nullable String expectationMissedBy(JsonNode value, String name) {
		return switch (name) {
			case "app.greeting" ->
				value.isString() && Text.isFrom1To(100, value.stringValue()) ? null : "a text of 1 to 100 characters";
			case "app.rate-limit" -> value.isInt() && value.intValue() >= 0 && value.intValue() <= 1_000_000 ? null
					: "a whole number from 0 to 1000000";
			default -> value.isBoolean() ? null : "true or false";
		};
	}

	private static ResponseStatusException badRequest(String message) {
		return new ResponseStatusException(HttpStatus.BAD_REQUEST, message);
	}

	/** Returns all settings with where they come from, for the page. */
	List<Setting> settings() {
		return values().entrySet().stream().map((setting) -> explain(setting.getKey(), setting.getValue())).toList();
	}

	private Setting explain(String name, Object value) {
		ConfigurationProperty property = property(name);
		Optional<Entry> entry = entryFor(KEYS + name);
		return new Setting(name, value, source(property), refused(property, name, value),
				entry.map(Entry::key).orElse(null), entry.map(Entry::writer).orElse(null),
				entry.map(Entry::time).orElse(null));
	}

	/**
	 * Finds the key that holds a setting: its own, or one with an object of which it is a
	 * member, such as {@code config/app}.
	 */
	private Optional<Entry> entryFor(String key) {
		return Stream
			.iterate(key, (name) -> name.length() > KEYS.length(),
					(name) -> name.substring(0, Math.max(name.lastIndexOf('.'), 0)))
			.flatMap((name) -> this.store.entry(name).stream())
			.findFirst();
	}

	private @Nullable ConfigurationProperty property(String name) {
		// Others may have given a feature any name, so this one is not taken as it is.
		ConfigurationPropertyName adapted = ConfigurationPropertyName.adapt(name, '.');
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(adapted);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	private static String source(@Nullable ConfigurationProperty property) {
		if (property != null && property.getSource() != null
				&& property.getSource().getUnderlyingSource() instanceof PropertySource<?> source) {
			return source.getName().startsWith("kvstore") ? "store" : source.getName();
		}
		return "default";
	}

	/**
	 * Returns what is configured if the bean doesn't have it. A bean keeps all its values
	 * until all of the new ones fit.
	 */
	private @Nullable String refused(@Nullable ConfigurationProperty property, String name, Object value) {
		if (property == null) {
			return null;
		}
		try {
			if (value.equals(this.environment.getProperty(name, value.getClass()))) {
				return null;
			}
		}
		catch (ConversionException | IllegalArgumentException ex) {
			// It is of another type, or refers to something unknown.
		}
		return Text.upTo(60, property.getValue().toString());
	}

}
