package dev.kvstore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FileNames}.
 */
class FileNamesTests {

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 42, 1795351145060671L, Long.MAX_VALUE })
	void readsVersions(long version) {
		assertThat(FileNames.parse(Long.toString(version))).hasValue(version);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00", "01", "-1", "+1", " 1", "1 ", "1e15", "1_000", "0x1", "README", ".1",
			"1795000000000001.json", "9223372036854775808", "9999999999999999999", "10000000000000000000", "\u0661",
			"\uff11" })
	void refusesAllOtherNames(String name) {
		assertThat(FileNames.parse(name)).isEmpty();
	}

	@Test
	void knowsTheFilesOfNfs() {
		assertThat(FileNames.isOfFileSystem(".nfs0000000000c8a1b200000001")).isTrue();
		assertThat(FileNames.isOfFileSystem("README")).isFalse();
	}

}
