package dev.kvstore.boot.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What has to be done to a JavaBean so that it follows the configuration: all that
 * differs between an instance bound to the old configuration and one bound to the new.
 * What the application itself set on the bean stays, unless its property changed. Nested
 * beans stay the same objects, and are changed as deeply as they have to be.
 */
final class BeanDifference {

	private final ChangedNames changed;

	private final List<Runnable> steps = new ArrayList<>();

	private BeanDifference(ChangedNames changed) {
		this.changed = changed;
	}

	/**
	 * Compares two instances, and doesn't change anything yet.
	 * @param live the bean that shall follow
	 * @param before an instance bound to the old configuration
	 * @param after an instance bound to the new configuration
	 * @param name the prefix of the bean's properties
	 * @param changed the names of the properties that changed
	 */
	static BeanDifference between(Object live, Object before, Object after, ConfigurationPropertyName name,
			ChangedNames changed) {
		BeanDifference difference = new BeanDifference(changed);
		difference.compare(live, before, after, name);
		return difference;
	}

	boolean isEmpty() {
		return this.steps.isEmpty();
	}

	/** Lets the bean follow. */
	void apply() {
		this.steps.forEach(Runnable::run);
	}

	private void compare(Object live, Object before, Object after, ConfigurationPropertyName name) {
		for (BeanProperty property : BeanProperty.of(after.getClass())) {
			ConfigurationPropertyName propertyName = property.nameIn(name);
			if (property.isReadable() && this.changed.concern(propertyName)) {
				compare(property, live, before, after, propertyName);
			}
		}
	}

	private void compare(BeanProperty property, Object live, Object before, Object after,
			ConfigurationPropertyName name) {
		Object oldValue = property.read(before);
		Object newValue = property.read(after);
		if (Objects.deepEquals(oldValue, newValue)) {
			return;
		}
		Object liveValue = property.read(live);
		if (oldValue != null && newValue != null && isBean(newValue.getClass())
				&& newValue.getClass().isInstance(oldValue) && newValue.getClass().isInstance(liveValue)) {
			compare(Objects.requireNonNull(liveValue), oldValue, newValue, name);
		}
		else if (property.isSettable()) {
			Object value = withOwnEntries(liveValue, oldValue, newValue);
			this.steps.add(() -> property.write(live, value));
		}
		else if (liveValue instanceof Map<?, ?> map && newValue instanceof Map<?, ?> newMap) {
			this.steps.add(() -> update(cast(map), (Map<?, ?>) Objects.requireNonNullElse(oldValue, Map.of()), newMap));
		}
		else if (liveValue instanceof Collection<?> collection && newValue instanceof Collection<?> newElements) {
			this.steps.add(() -> replaceAll(cast(collection), newElements));
		}
	}

	/**
	 * As Spring Boot's binder does, adds to a map of properties what the application
	 * itself has put there.
	 */
	private static @Nullable Object withOwnEntries(@Nullable Object live, @Nullable Object before,
			@Nullable Object after) {
		if (live instanceof Map<?, ?> liveMap && after instanceof Map<?, ?> afterMap) {
			Map<Object, Object> own = new HashMap<>(liveMap);
			own.keySet().removeAll(afterMap.keySet());
			if (before instanceof Map<?, ?> beforeMap) {
				own.keySet().removeAll(beforeMap.keySet());
			}
			if (!own.isEmpty()) {
				cast(afterMap).putAll(own);
			}
		}
		return after;
	}

	private static void update(Map<Object, Object> live, Map<?, ?> before, Map<?, ?> after) {
		for (Object key : before.keySet()) {
			if (!after.containsKey(key)) {
				live.remove(key);
			}
		}
		after.forEach((key, value) -> {
			if (!before.containsKey(key) || !Objects.deepEquals(before.get(key), value)) {
				live.put(key, value);
			}
		});
	}

	private static void replaceAll(Collection<Object> live, Collection<?> elements) {
		live.clear();
		live.addAll(elements);
	}

	/**
	 * Returns whether a value is changed property by property, and not replaced.
	 */
	private static boolean isBean(Class<?> type) {
		if (type.isEnum() || type.isRecord() || type.isArray() || type.getName().startsWith("java.")
				|| Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type)) {
			return false;
		}
		Collection<BeanProperty> properties = BeanProperty.of(type);
		return properties.stream().anyMatch(BeanProperty::isSettable)
				|| (!properties.isEmpty() && BeanProperty.hasDefaultConstructor(type));
	}

	@SuppressWarnings("unchecked")
	private static Map<Object, Object> cast(Map<?, ?> map) {
		return (Map<Object, Object>) map;
	}

	@SuppressWarnings("unchecked")
	private static Collection<Object> cast(Collection<?> collection) {
		return (Collection<Object>) collection;
	}

}
