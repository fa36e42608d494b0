package dev.kvstore.boot.config;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import dev.kvstore.Entry;
import dev.kvstore.Json;
import dev.kvstore.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What properties keys and values make.
 */
class KeyFlattenerTests {

	static Stream<Arguments> table() {
		return Stream.of(arguments("app.greeting", "\"hello\"", Map.of("app.greeting", "hello")),
				arguments("app", "{\"a\":1,\"b\":{\"c\":true}}", Map.of("app.a", 1, "app.b.c", true)),
				arguments("a", "[1,[2],{\"b\":3}]", Map.of("a[0]", 1, "a[1][0]", 2, "a[2].b", 3)),
				arguments("a", "5000000000", Map.of("a", 5000000000L)),
				arguments("a", "12345678901234567890123", Map.of("a", new BigInteger("12345678901234567890123"))),
				arguments("a", "1.0", Map.of("a", 1.0)), arguments("a", "NaN", Map.of("a", Double.NaN)),
				arguments("a", "null", Map.of("a", "")), arguments("a", "[]", Map.of("a", "")),
				arguments("a", "[null,[]]", Map.of("a[0]", "", "a[1]", "")), arguments("a", "{}", Map.of()),
				arguments("a", "\"\"", Map.of("a", "")), arguments("", "{\"a\":{\"b\":1}}", Map.of("a.b", 1)),
				arguments("", "\"scalar\"", Map.of()), arguments("", "[1]", Map.of()),
				arguments("a", "{\"b.c\":1,\"[/x]\":2}", Map.of("a.b.c", 1, "a[/x]", 2)),
				arguments("a[0]", "1", Map.of("a[0]", 1)));
	}

	@ParameterizedTest
	@MethodSource("table")
	void valueMakesProperties(String name, String json, Map<String, Object> expected) {
		assertThat(properties(Map.of(name, json))).isEqualTo(expected);
	}

	@Test
	void longerKeyWins() {
		assertThat(properties(Map.of("app", "{\"a\":1,\"b\":2}", "app.a", "3")))
			.isEqualTo(Map.of("app.a", 3, "app.b", 2));
		assertThat(properties(Map.of("", "{\"app\":{\"a\":1}}", "app", "{\"a\":2}"))).isEqualTo(Map.of("app.a", 2));
	}

	@Test
	void arrayOfLongerKeyReplacesAllOfTheShorterOne() {
		assertThat(properties(Map.of("app", "{\"l\":[1,2,3],\"lx\":[4]}", "app.l", "[9]")))
			.isEqualTo(Map.of("app.l[0]", 9, "app.lx[0]", 4));
		assertThat(properties(Map.of("app", "{\"l\":[1,2]}", "app.l", "[]"))).isEqualTo(Map.of("app.l", ""));
		assertThat(properties(Map.of("app", "{\"l\":[]}", "app.l", "[1]"))).isEqualTo(Map.of("app.l[0]", 1));
		assertThat(properties(Map.of("app", "{\"l\":[1,2]}", "app.l[0]", "9")))
			.isEqualTo(Map.of("app.l[0]", 9, "app.l[1]", 2));
	}

	@Test
	void originNamesTheEntry() {
		assertThat(flatten(Map.of("app", "{\"a\":1}")).get("app.a").origin())
			.hasToString("key 'config/app' of the store in /srv/kv, version 42, written by web-1");
	}

	private static Map<String, Object> properties(Map<String, String> values) {
		PropertiesSnapshot snapshot = flatten(values);
		Map<String, Object> properties = new LinkedHashMap<>();
		for (String name : snapshot.names()) {
			properties.put(name, snapshot.get(name).value());
		}
		return properties;
	}

	private static PropertiesSnapshot flatten(Map<String, String> values) {
		Map<String, Entry> entries = new LinkedHashMap<>();
		values.forEach((name, json) -> entries.put("config/" + name,
				new Entry("config/" + name, Json.parse(json), new Version(42), "web-1")));
		return new KeyFlattener("/srv/kv", "config/").flatten(entries);
	}

}
