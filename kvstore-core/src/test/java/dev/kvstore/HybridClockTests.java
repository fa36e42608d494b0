package dev.kvstore;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HybridClock}.
 */
class HybridClockTests {

	private long now = 1_000_000_000_000L;

	private final HybridClock clock = new HybridClock(
			() -> Instant.ofEpochSecond(this.now / 1_000_000, this.now % 1_000_000 * 1000));

	@Test
	void givesMicrosecondsSinceTheEpoch() {
		assertThat(this.clock.tick(-1)).isEqualTo(this.now);
	}

	@Test
	void neverGivesAVersionTwiceWhileTheTimeStandsStill() {
		assertThat(this.clock.tick(-1)).isEqualTo(this.now);
		assertThat(this.clock.tick(-1)).isEqualTo(this.now + 1);
		assertThat(this.clock.tick(5)).isEqualTo(this.now + 2);
	}

	@Test
	void goesOnWhenTheTimeGoesBack() {
		long last = this.clock.tick(-1);
		this.now -= TimeUnit.HOURS.toMicros(1);
		assertThat(this.clock.tick(-1)).isEqualTo(last + 1);
		assertThat(this.clock.tick(-1)).isEqualTo(last + 2);
	}

	@Test
	void exceedsTheHighestVersionOfTheKey() {
		assertThat(this.clock.tick(this.now + 10)).isEqualTo(this.now + 11);
		assertThat(this.clock.tick(-1)).isEqualTo(this.now + 12);
	}

	@Test
	void aKeyInTheFarFutureDoesNotDragOthersAlong() {
		long future = this.now + TimeUnit.DAYS.toMicros(365);
		assertThat(this.clock.tick(future)).isEqualTo(future + 1);
		assertThat(this.clock.tick(future + 1)).isEqualTo(future + 2);
		assertThat(this.clock.tick(-1)).isEqualTo(this.now);
	}

	@Test
	void driftsByFiveMinutesAtMost() {
		long limit = this.now + TimeUnit.MINUTES.toMicros(5);
		for (int i = 0; i < 20; i++) {
			this.clock.tick(this.now + i * TimeUnit.MINUTES.toMicros(1));
		}
		assertThat(this.clock.tick(-1)).isLessThanOrEqualTo(limit + 1);
	}

	@Test
	void givesNothingBelowZero() {
		this.now = -5_000_000;
		assertThat(this.clock.tick(-1)).isZero();
		assertThat(this.clock.tick(-1)).isOne();
	}

	@Test
	void hasAnEnd() {
		assertThat(this.clock.tick(Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE);
		assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> this.clock.tick(Long.MAX_VALUE));
	}

}
