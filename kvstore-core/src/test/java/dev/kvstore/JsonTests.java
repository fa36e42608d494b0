package dev.kvstore;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Json}.
 */
class JsonTests {

	@ParameterizedTest
	@ValueSource(strings = { "null", "true", "false", "0", "-1", "1.0", "0.1", "1.0E22", "-0.0", "NaN", "Infinity",
			"-Infinity", "9223372036854775808", "1000000000000000000000000000000000000000000000000000000000000", "\"\"",
			"\"a/b\"", "\"\\\"\\\\\\n\\t\\u0000\"", "\"\\u00fc\\u6f22\\ud83d\\ude00\"", "\"\\ud800\"",
			"\"\\udc00\\ud800\"", "[]", "{}", "[[],{},[[null]]]", "{\"z\":1,\"a\":{\"\\ud800\":2}}" })
	void writesWhatItRead(String text) {
		assertThat(Json.write(Json.parse(text))).isEqualTo(text);
	}

	@Test
	void oneDiffersFromOnePointZero() {
		assertThat(Json.parse("1")).isNotEqualTo(Json.parse("1.0"));
		assertThat(Json.parse("[1.0]")).isEqualTo(Json.parse("[1.0]"));
	}

	@Test
	void ofTwoMembersOfOneNameTheLastCounts() {
		assertThat(Json.write(Json.parse("{\"a\":1,\"b\":2,\"a\":3}"))).isEqualTo("{\"a\":3,\"b\":2}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{", "[1,]", "{\"a\":1,}", "1 2", "{} x", "nul", "'a'", "+1", "01", "1.", ".5",
			"1e", "INF", "-INF", "+Infinity", "nan", "\"\u0000\"", "\"\\x\"", "// c\n1", "[1e400]", "-1e400",
			"\uFEFF1" })
	void refusesWhatPythonRefusesAndInfinityInDisguise(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text))
			.satisfies((ex) -> assertThat(ex.getMessage()).isNotBlank().doesNotContain("\n"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "hunter2", "{\"a\": hunter2}", "{\"hunter2\" 1}", "[1e999999, \"hunter2\"]" })
	void quotesNothingOfWhatItRefuses(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("hunter2").doesNotContain("999999"));
	}

	@Test
	void readsTheGreatestDoubleAndTheSmallest() {
		assertThat(Json.parse("1.7976931348623157e308").doubleValue()).isEqualTo(Double.MAX_VALUE);
		assertThat(Json.parse("4.9e-324").doubleValue()).isEqualTo(Double.MIN_VALUE);
	}

	@Test
	void readsIntegersOfThousandsOfDigitsExactly() {
		String digits = "7".repeat(4300);
		assertThat(Json.parse(digits).bigIntegerValue()).isEqualTo(new BigInteger(digits));
		assertThat(Json.write(Json.parse(digits))).isEqualTo(digits);
	}

	@Test
	void doesNotWriteIntegersThatPythonRefuses() {
		JsonNode tooLong = JsonNodeFactory.instance.numberNode(BigInteger.TEN.pow(4300));
		assertThatIllegalArgumentException().isThrownBy(() -> Json.write(tooLong)).withMessageContaining("4,300");
	}

	@Test
	void boundsNesting() {
		assertThat(Json.write(nested(901))).hasSize(2 * 901);
		assertThatIllegalArgumentException().isThrownBy(() -> Json.write(nested(902)));
		assertThat(Json.parse("[".repeat(1000) + "]".repeat(1000)).isArray()).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("[".repeat(1001) + "]".repeat(1001)));
		assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("[".repeat(100_000)));
	}

	@Test
	void doesNotWriteATreeThatHoldsItself() {
		ArrayNode array = JsonNodeFactory.instance.arrayNode();
		array.add(array);
		assertThatIllegalArgumentException().isThrownBy(() -> Json.write(array));
	}

	private static JsonNode nested(int depth) {
		ArrayNode innermost = JsonNodeFactory.instance.arrayNode();
		ArrayNode outermost = innermost;
		for (int i = 1; i < depth; i++) {
			outermost = JsonNodeFactory.instance.arrayNode().add(outermost);
		}
		return outermost;
	}

	@Test
	void writesPureAscii() {
		String all = Stream.iterate(0, (c) -> c + 1)
			.limit(0x10000)
			.map((c) -> String.valueOf((char) c.intValue()))
			.collect(Collectors.joining());
		String text = Json.write(JsonNodeFactory.instance.stringNode(all));
		assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(text)).isTrue();
		assertThat(text).doesNotContain("\n");
		assertThat(Json.parse(text).stringValue()).isEqualTo(all);
	}

	@Test
	void whatItReadIsUnmodifiableAndItsDeepCopyIsNot() {
		ObjectNode object = (ObjectNode) Json.parse("{\"a\":[1],\"o\":{},\"e\":[]}");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> object.put("b", 1));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> object.remove("a"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> ((ArrayNode) object.get("a")).add(2));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> ((ArrayNode) object.get("e")).add(2));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> object.properties().iterator().next().setValue(object));
		ObjectNode copy = object.deepCopy();
		copy.putArray("a").add(3);
		((ObjectNode) copy.get("o")).put("p", 4);
		assertThat(Json.write(object)).isEqualTo("{\"a\":[1],\"o\":{},\"e\":[]}");
	}

}
