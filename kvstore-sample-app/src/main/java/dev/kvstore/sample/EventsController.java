package dev.kvstore.sample;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.kvstore.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Keeps browsers up to date. An event carries the whole new state of one part of the
 * page, and is sent when that differs from what the browser has. So a browser that was
 * slow or away has missed nothing once it has the latest, and it doesn't matter what made
 * somebody look for changes.
 */
@RestController
class EventsController {

	private static final Logger logger = LoggerFactory.getLogger(EventsController.class);

	private final Map<String, Supplier<Object>> parts;

	private final Set<Browser> browsers = ConcurrentHashMap.newKeySet();

	private final Executor executor;

	EventsController(KeyValueStore store, SettingsController settings, InstancesController instances,
			MessagesController messages) {
		this.parts = new LinkedHashMap<>();
		this.parts.put("store", () -> StoreState.of(store.status()));
		this.parts.put("settings", settings::settings);
		this.parts.put("instances", instances::instances);
		this.parts.put("messages", messages::messages);
		CustomizableThreadFactory threads = new CustomizableThreadFactory("browser-");
		threads.setDaemon(true);
		this.executor = Executors.newCachedThreadPool(threads);
		store.watch("", (change) -> update());
	}

	@GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter events() {
		Browser browser = new Browser();
		this.browsers.add(browser);
		browser.update();
		return browser.emitter;
	}

	/**
	 * Looks for what browsers don't have yet. Called on every change in the store, and on
	 * a schedule for what no such call can tell: an instance that fell silent, settings
	 * that were bound again a moment after it.
	 */
	@Scheduled(fixedDelay = 250, timeUnit = TimeUnit.MILLISECONDS)
	void update() {
		this.browsers.forEach(Browser::update);
	}

	/** Lets go of the browsers, for whom the web server would wait otherwise. */
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.browsers.forEach((browser) -> this.executor.execute(browser.emitter::complete));
	}

	/**
	 * One open page. It gets a thread of its own while there is something to send, so
	 * that nobody waits for a slow or dead one, least of all the store.
	 */
	private final class Browser {

		private final SseEmitter emitter = new SseEmitter(0L);

		private final Map<String, Object> sent = new HashMap<>();

		private final AtomicBoolean busy = new AtomicBoolean();

		Browser() {
			this.emitter.onCompletion(() -> EventsController.this.browsers.remove(this));
		}

		void update() {
			if (this.busy.compareAndSet(false, true)) {
				EventsController.this.executor.execute(this::sendChanges);
			}
		}

		private void sendChanges() {
			try {
				for (Map.Entry<String, Supplier<Object>> part : EventsController.this.parts.entrySet()) {
					Object state = part.getValue().get();
					if (!state.equals(this.sent.put(part.getKey(), state))) {
						this.emitter
							.send(SseEmitter.event().name(part.getKey()).data(state, MediaType.APPLICATION_JSON));
					}
				}
			}
			catch (IOException | IllegalStateException ex) {
				// The page was closed, or the store was. The web server ends the request.
				EventsController.this.browsers.remove(this);
			}
			catch (RuntimeException ex) {
				logger.warn("A page is let go of because its state can't be told. It will connect again", ex);
				EventsController.this.browsers.remove(this);
				this.emitter.complete();
			}
			finally {
				this.busy.set(false);
			}
		}

	}

}
