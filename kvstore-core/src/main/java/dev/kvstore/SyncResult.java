package dev.kvstore;

import java.util.List;

/**
 * What a {@link KeyValueStore#synchronize()} brought. Immutable.
 *
 * @param changes what other instances changed and this call brought, at most one event
 * for each key; keys that were removed before this instance ever saw them are not among
 * them
 * @param superseded the keys whose value had been set by this instance and was replaced
 * by another one's since the last report, also if that happened while it was being
 * written
 * @param unreadable all files in the directory that can't be read now, not only new ones
 */
public record SyncResult(List<ChangeEvent> changes, List<String> superseded, List<UnreadableFile> unreadable) {
}
