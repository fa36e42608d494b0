package dev.kvstore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of changes, on one thread, in the order of the changes. What listeners
 * have not been told of yet is kept by key, the first old value and the last new one, so
 * that a slow listener costs no more memory than there are keys. A listener that fails is
 * logged and hurts nobody else.
 */
final class Dispatcher implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Dispatcher.class);

	private final String threadName;

	private final List<Registration> registrations = new CopyOnWriteArrayList<>();

	private final Object monitor = new Object();

	/** What was pending when a listener came that must not hear of it. */
	private final Deque<Map<String, Pending>> sealed = new ArrayDeque<>();

	private Map<String, Pending> pending = new LinkedHashMap<>();

	private long sequence;

	private boolean started;

	private boolean closed;

	Dispatcher(String threadName) {
		this.threadName = threadName;
	}

	private record Registration(String prefix, ChangeListener listener, long since) {
	}

	private record Pending(ChangeEvent event, long sequence) {
	}

	Subscription register(String prefix, ChangeListener listener) {
		Registration registration;
		synchronized (this.monitor) {
			if (!this.pending.isEmpty()) {
				this.sealed.add(this.pending);
				this.pending = new LinkedHashMap<>();
			}
			registration = new Registration(prefix, listener, this.sequence);
			this.registrations.add(registration);
			if (!this.started) {
				this.started = true;
				Thread thread = new Thread(this::run, this.threadName);
				thread.setDaemon(true);
				thread.start();
			}
		}
		return () -> this.registrations.removeIf((candidate) -> candidate == registration);
	}

	/**
	 * Takes events over. Returns at once, and calls nobody: the caller may hold a lock.
	 */
	void dispatch(Collection<ChangeEvent> events) {
		if (events.isEmpty() || this.registrations.isEmpty()) {
			return;
		}
		synchronized (this.monitor) {
			for (ChangeEvent event : events) {
				// A key that changes again moves to the end, where its new value belongs
				// in the order.
				Pending earlier = this.pending.remove(event.key());
				this.pending.put(event.key(),
						new Pending((earlier != null) ? join(earlier.event(), event) : event, ++this.sequence));
			}
			this.monitor.notifyAll();
		}
	}

	private static ChangeEvent join(ChangeEvent first, ChangeEvent second) {
		return new ChangeEvent(second.key(), first.oldEntry(), second.newEntry(), second.version(), second.writer());
	}

	private void run() {
		for (Collection<Pending> batch = take(); !batch.isEmpty(); batch = take()) {
			for (Registration registration : this.registrations) {
				deliver(registration, batch);
			}
		}
	}

	/** Waits for events. Returns none when there will be no more. */
	private Collection<Pending> take() {
		synchronized (this.monitor) {
			while (this.sealed.isEmpty() && this.pending.isEmpty() && !this.closed) {
				try {
					this.monitor.wait();
				}
				catch (InterruptedException ex) {
					logger.debug("Nobody but a listener can have interrupted this thread", ex);
				}
			}
			if (!this.sealed.isEmpty()) {
				return this.sealed.remove().values();
			}
			Collection<Pending> batch = this.pending.values();
			this.pending = new LinkedHashMap<>();
			return batch;
		}
	}

	private void deliver(Registration registration, Collection<Pending> batch) {
		List<ChangeEvent> events = new ArrayList<>();
		for (Pending pending : batch) {
			ChangeEvent event = pending.event();
			boolean nothing = event.oldEntry() == null && event.newEntry() == null;
			if (pending.sequence() > registration.since() && !nothing
					&& event.key().startsWith(registration.prefix())) {
				events.add(event);
			}
		}
		if (events.isEmpty() || !this.registrations.contains(registration)) {
			return;
		}
		try {
			registration.listener().onChanges(List.copyOf(events));
		}
		catch (RuntimeException | Error ex) {
			logger.error("A listener for keys that start with '{}' failed", Quoting.abbreviate(registration.prefix()),
					ex);
		}
	}

	/**
	 * Lets listeners hear of what has happened so far, and then ends. Doesn't wait for
	 * them.
	 */
	@Override
	public void close() {
		synchronized (this.monitor) {
			this.closed = true;
			this.monitor.notifyAll();
		}
	}

}
