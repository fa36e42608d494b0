package dev.kvstore.cli;

import java.util.Collection;
import java.util.Comparator;

import dev.kvstore.ChangeEvent;
import dev.kvstore.StoreStatus;
import dev.kvstore.UnreadableFile;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes JSON objects of what the store returns.
 */
final class Results {

	private Results() {
	}

	static ObjectNode object() {
		return JsonNodeFactory.instance.objectNode();
	}

	/**
	 * Returns a change. A value that was or is absent is no member, so that it differs
	 * from a JSON {@code null}.
	 */
	static ObjectNode change(ChangeEvent event) {
		ObjectNode object = object().put("key", event.key());
		if (event.oldValue() != null) {
			object.set("oldValue", event.oldValue());
		}
		if (event.newValue() != null) {
			object.set("newValue", event.newValue());
		}
		return object.put("version", event.version().epochMicros())
			.put("time", event.version().time().toString())
			.put("writer", event.writer());
	}

	/**
	 * Returns what of a status outlives the process that asked for it.
	 */
	static ObjectNode status(StoreStatus status) {
		ObjectNode object = object().put("location", status.location())
			.put("keys", status.keys())
			.put("deletedKeys", status.deletedKeys());
		object.set("unreadable", unreadable(status.unreadable()));
		object.set("warnings", strings(status.warnings()));
		return object;
	}

	static ArrayNode unreadable(Collection<UnreadableFile> files) {
		ArrayNode array = JsonNodeFactory.instance.arrayNode();
		files.stream()
			.sorted(Comparator.comparing(UnreadableFile::name))
			.forEach((file) -> array.addObject().put("name", file.name()).put("reason", file.reason()));
		return array;
	}

	static ArrayNode strings(Collection<String> strings) {
		ArrayNode array = JsonNodeFactory.instance.arrayNode();
		strings.forEach(array::add);
		return array;
	}

}
