package dev.kvstore.boot.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import dev.kvstore.ChangeEvent;
import dev.kvstore.ChangeListener;
import dev.kvstore.Subscription;
import dev.kvstore.boot.config.BeanRebinder.Rebinding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Keeps the environment and the beans up with the store: first the environment shows the
 * new properties, all at once, then the beans that these concern follow. What one
 * synchronization brings is one such step.
 * <p>
 * Starts before and stops after all other parts of the application that have a life
 * cycle, and catches up when it starts.
 */
final class LiveConfiguration implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(LiveConfiguration.class);

	private final ImportedProperties properties;

	private final ConfigurableEnvironment environment;

	private final BeanRebinder rebinder;

	private final Lock lock = new ReentrantLock();

	private @Nullable Subscription subscription;

	LiveConfiguration(ImportedProperties properties, ConfigurableApplicationContext context) {
		this.properties = properties;
		this.environment = context.getEnvironment();
		this.rebinder = new BeanRebinder(context);
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			this.subscription = this.properties.store().watch(this.properties.prefix(), new Follower());
		}
		finally {
			this.lock.unlock();
		}
		follow();
	}

	/** Waits for a step that is under way. */
	@Override
	public void stop() {
		this.lock.lock();
		try {
			if (this.subscription != null) {
				this.subscription.close();
				this.subscription = null;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean isRunning() {
		this.lock.lock();
		try {
			return this.subscription != null;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	private void follow() {
		this.lock.lock();
		try {
			if (this.subscription != null) {
				follow(this.properties.read());
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void follow(PropertiesSnapshot next) {
		Set<String> names = this.properties.current().difference(next);
		List<Rebinding> rebindings = names.isEmpty() ? List.of() : prepare(names, next);
		this.properties.replace(next);
		rebindings.forEach(Rebinding::apply);
		if (!names.isEmpty()) {
			logger.info("Changed configuration: {}; changed beans: {}", names,
					rebindings.stream().map(Rebinding::beanName).toList());
		}
	}

	private List<Rebinding> prepare(Set<String> names, PropertiesSnapshot next) {
		Trial trial = this.properties.trial(next);
		Set<String> all = new LinkedHashSet<>(names);
		all.addAll(Placeholders.changed(this.environment, trial));
		return this.rebinder.prepare(new ChangedNames(all), trial);
	}

	private final class Follower implements ChangeListener {

		@Override
		public void onChange(ChangeEvent event) {
			follow();
		}

		@Override
		public void onChanges(List<ChangeEvent> events) {
			follow();
		}

	}

}
