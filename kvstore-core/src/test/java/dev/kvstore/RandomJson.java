package dev.kvstore;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Strange keys and values, always the same for one seed.
 */
final class RandomJson {

	/**
	 * Keys that are easily confused, and whose order differs between UTF-16 and Python.
	 */
	static final List<String> KEYS = List.of("", " ", "\0", ".", "..", "-", "a", "A", "a/b", "a\\b", "\"quoted\"",
			"line\nbreak", "tab\t", "\u007f", "\u0080", "\u00fc", "u\u0308", "\u2028", "\u6f22\u5b57", "\ud7ff",
			"\ud800", "\udfff", "lone\ud800high", "lone\udc00low", "\udc00\ud800", "\ue000", "\ufeff", "\uffff",
			"\ud83d\ude00", "\ud83d\ude00x", "\udbff\udfff", "1795351145060671", "null", "x".repeat(5_000));

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final double[] DOUBLES = { 0.0, -0.0, 1.0, 0.1, 1e22, 1e23, 5e-324, Double.MAX_VALUE, Double.NaN,
			Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 2.2250738585072014E-308, 9007199254740993.0, 1e16,
			123456789012345680.0 };

	private static final long[] LONGS = { 0, -1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 53, (1L << 53) + 1,
			Long.MAX_VALUE, Long.MIN_VALUE };

	private final Random random;

	RandomJson(long seed) {
		this.random = new Random(seed);
	}

	String key() {
		return KEYS.get(this.random.nextInt(KEYS.size()));
	}

	/** A value as it comes back when it is read: of equal numbers one type. */
	JsonNode value() {
		return Json.parse(Json.write(value(3)));
	}

	private JsonNode value(int depth) {
		return switch (this.random.nextInt((depth > 0) ? 10 : 8)) {
			case 0 -> NODES.nullNode();
			case 1 -> NODES.booleanNode(this.random.nextBoolean());
			case 2 -> NODES.numberNode(LONGS[this.random.nextInt(LONGS.length)]);
			case 3 -> NODES.numberNode(new BigInteger(1 + this.random.nextInt(400), this.random).negate());
			case 4 -> NODES.numberNode(DOUBLES[this.random.nextInt(DOUBLES.length)]);
			case 5 -> NODES.numberNode(this.random.nextGaussian() * Math.pow(10, this.random.nextInt(40) - 20));
			case 6 -> NODES.stringNode(text());
			case 7 -> NODES.stringNode(key());
			case 8 -> {
				ArrayNode array = NODES.arrayNode();
				for (int i = this.random.nextInt(4); i > 0; i--) {
					array.add(value(depth - 1));
				}
				yield array;
			}
			default -> {
				ObjectNode object = NODES.objectNode();
				for (int i = this.random.nextInt(4); i > 0; i--) {
					object.set(this.random.nextBoolean() ? key() : text(), value(depth - 1));
				}
				yield object;
			}
		};
	}

	/** Any UTF-16 units at all. */
	private String text() {
		int bound = this.random.nextBoolean() ? 0x80 : 0x10000;
		StringBuilder text = new StringBuilder();
		for (int i = this.random.nextInt(20); i > 0; i--) {
			text.append((char) this.random.nextInt(bound));
		}
		return text.toString();
	}

}
