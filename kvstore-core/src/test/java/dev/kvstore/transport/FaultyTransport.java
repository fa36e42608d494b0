package dev.kvstore.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * Lets one call, or all calls from one on, fail: before it has done anything, or after it
 * has done everything.
 */
public final class FaultyTransport implements Transport {

	private final Transport delegate;

	private final Fault fault;

	private int calls;

	private boolean healed;

	public FaultyTransport(Transport delegate, Fault fault) {
		this.delegate = delegate;
		this.fault = fault;
	}

	/**
	 * When to fail.
	 *
	 * @param call the number of the first call that fails, 1 or more
	 * @param done whether it has done its work nevertheless
	 * @param lasting whether all later calls fail, too
	 */
	public record Fault(int call, boolean done, boolean lasting) {
	}

	/** Ends all faults. */
	public void heal() {
		this.healed = true;
	}

	/** Returns whether the fault has come up. */
	public boolean hasFailed() {
		return this.calls >= this.fault.call();
	}

	private boolean fails() {
		this.calls++;
		return !this.healed
				&& (this.calls == this.fault.call() || (this.fault.lasting() && this.calls > this.fault.call()));
	}

	private <T> T call(Action<T> action) throws IOException {
		boolean fails = fails();
		if (fails && !this.fault.done()) {
			throw new IOException("input/output error");
		}
		T result = action.run();
		if (fails) {
			throw new IOException("input/output error, though it was done");
		}
		return result;
	}

	private interface Action<T> {

		T run() throws IOException;

	}

	@Override
	public String location() {
		return this.delegate.location();
	}

	@Override
	public List<String> warnings() {
		return this.delegate.warnings();
	}

	@Override
	public void list(Visitor names) throws IOException {
		call(() -> {
			this.delegate.list(names);
			return true;
		});
	}

	@Override
	public byte[] read(String name) throws IOException {
		try {
			return call(() -> this.delegate.read(name));
		}
		catch (NoSuchFileException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new UnreadableException("input/output error", ex);
		}
	}

	@Override
	public boolean exists(String name) {
		return !fails() && this.delegate.exists(name);
	}

	@Override
	public Draft draft(byte[] content) throws IOException {
		Draft draft = call(() -> this.delegate.draft(content));
		return new Draft() {

			@Override
			public void publish(String name) throws IOException {
				boolean fails = fails();
				if (fails && !FaultyTransport.this.fault.done()) {
					throw new IOException("input/output error");
				}
				draft.publish(name);
				if (fails) {
					throw new UnconfirmedException("input/output error", new IOException());
				}
			}

			@Override
			public void close() {
				draft.close();
			}

		};
	}

	@Override
	public void delete(String name) throws IOException {
		call(() -> {
			this.delegate.delete(name);
			return true;
		});
	}

	@Override
	public void flush() throws IOException {
		call(() -> {
			this.delegate.flush();
			return true;
		});
	}

	@Override
	public Closeable lock() throws IOException {
		if (fails()) {
			throw new IOException("no locks available");
		}
		return this.delegate.lock();
	}

	@Override
	public void close() throws IOException {
		this.delegate.close();
	}

}
