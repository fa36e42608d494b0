package dev.kvstore.transport;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.kvstore.transport.LocalDirectory.Options;
import dev.kvstore.transport.UnavailableException.Reason;

/**
 * Opens a directory, or says what is wrong with it.
 */
final class Opening {

	private Opening() {
	}

	static LocalDirectory open(Path store, Options options) throws IOException {
		if (Files.exists(store) && !Files.isDirectory(store)) {
			throw new UnavailableException(Reason.NOT_A_DIRECTORY,
					"Cannot open the store %s: it is a file. Give the path of a directory.".formatted(store), null);
		}
		if (!Files.exists(store) && (options.readOnly() || !options.create())) {
			throw new UnavailableException(Reason.MISSING,
					"Cannot open the store %s: there is no such directory. Create it, or check the path."
						.formatted(store),
					null);
		}
		return options.readOnly() ? openForReading(store, options) : openForWriting(store, options);
	}

	private static LocalDirectory openForReading(Path store, Options options) throws IOException {
		Path changes = LocalDirectory.changesIn(store);
		if (!Files.isReadable(store) || !Files.isExecutable(store)
				|| (Files.exists(changes) && !(Files.isReadable(changes) && Files.isExecutable(changes)))) {
			throw new UnavailableException(Reason.NOT_READABLE,
					"Cannot read the store %s: no permission. Let this user read the directory and its folder d."
						.formatted(store),
					null);
		}
		return new LocalDirectory(store, options, StoreIdentity.look(store, changes), null);
	}

	private static LocalDirectory openForWriting(Path store, Options options) throws IOException {
		Path changes = LocalDirectory.changesIn(store);
		try {
			Disk.createDirectories(changes, options.sync());
			if (!Files.isWritable(changes)) {
				throw new AccessDeniedException(changes.toString());
			}
			ScratchFolder scratch = ScratchFolder.open(store, options.identifier(), options.temporary());
			try {
				scratch.requireHardLinks();
				return new LocalDirectory(store, options, StoreIdentity.establish(store, changes, scratch), scratch);
			}
			catch (IOException ex) {
				scratch.close();
				throw ex;
			}
		}
		catch (UnavailableException ex) {
			throw ex;
		}
		catch (FileAlreadyExistsException ex) {
			throw new UnavailableException(Reason.NOT_A_DIRECTORY,
					"Cannot open the store %s: %s is no folder. Move it away, or give another directory."
						.formatted(store, ex.getFile()),
					ex);
		}
		catch (IOException ex) {
			throw new UnavailableException(Reason.NOT_WRITABLE,
					"Cannot write to the store %s: %s. Let this user write there, or open the store read-only."
						.formatted(store, Disk.reason(ex)),
					ex);
		}
	}

}
