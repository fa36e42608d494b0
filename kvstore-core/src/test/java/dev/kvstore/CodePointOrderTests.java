package dev.kvstore;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CodePointOrder}.
 */
class CodePointOrderTests {

	private static final char[] UNITS = { 'a', '\ud7ff', '\ud800', '\ud83d', '\udbff', '\udc00', '\ude00', '\udfff',
			'\ue000', '\uffff' };

	// What Python does: it compares the lists of code points.
	private static final Comparator<String> EXPECTED = (a, b) -> Arrays.compare(a.codePoints().toArray(),
			b.codePoints().toArray());

	@Test
	void ordersCharactersBeyondTheBasicPlaneLast() {
		assertThat(CodePointOrder.INSTANCE.compare("\ud83d\ude00", "\uffff")).isPositive();
		assertThat("\ud83d\ude00".compareTo("\uffff")).isNegative();
	}

	@Test
	void ordersAsListsOfCodePointsAreOrdered() {
		Random random = new Random(7);
		for (int i = 0; i < 200_000; i++) {
			String a = randomString(random);
			String b = randomString(random);
			assertThat(Integer.signum(CodePointOrder.INSTANCE.compare(a, b)))
				.as("%s %s", a.codePoints(), b.codePoints())
				.isEqualTo(Integer.signum(EXPECTED.compare(a, b)));
		}
	}

	private static String randomString(Random random) {
		StringBuilder text = new StringBuilder();
		for (int length = random.nextInt(5); length > 0; length--) {
			text.append(UNITS[random.nextInt(UNITS.length)]);
		}
		return text.toString();
	}

}
