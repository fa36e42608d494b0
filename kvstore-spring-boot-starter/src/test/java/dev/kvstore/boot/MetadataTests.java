package dev.kvstore.boot;

import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.kvstore.boot.autoconfigure.KeyValueStoreProperties;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor knows of the properties.
 */
class MetadataTests {

	@Test
	void everyPropertyIsDescribed() throws Exception {
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

	private static JsonNode metadata() throws Exception {
		URI module = KeyValueStoreProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI();
		try (InputStream in = module.resolve("META-INF/spring-configuration-metadata.json").toURL().openStream()) {
			return JsonMapper.shared().readTree(in);
		}
	}

}
