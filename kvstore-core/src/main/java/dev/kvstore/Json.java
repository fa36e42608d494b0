package dev.kvstore;

import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.node.StringNode;

/**
 * JSON as all participants of a store understand it: that of Python's {@code json}
 * module. Beyond RFC 8259 there are the numbers {@code NaN}, {@code Infinity} and
 * {@code -Infinity}; integers are unbounded and differ from floats, which are IEEE
 * doubles; strings may hold lone surrogates; objects keep their order, and of two members
 * of one name the last counts.
 */
public final class Json {

	/**
	 * Python can't read deeper ones back: its interpreter stops at some 1,000 nested
	 * calls. 900 for a value, and one for the change around it.
	 */
	private static final int MAX_NESTING_WRITTEN = 901;

	private static final int MAX_NESTING_READ = 1000;

	/** Python 3.11 and later refuse longer integers. */
	private static final BigInteger MAX_INTEGER_WRITTEN = BigInteger.TEN.pow(4300);

	private static final int MAX_DIGITS_READ = 10_000;

	private static final int MAX_LENGTH = 16 * 1024 * 1024;

	private static final long MAX_TOKENS_UNTRUSTED = 4_000_000;

	private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
		.maxNestingDepth(MAX_NESTING_READ)
		.maxNumberLength(MAX_DIGITS_READ)
		.maxStringLength(MAX_LENGTH)
		.maxNameLength(MAX_LENGTH)
		.build();

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
		.disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
		.disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
		.enable(JsonWriteFeature.ESCAPE_NON_ASCII)
		.disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
		.streamReadConstraints(LIMITS)
		.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_NESTING_READ).build())
		.build();

	private static final JsonFactory UNTRUSTED = FACTORY.rebuild()
		.streamReadConstraints(LIMITS.rebuild().maxTokenCount(MAX_TOKENS_UNTRUSTED).build())
		.build();

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final JsonNode EMPTY_OBJECT = new ObjectNode(NODES, Map.of());

	private static final JsonNode EMPTY_ARRAY = new ArrayNode(NODES, List.of());

	private Json() {
	}

	/**
	 * Reads a JSON text.
	 * @param text the text, nothing but one JSON value and white space: nested at most
	 * 1,000 deep, integers of at most 10,000 digits, no float beyond the range of a
	 * double
	 * @return the value, unmodifiable
	 * @throws IllegalArgumentException if the text is no such JSON; the message says why,
	 * in part of a sentence
	 */
	public static JsonNode parse(String text) {
		return parse(text, FACTORY);
	}

	/**
	 * Reads what anybody may have written: of at most 4,000,000 tokens, because a tree
	 * takes many times the memory of its text.
	 */
	static JsonNode parseUntrusted(String text) {
		return parse(text, UNTRUSTED);
	}

	private static JsonNode parse(String text, JsonFactory factory) {
		try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
			JsonToken first = parser.nextToken();
			if (first == null) {
				throw new IllegalArgumentException("it is empty");
			}
			JsonNode value = read(parser, first);
			if (parser.nextToken() != null) {
				throw new IllegalArgumentException("there is more text after the JSON value");
			}
			return value;
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(describe(ex), ex);
		}
	}

	/** Says what and where, but quotes nothing: the text may hold secrets. */
	private static String describe(JacksonException ex) {
		if (ex instanceof StreamConstraintsException) {
			return Quoting.firstLine(ex.getOriginalMessage());
		}
		TokenStreamLocation location = ex.getLocation();
		return (location == null) ? "it is no JSON"
				: "it is no JSON (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
	}

	private static JsonNode read(JsonParser parser, JsonToken token) {
		return switch (token) {
			case START_OBJECT -> readObject(parser);
			case START_ARRAY -> readArray(parser);
			case VALUE_STRING -> StringNode.valueOf(parser.getString());
			case VALUE_NUMBER_INT -> readInteger(parser);
			case VALUE_NUMBER_FLOAT -> readFloat(parser);
			case VALUE_TRUE -> BooleanNode.TRUE;
			case VALUE_FALSE -> BooleanNode.FALSE;
			case VALUE_NULL -> NullNode.instance;
			default -> throw new IllegalArgumentException("it is no JSON: unexpected " + token);
		};
	}

	private static JsonNode readObject(JsonParser parser) {
		Map<String, JsonNode> members = new LinkedHashMap<>();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			members.put(name, read(parser, parser.nextToken()));
		}
		return members.isEmpty() ? EMPTY_OBJECT : new ObjectNode(NODES, Collections.unmodifiableMap(members));
	}

	private static JsonNode readArray(JsonParser parser) {
		List<JsonNode> elements = new ArrayList<>();
		for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
			elements.add(read(parser, token));
		}
		return elements.isEmpty() ? EMPTY_ARRAY : new ArrayNode(NODES, Collections.unmodifiableList(elements));
	}

	private static JsonNode readInteger(JsonParser parser) {
		return switch (parser.getNumberType()) {
			case INT -> NODES.numberNode(parser.getIntValue());
			case LONG -> NODES.numberNode(parser.getLongValue());
			default -> NODES.numberNode(parser.getBigIntegerValue());
		};
	}

	private static JsonNode readFloat(JsonParser parser) {
		String text = parser.getString();
		return switch (text) {
			case "NaN" -> DoubleNode.valueOf(Double.NaN);
			case "Infinity" -> DoubleNode.valueOf(Double.POSITIVE_INFINITY);
			case "-Infinity" -> DoubleNode.valueOf(Double.NEGATIVE_INFINITY);
			default -> {
				double value = parser.getDoubleValue();
				if (Double.isNaN(value) || Double.isInfinite(value)) {
					throw new IllegalArgumentException("it holds a number beyond the range of a double");
				}
				yield DoubleNode.valueOf(value);
			}
		};
	}

	/**
	 * Writes a value as JSON in pure ASCII: all other characters as escapes.
	 * @param value the value: nested at most 901 deep, integers of at most 4,300 digits
	 * @return the JSON, in one line
	 * @throws IllegalArgumentException if the value is beyond these limits or holds a
	 * Java object; the message says why, in part of a sentence
	 */
	public static String write(JsonNode value) {
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
			write(value, generator, 1);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(Quoting.firstLine(ex.getOriginalMessage()), ex);
		}
		return text.toString();
	}

	private static void write(JsonNode value, JsonGenerator generator, int depth) {
		if (value.isContainer() && depth > MAX_NESTING_WRITTEN) {
			throw new IllegalArgumentException("it is nested more than 900 deep");
		}
		switch (value.getNodeType()) {
			case OBJECT -> {
				generator.writeStartObject();
				for (Map.Entry<String, JsonNode> member : value.properties()) {
					generator.writeName(member.getKey());
					write(member.getValue(), generator, depth + 1);
				}
				generator.writeEndObject();
			}
			case ARRAY -> {
				generator.writeStartArray();
				for (JsonNode element : value) {
					write(element, generator, depth + 1);
				}
				generator.writeEndArray();
			}
			case STRING -> generator.writeString(value.stringValue());
			case BINARY -> generator.writeBinary(value.binaryValue());
			case NUMBER -> writeNumber(value, generator);
			case BOOLEAN -> generator.writeBoolean(value.booleanValue());
			case NULL, MISSING -> generator.writeNull();
			case POJO -> writeObject(((POJONode) value).getPojo(), generator);
		}
	}

	private static void writeObject(@Nullable Object object, JsonGenerator generator) {
		if (!(object instanceof byte[] bytes)) {
			throw new IllegalArgumentException("it holds a Java object that is no JSON");
		}
		generator.writeBinary(bytes);
	}

	private static void writeNumber(JsonNode value, JsonGenerator generator) {
		switch (value.numberType()) {
			case INT -> generator.writeNumber(value.intValue());
			case LONG -> generator.writeNumber(value.longValue());
			case BIG_INTEGER -> {
				if (value.bigIntegerValue().abs().compareTo(MAX_INTEGER_WRITTEN) >= 0) {
					throw new IllegalArgumentException("it holds an integer of more than 4,300 digits");
				}
				generator.writeNumber(value.bigIntegerValue());
			}
			case FLOAT -> generator.writeNumber(value.floatValue());
			case DOUBLE -> generator.writeNumber(value.doubleValue());
			case BIG_DECIMAL -> generator.writeNumber(value.decimalValue());
		}
	}

}
