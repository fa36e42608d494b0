package dev.kvstore.boot.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyNameException;

/**
 * The names of properties that changed, to be asked what they have to do with.
 */
final class ChangedNames {

	private final Set<ConfigurationPropertyName> names = new HashSet<>();

	private final Set<ConfigurationPropertyName> ancestors = new HashSet<>();

	ChangedNames(Collection<String> names) {
		names.forEach(this::add);
	}

	private ChangedNames(ChangedNames some, ChangedNames others) {
		for (ChangedNames each : List.of(some, others)) {
			this.names.addAll(each.names);
			this.ancestors.addAll(each.ancestors);
		}
	}

	/** Returns these names and others. */
	ChangedNames and(ChangedNames others) {
		return new ChangedNames(this, others);
	}

	private void add(String text) {
		ConfigurationPropertyName name;
		try {
			name = ConfigurationPropertyName.adapt(text, '.');
		}
		catch (InvalidConfigurationPropertyNameException ex) {
			// No bean can be bound to it.
			return;
		}
		this.names.add(name);
		for (ConfigurationPropertyName parent = name; !parent.isEmpty(); parent = parent.getParent()) {
			this.ancestors.add(parent.getParent());
		}
	}

	/** Returns whether one of the properties has that name, is below it or above it. */
	boolean concern(ConfigurationPropertyName name) {
		if (this.ancestors.contains(name)) {
			return true;
		}
		for (ConfigurationPropertyName parent = name; !parent.isEmpty(); parent = parent.getParent()) {
			if (this.names.contains(parent)) {
				return true;
			}
		}
		return false;
	}

}
