package dev.kvstore.boot.autoconfigure;

import java.lang.reflect.Type;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

/**
 * The application's JSON mapper for a store that is opened before the application has
 * one: Jackson's default until {@link #become(ObjectMapper)} is called. Overrides what
 * the store uses of a mapper.
 */
final class LateMapper extends ObjectMapper {

	private static final long serialVersionUID = 1L;

	private volatile ObjectMapper mapper = JsonMapper.shared();

	void become(ObjectMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public <T extends JsonNode> T valueToTree(Object value) throws JacksonException {
		return this.mapper.valueToTree(value);
	}

	@Override
	public <T> T treeToValue(JsonNode tree, JavaType type) throws JacksonException {
		return this.mapper.treeToValue(tree, type);
	}

	@Override
	public JavaType constructType(Type type) {
		return this.mapper.constructType(type);
	}

	@Override
	public TypeFactory getTypeFactory() {
		return this.mapper.getTypeFactory();
	}

}
