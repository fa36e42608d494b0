package dev.kvstore;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of instances.
 */
final class Identifiers {

	private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9_+,\\-.]{1,200}");

	private static final int MAX_HOST_LENGTH = 150;

	private static final AtomicInteger COUNT = new AtomicInteger();

	private Identifiers() {
	}

	static String check(String identifier) {
		if (!LEGAL.matcher(identifier).matches()) {
			throw new InvalidSettingException("identifier",
					"Illegal identifier '%s': use 1 to 200 of the characters a-z A-Z 0-9 _ + , - ."
						.formatted(Quoting.abbreviate(identifier)),
					null);
		}
		return identifier;
	}

	/**
	 * Returns a name that no other instance has: host, process, and a number for all but
	 * the first of this process.
	 */
	static String ofThisProcess() {
		int count = COUNT.incrementAndGet();
		String process = host() + "-" + ProcessHandle.current().pid();
		return (count == 1) ? process : process + "-" + count;
	}

	private static String host() {
		String name = Stream.of("HOSTNAME", "COMPUTERNAME")
			.map(System::getenv)
			.filter(Objects::nonNull)
			.findFirst()
			.orElseGet(Identifiers::lookUpHost);
		String legal = name.replaceAll("[^a-zA-Z0-9_+,\\-.]", "-");
		return legal.substring(0, Math.min(legal.length(), MAX_HOST_LENGTH));
	}

	// Asks the network on some machines, which can take seconds.
	private static String lookUpHost() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

}
