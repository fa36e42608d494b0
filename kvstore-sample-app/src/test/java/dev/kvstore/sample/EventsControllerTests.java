package dev.kvstore.sample;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import dev.kvstore.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a failure costs the browsers and the log.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventsControllerTests {

	@Test
	void browserWhoseStateCannotBeToldIsLetGo(@TempDir Path directory, CapturedOutput output) {
		AtomicInteger asked = new AtomicInteger();
		try (KeyValueStore store = KeyValueStore.open(directory)) {
			AppSettings settings = new AppSettings();
			StandardEnvironment environment = new StandardEnvironment();
			EventsController events = new EventsController(withoutStatus(store, asked),
					new SettingsController(store, settings, environment), new InstancesController(store, environment),
					new MessagesController(store, settings));
			events.events();
			await().untilAsserted(() -> assertThat(output).contains("no status today"));
			events.update();
			events.events();
			await().untilAsserted(() -> assertThat(output.getAll().split("no status today")).hasSize(3));
			events.update();
			assertThat(asked).hasValue(2);
			assertThat(output).doesNotContain("Exception in thread");
		}
	}

	private static KeyValueStore withoutStatus(KeyValueStore store, AtomicInteger asked) {
		return (KeyValueStore) Proxy.newProxyInstance(KeyValueStore.class.getClassLoader(),
				new Class<?>[] { KeyValueStore.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("status")) {
						asked.incrementAndGet();
						throw new UnsupportedOperationException("no status today");
					}
					return method.invoke(store, arguments);
				});
	}

}
