package dev.kvstore.sample;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import dev.kvstore.Entry;
import dev.kvstore.KeyValueStore;
import dev.kvstore.ValueConversionException;
import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Use case 2: the state of every running instance. Each puts a heartbeat under its own
 * name and sees those of all others. One that falls silent is shown as gone, and some
 * other removes it in the end; that the clocks agree to a few seconds is assumed.
 */
@RestController
class InstancesController {

	private static final Logger logger = LoggerFactory.getLogger(InstancesController.class);

	private static final String KEYS = "instances/";

	private static final Duration GONE_AFTER = Duration.ofSeconds(10);

	private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

	private final KeyValueStore store;

	private final Environment environment;

	private final String self;

	private final RuntimeMXBean process = ManagementFactory.getRuntimeMXBean();

	private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

	InstancesController(KeyValueStore store, Environment environment) {
		this.store = store;
		this.environment = environment;
		this.self = store.status().identifier();
	}

	@GetMapping("/api/instances")
	List<Instance> instances() {
		Instant now = Instant.now();
		return this.store.snapshot(KEYS).values().stream().map((entry) -> instance(entry, now)).toList();
	}

	private Instance instance(Entry entry, Instant now) {
		String identifier = entry.key().substring(KEYS.length());
		return new Instance(Text.upTo(200, identifier), identifier.equals(this.self),
				silentFor(entry, now).compareTo(GONE_AFTER) > 0, entry.time(), heartbeat(entry.key()));
	}

	private Heartbeat heartbeat(String key) {
		try {
			return this.store.get(key, Heartbeat.class).orElse(Heartbeat.UNREADABLE);
		}
		catch (ValueConversionException ex) {
			return Heartbeat.UNREADABLE;
		}
	}

	private static Duration silentFor(Entry entry, Instant now) {
		return Duration.between(entry.time(), now);
	}

	@Scheduled(fixedRate = 2, timeUnit = TimeUnit.SECONDS)
	void beat() {
		Heartbeat heartbeat = new Heartbeat(this.self, this.environment.getProperty("local.server.port", Integer.class),
				Instant.ofEpochMilli(this.process.getStartTime()), this.process.getUptime() / 1000,
				Math.max(0, this.system.getProcessCpuLoad()));
		this.store.putAsync(KEYS + this.self, heartbeat).exceptionally((failure) -> {
			logger.warn("No heartbeat: {}", failure.getMessage());
			return null;
		});
	}

	@Scheduled(fixedRate = 10, timeUnit = TimeUnit.SECONDS)
	void forgetTheSilent() {
		Instant now = Instant.now();
		this.store.snapshot(KEYS)
			.values()
			.stream()
			.filter((entry) -> silentFor(entry, now).compareTo(FORGOTTEN_AFTER) > 0)
			.forEach((entry) -> this.store.removeAsync(entry.key()));
	}

	@PreDestroy
	void leave() {
		this.store.removeAsync(KEYS + this.self);
	}

}
