package dev.kvstore.boot;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor knows of the properties.
 */
class MetadataTests {

	@Test
	void everyPropertyIsDescribed() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		for (JsonNode property : metadata().get("properties")) {
			properties.put(property.get("name").stringValue(), property);
		}
		assertThat(properties.keySet()).isEqualTo(Set.of("kvstore.config.prefix", "kvstore.create",
				"kvstore.durability", "kvstore.identifier", "kvstore.location", "kvstore.read-only",
				"kvstore.sync.interval", "management.endpoint.kvstore.access",
				"management.endpoint.kvstore.cache.time-to-live", "management.endpoint.kvstore.roles",
				"management.endpoint.kvstore.show-values", "management.health.kvstore.enabled"));
		assertThat(properties.values()).allSatisfy((property) -> {
			assertThat(property.get("description").stringValue()).isNotBlank();
			assertThat(property.get("type").stringValue()).isNotBlank();
		});
		assertThat(properties.get("kvstore.location").get("defaultValue").stringValue()).isEqualTo("kvstore");
		assertThat(properties.get("kvstore.sync.interval").get("defaultValue").stringValue()).isEqualTo("1s");
	}

	private static JsonNode metadata() throws IOException {
		try (InputStream in = MetadataTests.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			// The first on the class path is that of this module.
			return JsonMapper.shared().readTree(in);
		}
	}

}
