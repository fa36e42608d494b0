package dev.kvstore.transport;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

/**
 * The contract for {@link LocalDirectory} with flushes.
 */
class SyncedLocalDirectoryTests extends TransportContractTests {

	@TempDir
	Path store;

	@Override
	protected Transport open(boolean readOnly) throws IOException {
		return LocalDirectoryTests.open(this.store, "test", readOnly, true);
	}

}
