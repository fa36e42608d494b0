package dev.kvstore.boot.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.bind.BindMethod;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Lets JavaBean {@code @ConfigurationProperties} follow the configuration. For each bean
 * that a change concerns, a new instance is bound to the old configuration and another
 * one to the new; what differs between these is then done to the bean itself. A bean
 * whose new configuration can't be bound keeps its last values, all of them, until it
 * can.
 * <p>
 * Looks only at singletons that exist already. For one thread at a time.
 */
final class BeanRebinder {

	private static final Logger logger = LoggerFactory.getLogger(BeanRebinder.class);

	private final ConfigurableApplicationContext context;

	private final ConfigurableListableBeanFactory beanFactory;

	private final CandidateBinder binder;

	private final Map<String, Behind> behind = new HashMap<>();

	BeanRebinder(ConfigurableApplicationContext context) {
		this.context = context;
		this.beanFactory = context.getBeanFactory();
		this.binder = new CandidateBinder(this.beanFactory);
	}

	/**
	 * Finds out what has to be done to which bean, and doesn't do it yet.
	 * @param changed the names of the properties that change
	 * @param next the configuration that they change to
	 */
	List<Rebinding> prepare(ChangedNames changed, Trial next) {
		List<Rebinding> rebindings = new ArrayList<>();
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			Rebinding rebinding = find(name);
			if (rebinding != null && changed.concern(rebinding.prefix)) {
				rebindings.add(rebinding);
			}
		}
		if (!rebindings.isEmpty()) {
			this.binder.refresh();
			rebindings.forEach(Rebinding::bindBefore);
			next.run(() -> {
				this.binder.refresh();
				rebindings.forEach((rebinding) -> rebinding.compare(changed));
			});
			this.binder.refresh();
		}
		return rebindings.stream().filter(Rebinding::isNeeded).toList();
	}

	private @Nullable Rebinding find(String name) {
		try {
			return rebinding(name);
		}
		catch (RuntimeException ex) {
			logger.debug("Bean '{}' does not follow the configuration", name, ex);
			return null;
		}
	}

	private @Nullable Rebinding rebinding(String name) {
		Object bean = this.beanFactory.containsSingleton(name) ? this.beanFactory.getSingleton(name) : null;
		if (bean == null) {
			return null;
		}
		Object target = AopProxyUtils.getSingletonTarget(bean);
		target = (target != null) ? target : bean;
		ConfigurationPropertiesBean properties = ConfigurationPropertiesBean.get(this.context, target, name);
		if (properties == null || properties.asBindTarget().getBindMethod() == BindMethod.VALUE_OBJECT) {
			return null;
		}
		return new Rebinding(name, target, ConfigurationPropertyName.of(properties.getAnnotation().prefix()));
	}

	/**
	 * How far a bean is behind the configuration because that was rejected.
	 *
	 * @param lastBound an instance as the bean was last bound
	 * @param missed the names of the properties that changed since
	 */
	private record Behind(Object lastBound, ChangedNames missed) {
	}

	/** What has to be done to one bean. */
	final class Rebinding {

		private final String beanName;

		private final Object bean;

		private final ConfigurationPropertyName prefix;

		private @Nullable Behind behind;

		private @Nullable Object before;

		private @Nullable BeanDifference difference;

		private Rebinding(String beanName, Object bean, ConfigurationPropertyName prefix) {
			this.beanName = beanName;
			this.bean = bean;
			this.prefix = prefix;
		}

		private void bindBefore() {
			try {
				this.behind = BeanRebinder.this.behind.remove(this.beanName);
				this.before = (this.behind != null) ? this.behind.lastBound() : bind();
			}
			catch (RuntimeException ex) {
				reject(ex);
			}
		}

		private void compare(ChangedNames changed) {
			if (this.before == null) {
				return;
			}
			ChangedNames all = (this.behind != null) ? changed.and(this.behind.missed()) : changed;
			try {
				this.difference = BeanDifference.between(this.bean, this.before, bind(), this.prefix, all);
			}
			catch (RuntimeException ex) {
				BeanRebinder.this.behind.put(this.beanName, new Behind(this.before, all));
				reject(ex);
			}
		}

		private Object bind() {
			return BeanRebinder.this.binder.bind(ClassUtils.getUserClass(this.bean), this.beanName);
		}

		private void reject(RuntimeException ex) {
			logger.warn("Bean '{}' (prefix '{}') keeps its last values: {}", this.beanName, this.prefix,
					BindFailures.describe(ex));
			logger.debug("The cause", ex);
		}

		private boolean isNeeded() {
			return this.difference != null && !this.difference.isEmpty();
		}

		/** Lets the bean follow. */
		void apply() {
			try {
				if (this.difference != null) {
					this.difference.apply();
				}
			}
			catch (RuntimeException ex) {
				logger.warn("Bean '{}' (prefix '{}') refused a part of its new values: {}", this.beanName, this.prefix,
						BindFailures.describe(ex));
				logger.debug("The cause", ex);
			}
		}

		String beanName() {
			return this.beanName;
		}

	}

}
