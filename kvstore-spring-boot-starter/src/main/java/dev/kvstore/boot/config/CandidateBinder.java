package dev.kvstore.boot.config;

import java.lang.reflect.Field;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindingPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.ReflectionUtils;

/**
 * Makes new instances of {@code @ConfigurationProperties} and binds them to what the
 * environment shows to the calling thread, with all converters, handlers and validation
 * that Spring Boot uses for the bean itself. Nobody else gets to see the instances.
 */
final class CandidateBinder {

	private static final String BOOT_BINDER = "org.springframework.boot.context.internalConfigurationPropertiesBinder";

	private final ConfigurableListableBeanFactory beanFactory;

	CandidateBinder(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Binds a new instance.
	 * @throws RuntimeException if it can't be made or bound, or is invalid
	 */
	Object bind(Class<?> type, String beanName) {
		Object instance = BeanProperty.hasDefaultConstructor(type) ? BeanUtils.instantiateClass(type)
				: this.beanFactory.autowire(type, AutowireCapableBeanFactory.AUTOWIRE_CONSTRUCTOR, false);
		return this.beanFactory
			.getBean(ConfigurationPropertiesBindingPostProcessor.BEAN_NAME,
					ConfigurationPropertiesBindingPostProcessor.class)
			.postProcessBeforeInitialization(instance, beanName);
	}

	/**
	 * Lets Spring Boot look again at what there is. Its binder remembers for good which
	 * prefixes had no properties when it first met them, and from then on leaves alone
	 * there what has no default constructor. There is no other way to make it forget; if
	 * this one goes, only such beans stay as they are.
	 */
	void refresh() {
		Object boot = this.beanFactory.getBean(BOOT_BINDER);
		Field binder = ReflectionUtils.findField(boot.getClass(), "binder", Binder.class);
		if (binder != null) {
			ReflectionUtils.makeAccessible(binder);
			ReflectionUtils.setField(binder, boot, null);
		}
	}

}
