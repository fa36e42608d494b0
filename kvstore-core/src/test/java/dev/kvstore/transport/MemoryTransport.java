package dev.kvstore.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

/**
 * Files in a map, for tests that need no directory. Keeps the same contract as the real
 * one.
 */
public class MemoryTransport implements Transport {

	private final Place place;

	private final boolean readOnly;

	public MemoryTransport(Place place, boolean readOnly) {
		this.place = place;
		this.readOnly = readOnly;
	}

	/** What several transports share. */
	public static final class Place {

		private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();

		private final Semaphore lock = new Semaphore(1);

	}

	@Override
	public String location() {
		return "memory";
	}

	@Override
	public List<String> warnings() {
		return List.of();
	}

	@Override
	public void list(Visitor names) throws IOException {
		for (String name : this.place.files.keySet()) {
			names.visit(name);
		}
	}

	@Override
	public byte[] read(String name) throws IOException {
		byte @Nullable [] content = this.place.files.get(name);
		if (content == null) {
			throw new NoSuchFileException(name);
		}
		return content.clone();
	}

	@Override
	public boolean exists(String name) {
		return this.place.files.containsKey(name);
	}

	@Override
	public Draft draft(byte[] content) {
		requireWritable();
		byte[] copy = content.clone();
		return new Draft() {

			@Override
			public void publish(String name) throws IOException {
				if (MemoryTransport.this.place.files.putIfAbsent(name, copy) != null) {
					throw new FileAlreadyExistsException(name);
				}
			}

			@Override
			public void close() {
				// There is nothing to clean up.
			}

		};
	}

	@Override
	public void delete(String name) {
		requireWritable();
		this.place.files.remove(name);
	}

	@Override
	public void flush() {
		requireWritable();
	}

	@Override
	public Closeable lock() {
		requireWritable();
		this.place.lock.acquireUninterruptibly();
		return this.place.lock::release;
	}

	private void requireWritable() {
		if (this.readOnly) {
			throw new IllegalStateException("Opened for reading only");
		}
	}

	@Override
	public void close() {
		// Nothing is held open.
	}

}
