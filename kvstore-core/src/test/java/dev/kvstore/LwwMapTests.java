package dev.kvstore;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LwwMap}.
 */
class LwwMapTests {

	private final LwwMap map = new LwwMap();

	@Test
	void theGreatestVersionWins() {
		Change first = value("k", 1);
		Change second = value("k", 2);
		assertThat(this.map.merge(first)).isEqualTo(new LwwMap.Merge(true, null));
		assertThat(this.map.merge(second)).isEqualTo(new LwwMap.Merge(true, first));
		assertThat(this.map.merge(first)).isEqualTo(new LwwMap.Merge(false, first));
		assertThat(this.map.merge(second)).isEqualTo(new LwwMap.Merge(false, null));
		assertThat(this.map.get("k")).isEqualTo(second);
	}

	@Test
	void aTombstoneIsKeptButNotLive() {
		this.map.merge(value("k", 1));
		this.map.merge(tombstone("k", 2));
		this.map.merge(value("k", 1));
		assertThat(this.map.get("k")).isEqualTo(tombstone("k", 2));
		assertThat(this.map.getLive("k")).isNull();
		assertThat(this.map.size()).isZero();
		assertThat(this.map.tombstones()).isOne();
	}

	@Test
	void mapsThatSawTheSameChangesAreEqualInWhateverOrder() {
		Random random = new Random(42);
		for (int round = 0; round < 200; round++) {
			List<Change> changes = new ArrayList<>();
			for (int version = 0; version < 50; version++) {
				String key = "k" + random.nextInt(5);
				changes.add(random.nextBoolean() ? value(key, version) : tombstone(key, version));
			}
			Set<Change> expected = merged(changes);
			changes.addAll(changes.subList(0, 20));
			Collections.shuffle(changes, random);
			assertThat(merged(changes)).isEqualTo(expected);
		}
	}

	private static Set<Change> merged(List<Change> changes) {
		LwwMap map = new LwwMap();
		changes.forEach(map::merge);
		assertThat(map.size()).isEqualTo((int) map.all().stream().filter((change) -> !change.isTombstone()).count());
		return new HashSet<>(map.all());
	}

	private static Change value(String key, long version) {
		return new Change(key, IntNode.valueOf((int) version), version, null);
	}

	private static Change tombstone(String key, long version) {
		return new Change(key, null, version, null);
	}

}
