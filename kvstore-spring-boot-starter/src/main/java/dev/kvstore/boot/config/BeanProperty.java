package dev.kvstore.boot.config;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * A property of a JavaBean, found by the rules of Spring Boot's binder: its methods may
 * be package-private.
 */
final class BeanProperty {

	private final String name;

	private @Nullable Method getter;

	private @Nullable Method setter;

	private @Nullable Field field;

	private BeanProperty(String name) {
		this.name = name;
	}

	/** Returns the properties of a class. */
	static Collection<BeanProperty> of(Class<?> beanType) {
		Map<String, BeanProperty> properties = new LinkedHashMap<>();
		for (Class<?> type = beanType; type != null && type != Object.class; type = type.getSuperclass()) {
			for (Method method : type.getDeclaredMethods()) {
				if (isCandidate(method)) {
					add(properties, BridgeMethodResolver.findBridgedMethod(method));
				}
			}
		}
		properties.values().forEach((property) -> property.field = ReflectionUtils.findField(beanType, property.name));
		return properties.values();
	}

	static boolean hasDefaultConstructor(Class<?> beanType) {
		return Arrays.stream(beanType.getDeclaredConstructors())
			.anyMatch((constructor) -> constructor.getParameterCount() == 0);
	}

	private static boolean isCandidate(Method method) {
		int modifiers = method.getModifiers();
		return !Modifier.isPrivate(modifiers) && !Modifier.isProtected(modifiers) && !Modifier.isAbstract(modifiers)
				&& !Modifier.isStatic(modifiers) && !method.isBridge() && method.getName().indexOf('$') == -1;
	}

	private static void add(Map<String, BeanProperty> properties, Method method) {
		String name = method.getName();
		if (method.getParameterCount() == 0 && name.length() > 3 && name.startsWith("get")) {
			get(properties, name.substring(3)).addGetter(method);
		}
		else if (method.getParameterCount() == 0 && name.length() > 2 && name.startsWith("is")) {
			get(properties, name.substring(2)).addGetter(method);
		}
		else if (method.getParameterCount() == 1 && name.length() > 3 && name.startsWith("set")) {
			get(properties, name.substring(3)).addSetter(method);
		}
	}

	private static BeanProperty get(Map<String, BeanProperty> properties, String capitalizedName) {
		return properties.computeIfAbsent(StringUtils.uncapitalizeAsProperty(capitalizedName), BeanProperty::new);
	}

	private void addGetter(Method method) {
		if (this.getter == null || (this.getter.getName().startsWith("is") && method.getName().startsWith("get"))) {
			this.getter = method;
		}
	}

	private void addSetter(Method method) {
		if (this.setter == null
				|| (this.getter != null && this.getter.getReturnType().equals(method.getParameterTypes()[0])
						&& !this.getter.getReturnType().equals(this.setter.getParameterTypes()[0]))) {
			this.setter = method;
		}
	}

	/** Returns the name below that of the bean. */
	ConfigurationPropertyName nameIn(ConfigurationPropertyName bean) {
		Name name = (this.field != null) ? this.field.getAnnotation(Name.class) : null;
		return bean.append(ConfigurationPropertyName.adapt((name != null) ? name.value() : this.name, '.'));
	}

	boolean isSettable() {
		return this.setter != null;
	}

	/** Returns whether the value can be read as what the setter takes. */
	boolean isReadable() {
		return isRead(this.getter) || isRead(this.field);
	}

	private boolean isRead(@Nullable Method getter) {
		return getter != null && isSet(getter.getReturnType());
	}

	private boolean isRead(@Nullable Field field) {
		return field != null && isSet(field.getType());
	}

	private boolean isSet(Class<?> type) {
		return this.setter == null || ClassUtils.isAssignable(this.setter.getParameterTypes()[0], type);
	}

	@Nullable Object read(Object bean) {
		Method getter = this.getter;
		if (getter != null && isRead(getter)) {
			ReflectionUtils.makeAccessible(getter);
			return ReflectionUtils.invokeMethod(getter, bean);
		}
		Field field = this.field;
		if (field != null) {
			ReflectionUtils.makeAccessible(field);
			return ReflectionUtils.getField(field, bean);
		}
		throw new IllegalStateException("Property '%s' can't be read".formatted(this.name));
	}

	void write(Object bean, @Nullable Object value) {
		if (this.setter != null) {
			ReflectionUtils.makeAccessible(this.setter);
			ReflectionUtils.invokeMethod(this.setter, bean, value);
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
