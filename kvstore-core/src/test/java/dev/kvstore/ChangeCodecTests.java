package dev.kvstore;

import java.nio.charset.StandardCharsets;

import dev.kvstore.transport.UnreadableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.NullNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ChangeCodec}.
 */
class ChangeCodecTests {

	@Test
	void writesTheMembersThatPythonWritesAndTheWriter() {
		assertThat(ChangeCodec.encode("a\u00fc", Json.parse("[1, NaN]"), "me")).asString(StandardCharsets.US_ASCII)
			.isEqualTo("{\"key\":\"a\\u00fc\",\"bDeleted\":false,\"value\":[1,NaN],\"by\":\"me\"}");
		assertThat(ChangeCodec.encode("a", null, null)).asString(StandardCharsets.US_ASCII)
			.isEqualTo("{\"key\":\"a\",\"bDeleted\":true,\"value\":null}");
	}

	@Test
	void readsMembersInAnyOrderAndIgnoresOthers() throws UnreadableException {
		Change change = decode("{\"more\": [1], \"value\": 1, \"by\": \"you\", \"bDeleted\": false, \"key\": \"k\"}");
		assertThat(change).isEqualTo(new Change("k", Json.parse("1"), 7, "you"));
	}

	@Test
	void tellsNullFromRemoved() throws UnreadableException {
		assertThat(decode("{\"key\": \"k\", \"bDeleted\": false, \"value\": null}").value())
			.isEqualTo(NullNode.instance);
		assertThat(decode("{\"key\": \"k\", \"bDeleted\": true, \"value\": null}").isTombstone()).isTrue();
	}

	@Test
	void aWriterThatIsNoStringIsNone() throws UnreadableException {
		assertThat(decode("{\"key\": \"k\", \"bDeleted\": false, \"value\": 1, \"by\": 7}").writer()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[1, 2]", "7", "{\"key\": 7, \"bDeleted\": false, \"value\": 1}",
			"{\"bDeleted\": false, \"value\": 1}", "{\"key\": \"k\", \"value\": 1}",
			"{\"key\": \"k\", \"bDeleted\": false}", "{\"key\": \"k\", \"bDeleted\": 1, \"value\": 1}",
			"{\"key\": \"k\", \"bDeleted\": false, \"val", "{\"key\": \"k\", \"bDeleted\": false, \"value\": 1} x",
			"{\"key\": \"a\", \"key\": 1, \"bDeleted\": true, \"value\": 1}" })
	void refusesWhatIsNoChange(String text) {
		assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> decode(text))
			.satisfies((ex) -> assertThat(ex.getMessage()).startsWith("it"));
	}

	@Test
	void refusesWhatIsNotUtf8() {
		byte[] latin1 = "{\"key\": \"k\", \"bDeleted\": false, \"value\": \"\u00fc\"}"
			.getBytes(StandardCharsets.ISO_8859_1);
		assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> ChangeCodec.decode(latin1, 1))
			.withMessage("it is not UTF-8");
	}

	@Test
	void refusesToWriteMoreThanCanBeRead() {
		String huge = "\u00fc".repeat(3_000_000);
		assertThatIllegalArgumentException().isThrownBy(() -> ChangeCodec.encode(huge, null, null))
			.withMessageContaining("16 MiB");
	}

	private static Change decode(String text) throws UnreadableException {
		return ChangeCodec.decode(text.getBytes(StandardCharsets.UTF_8), 7);
	}

}
