package dev.kvstore;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

import dev.kvstore.transport.Transport;
import dev.kvstore.transport.UnreadableException;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the directory: which names there are, and which changes that memory
 * doesn't hold. For one thread, once.
 */
final class DirectoryReading {

	private final Transport transport;

	private final HybridClock clock;

	private final Set<Long> held;

	private final VersionsInProgress appending;

	private final UnreadableFiles unreadable;

	private final Set<String> names = new HashSet<>();

	private final Set<Long> listed = new HashSet<>();

	private final Map<Long, Change> changes = new LinkedHashMap<>();

	private final Set<Long> skipped = new HashSet<>();

	private boolean vanished;

	DirectoryReading(Transport transport, HybridClock clock, Set<Long> held, VersionsInProgress appending,
			UnreadableFiles unreadable) {
		this.transport = transport;
		this.clock = clock;
		this.held = held;
		this.appending = appending;
		this.unreadable = unreadable;
	}

	/**
	 * Returns the names that were listed and are not those of changes that memory holds.
	 */
	Set<String> names() {
		return this.names;
	}

	/** Returns the versions that were listed. */
	Set<Long> listed() {
		return this.listed;
	}

	/** Returns the changes that were read. */
	List<Change> changes() {
		return List.copyOf(this.changes.values());
	}

	/**
	 * Lists the directory and reads what is new.
	 * @return whether a file vanished between its listing and its reading
	 */
	boolean list() throws IOException {
		this.vanished = false;
		this.transport.list(this::visit);
		return this.vanished;
	}

	private void visit(String name) throws IOException {
		OptionalLong version = FileNames.parse(name);
		if (version.isEmpty()) {
			if (!FileNames.isOfFileSystem(name) && this.names.add(name)) {
				this.unreadable.add(name, "its name is no version", this.clock.now(), 0);
			}
			return;
		}
		this.listed.add(version.getAsLong());
		if (this.appending.contains(version.getAsLong())) {
			this.skipped.add(version.getAsLong());
			return;
		}
		if (this.held.contains(version.getAsLong()) || this.changes.containsKey(version.getAsLong())
				|| !this.names.add(name)) {
			return;
		}
		if (!this.unreadable.contains(name)) {
			read(name);
		}
	}

	/**
	 * Reads what has a name that this instance was trying at the same moment, and did not
	 * get.
	 */
	void readSkipped() throws IOException {
		for (long version : this.skipped) {
			this.appending.awaitEnd(version);
			if (!this.held.contains(version) && this.names.add(Long.toString(version))) {
				read(Long.toString(version));
			}
		}
	}

	/**
	 * Reads once more what is superseded by something just read, if it is still there: it
	 * may be another change by now, under the same name.
	 */
	void readSuperseded(Function<String, @Nullable Change> known) throws IOException {
		for (Change change : List.copyOf(this.changes.values())) {
			Change superseded = known.apply(change.key());
			if (superseded != null && superseded.version() < change.version()
					&& this.listed.contains(superseded.version())) {
				read(Long.toString(superseded.version()));
			}
		}
	}

	boolean read(String name) throws IOException {
		OptionalLong version = FileNames.parse(name);
		if (version.isEmpty()) {
			return false;
		}
		long start = System.nanoTime();
		try {
			byte[] content = this.transport.read(name);
			this.changes.put(version.getAsLong(), ChangeCodec.decode(content, version.getAsLong()));
			return true;
		}
		catch (NoSuchFileException ex) {
			this.vanished = true;
			return true;
		}
		catch (UnreadableException ex) {
			this.unreadable.add(name, String.valueOf(ex.getMessage()), this.clock.now(), System.nanoTime() - start);
			return false;
		}
	}

}
