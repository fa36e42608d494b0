package dev.kvstore;

import java.util.List;

/**
 * Is told of changes.
 *
 * @see KeyValueStore#watch(String, ChangeListener)
 */
@FunctionalInterface
public interface ChangeListener {

	/**
	 * Called after a change.
	 * @param event what changed
	 */
	void onChange(ChangeEvent event);

	/**
	 * Called after changes that became visible together, or while this listener was busy.
	 * Calls {@link #onChange(ChangeEvent)} for each, unless overridden.
	 * @param events what changed, at least one event and at most one for each key
	 */
	default void onChanges(List<ChangeEvent> events) {
		events.forEach(this::onChange);
	}

}
