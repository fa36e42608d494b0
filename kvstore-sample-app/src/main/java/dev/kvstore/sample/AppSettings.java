package dev.kvstore.sample;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of this application, as an ordinary properties bean with its defaults.
 * Nothing here knows of the store: the starter binds the bean again whenever a key under
 * {@code config/app} changes. Requests read it meanwhile, so the fields are volatile.
 */
@ConfigurationProperties("app")
public class AppSettings {

	/**
	 * The headline of the page.
	 */
	private volatile String greeting = "Hello";

	/**
	 * How many messages this instance takes within a minute.
	 */
	private volatile int rateLimit = 600;

	/**
	 * What is switched on, by name.
	 */
	private volatile Map<String, Boolean> features = Map.of("beta-search", false, "load-graphs", true,
			"maintenance-banner", false);

	public String getGreeting() {
		return this.greeting;
	}

	public void setGreeting(String greeting) {
		this.greeting = greeting;
	}

	public int getRateLimit() {
		return this.rateLimit;
	}

	public void setRateLimit(int rateLimit) {
		this.rateLimit = rateLimit;
	}

	public Map<String, Boolean> getFeatures() {
		return this.features;
	}

	public void setFeatures(Map<String, Boolean> features) {
		this.features = Collections.unmodifiableMap(new TreeMap<>(features));
	}

}
