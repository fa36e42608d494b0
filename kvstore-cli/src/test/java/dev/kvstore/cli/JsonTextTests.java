package dev.kvstore.cli;

import dev.kvstore.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "null", "true", "0", "-1", "1.0", "-0.0", "1.0E16", "4.9E-324", "NaN", "Infinity",
			"-Infinity", "123456789012345678901234567890", "\"\"", "[]", "{}", "[[],{}]",
			"{\"\":[1,{\"b\":2,\"a\":1}]}",
			"\"\\\\u00e9 \\\"\\n\\r\\t\\b\\f\\u0000\\u001f\\u007f\\u0085\\u2028\\u2029\"",
			"\"äß\u20ac\ud83d\ude00/<>\"", "\"\\ud83d\\ud83d\ud83d\ude00\\ude00\"", "{\"\\ud83d\":\"\\ude00\"}" })
	void isWhatIsReadInOneLine(String json) {
		assertThat(JsonText.of(Json.parse(json))).isEqualTo(json);
	}

	@Test
	void takesWhatOnlyOthersCanHaveWritten() {
		String deep = "[".repeat(1000) + "]".repeat(1000);
		assertThat(JsonText.of(Json.parse(deep))).isEqualTo(deep);
		String digits = "9".repeat(5000);
		assertThat(JsonText.of(Json.parse(digits))).isEqualTo(digits);
	}

}
