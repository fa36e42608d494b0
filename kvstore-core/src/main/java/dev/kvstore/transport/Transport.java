package dev.kvstore.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * Small, immutable, named files that many processes share. A file appears whole or not at
 * all, and never changes.
 * <p>
 * Safe for use by any number of threads. {@link #list}, {@link #draft} and {@link #lock}
 * throw {@link UnavailableException} if the place as a whole can't be used: it has gone,
 * or has been replaced by another one. A read-only transport throws
 * {@link IllegalStateException} from {@link #create}, {@link #delete}, {@link #flush} and
 * {@link #lock}, and never writes.
 */
public interface Transport extends Closeable {

	/** The greatest size of a file: 16 MiB (16,777,216 bytes). */
	int MAX_SIZE = 16 * 1024 * 1024;

	/**
	 * Returns where the files are, as users know the place.
	 * @return a path or a URI without secrets
	 */
	String location();

	/**
	 * Returns what is weaker here than elsewhere, or looks like a mistake.
	 * @return a sentence each
	 */
	List<String> warnings();

	/**
	 * Lists the names of all files, including those that are none of this store's. This
	 * is no snapshot: a name whose file is created or deleted during the call may be
	 * listed or not. All others are.
	 * @param names takes the names as they come, in no order, a name possibly more than
	 * once
	 * @throws IOException if the listing could not be completed, or what the visitor
	 * throws
	 */
	void list(Visitor names) throws IOException;

	/**
	 * Reads a file.
	 * @param name a name from a listing
	 * @return its content
	 * @throws NoSuchFileException if there is no such file now
	 * @throws UnreadableException if what has this name is no file that can be read: a
	 * folder, a link, too large, or damaged, or not permitted; others can be read
	 * @throws IOException if reading is not possible now
	 */
	byte[] read(String name) throws IOException;

	/**
	 * Returns whether there is a file of this name at this moment.
	 * @param name the name
	 * @return whether there is one; {@code false} also if that can't be told
	 */
	boolean exists(String name);

	/**
	 * Writes a file that has no name yet, so that only little is left to do once it gets
	 * one.
	 * @param content at most {@value #MAX_SIZE} bytes; neither modified nor kept
	 * @return the file; close it in any case
	 * @throws IOException if it could not be written
	 */
	Draft draft(byte[] content) throws IOException;

	/**
	 * Creates a file under a name.
	 * @param name 1 to 19 decimal digits
	 * @param content at most {@value #MAX_SIZE} bytes; neither modified nor kept
	 * @throws FileAlreadyExistsException as {@link Draft#publish(String)} does
	 * @throws UnconfirmedException as {@link Draft#publish(String)} does
	 * @throws IOException for any other reason; the file was not created and will not
	 * appear
	 */
	default void create(String name, byte[] content) throws IOException {
		try (Draft draft = draft(content)) {
			draft.publish(name);
		}
	}

	/**
	 * Deletes a file. Does nothing if there is none of this name. The deletion need not
	 * be durable.
	 * @param name the name
	 * @throws IOException if it could not be deleted
	 */
	void delete(String name) throws IOException;

	/**
	 * Returns once all names that a listing gives now are as durable as this transport
	 * was opened for.
	 * @throws IOException if that can't be said
	 */
	void flush() throws IOException;

	/**
	 * Waits until no other transport on the same place holds the lock, in any process,
	 * and takes it. The death of the holder frees it.
	 * @return close it to free the lock
	 * @throws IOException if locks can't be had here
	 */
	Closeable lock() throws IOException;

	/**
	 * Lets go of everything that is held open. Idempotent.
	 * @throws IOException if something could not be closed
	 */
	@Override
	void close() throws IOException;

	/**
	 * Takes names from a listing.
	 */
	@FunctionalInterface
	interface Visitor {

		/**
		 * Takes a name.
		 * @param name the name
		 * @throws IOException to end the listing
		 */
		void visit(String name) throws IOException;

	}

	/**
	 * A file that is written but has no name. For one thread.
	 */
	interface Draft extends Closeable {

		/**
		 * Gives the file a name and returns once it is as durable as the transport was
		 * opened for. Of any number of callers in any number of processes, one gets a
		 * name.
		 * @param name 1 to 19 decimal digits
		 * @throws FileAlreadyExistsException if the name is taken; that file is
		 * unchanged, and another name can be tried
		 * @throws UnconfirmedException if it can't be told whether the file has the name
		 * or whether it is durable
		 * @throws IOException for any other reason; the file has no name and will not get
		 * one
		 */
		void publish(String name) throws IOException;

		/**
		 * Cleans up. What was published stays.
		 */
		@Override
		void close();

	}

}
