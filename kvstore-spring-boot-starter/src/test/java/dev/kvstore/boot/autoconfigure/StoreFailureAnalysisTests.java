package dev.kvstore.boot.autoconfigure;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.kvstore.Durability;
import dev.kvstore.KeyValueStore;
import dev.kvstore.StoreUnavailableException;
import dev.kvstore.boot.TestStores;
import dev.kvstore.transport.UnavailableException;
import dev.kvstore.transport.UnavailableException.Reason;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a person reads when an application doesn't start for its store.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoreFailureAnalysisTests {

	@TempDir
	Path directory;

	private static String failToRun(CapturedOutput output, String imports, String... arguments) {
		Throwable failure = catchThrowable(() -> TestStores
			.run(Application.class, Stream.concat(Stream.of(imports), Stream.of(arguments)).toArray(String[]::new))
			.close());
		assertThat(failure).isNotNull();
		assertThat(output).contains("APPLICATION FAILED TO START");
		return output.getAll();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--spring.config.import=kvstore:" })
	void missingDirectory(String imports, CapturedOutput output) {
		Path missing = this.directory.resolve("missing");
		assertThat(failToRun(output, imports, "--kvstore.location=" + missing, "--kvstore.create=false"))
			.contains("Cannot open the store %s: there is no such directory.".formatted(missing))
			.contains("The location is that of kvstore.location=" + missing)
			.contains("set kvstore.create=true to have it created");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--spring.config.import=kvstore:" })
	void fileInPlaceOfTheDirectory(String imports, CapturedOutput output) throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		assertThat(failToRun(output, imports, "--kvstore.location=" + file)).contains("it is a file")
			.contains("Set kvstore.location to a directory");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--spring.config.import=kvstore:" })
	void directoryThatCannotBeWritten(String imports, CapturedOutput output) throws IOException {
		// A directory below a file: even root can't write there.
		Path file = Files.createFile(this.directory.resolve("file"));
		assertThat(failToRun(output, imports, "--kvstore.location=" + file.resolve("sub/store")))
			.contains("Cannot write to the store")
			.contains("Let user '%s' write to the directory".formatted(System.getProperty("user.name")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--spring.config.import=kvstore:" })
	void illegalIdentifier(String imports, CapturedOutput output) {
		assertThat(failToRun(output, imports, "--kvstore.location=" + this.directory, "--kvstore.identifier=a b"))
			.contains("Illegal identifier 'a b': use 1 to 200 of the characters")
			.contains("The identifier is that of kvstore.identifier=a b.")
			.contains("Correct kvstore.identifier, or remove it");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--spring.config.import=kvstore:" })
	void illegalLocation(String imports, CapturedOutput output) {
		assertThat(failToRun(output, imports, "--kvstore.location=redis://localhost"))
			.contains("Illegal location 'redis://localhost': unknown scheme 'redis'.")
			.contains("Set kvstore.location to the path of a directory.");
	}

	@ParameterizedTest
	@EnumSource
	void everyReasonHasAnAction(Reason reason) throws Exception {
		Method of = StoreUnavailableException.class.getDeclaredMethod("of", UnavailableException.class);
		of.setAccessible(true);
		RuntimeException cause = (RuntimeException) of.invoke(null,
				new UnavailableException(reason, "It does not work.", null));
		StoreSettings settings = new StoreSettings("/srv/kv", null, false, true, Durability.SYNC, "config/");
		FailureAnalysis analysis = new StoreFailureAnalyzer()
			.analyze(new IllegalStateException(new StoreNotOpenedException(settings, cause)));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("It does not work.").contains("kvstore.location=/srv/kv");
		assertThat(analysis.getAction()).isNotBlank();
		if (reason == Reason.NO_HARD_LINKS) {
			assertThat(analysis.getAction()).contains("local disk or on NFS");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		Application(KeyValueStore store) {
			store.keys();
		}

	}

}
