package dev.kvstore;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the files of superseded changes that their writers have left behind, and puts
 * back newer ones that somebody removed instead. For one thread at a time.
 */
final class SupersededFiles {

	private static final Logger logger = LoggerFactory.getLogger(SupersededFiles.class);

	private final ChangeLog log;

	private final LwwMap map;

	/**
	 * The winners whose files were gone the last time although superseded ones were
	 * there. Mostly that means that something newer is about to be read, and only if it
	 * lasts, that they have to be restored.
	 */
	private Set<Long> goneBefore = Set.of();

	SupersededFiles(ChangeLog log, LwwMap map) {
		this.log = log;
		this.map = map;
	}

	/**
	 * Removes the files of those changes that are superseded.
	 * @param changes what was just read, and merged
	 */
	void remove(List<Change> changes) {
		List<Change> superseded = changes.stream().filter(this::isSuperseded).toList();
		Set<Long> gone = new HashSet<>();
		if (!superseded.isEmpty() && flush()) {
			for (Change change : superseded) {
				Change winner = winner(change);
				if (!this.log.discard(change, winner.version()) && gone.add(winner.version())
						&& this.goneBefore.contains(winner.version())) {
					this.log.restore(winner);
				}
			}
		}
		this.goneBefore = gone;
	}

	private boolean isSuperseded(Change change) {
		long winner = winner(change).version();
		return change.version() < winner && !this.log.isUnconfirmed(winner);
	}

	private Change winner(Change change) {
		return Objects.requireNonNull(this.map.get(change.key()));
	}

	/** A writer may not have come to flushing yet what we have already read. */
	private boolean flush() {
		try {
			this.log.flush();
			return true;
		}
		catch (IOException ex) {
			logger.debug("Superseded changes stay in {} for now", this.log.location(), ex);
			return false;
		}
	}

}
