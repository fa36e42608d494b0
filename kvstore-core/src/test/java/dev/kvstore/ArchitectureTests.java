package dev.kvstore;

import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shape of the core.
 */
class ArchitectureTests {

	private static final JavaClasses CORE = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.kvstore");

	@Test
	void dependsOnNothingButJacksonJSpecifyAndTheLoggingFacade() {
		classes().should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "dev.kvstore..", "tools.jackson..", "org.jspecify..", "org.slf4j..")
			.check(CORE);
	}

	@Test
	void aTransportKnowsNoKeysNoJsonAndNoVersions() {
		noClasses().that()
			.resideInAPackage("dev.kvstore.transport..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("dev.kvstore", "tools.jackson..")
			.check(CORE);
	}

	@Test
	void onlyTheCodecReadsAndWritesJson() {
		noClasses().that()
			.areNotAssignableTo(Json.class)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("tools.jackson.core.json..")
			.check(CORE);
		classes().that()
			.resideInAPackage("dev.kvstore..")
			.and()
			.doNotHaveSimpleName("ValueMapper")
			.and()
			.doNotHaveSimpleName("KeyValueStoreBuilder")
			.and()
			.doNotHaveSimpleName("Settings")
			.and()
			.doNotHaveSimpleName("Replica")
			.should()
			.onlyDependOnClassesThat()
			.haveNameNotMatching("tools\\.jackson\\.databind\\.(ObjectMapper|json\\.JsonMapper).*")
			.because("the application's mapper serves its own types only")
			.check(CORE);
	}

	@Test
	void hasNoPackageCycles() {
		slices().matching("dev.(**)").should().beFreeOfCycles().check(CORE);
	}

	@Test
	void hasThesePublicTypesAndNoOthers() {
		Set<String> types = new TreeSet<>();
		for (JavaClass type : CORE) {
			if (type.getModifiers().contains(JavaModifier.PUBLIC) && !type.getSimpleName().isEmpty()) {
				types.add(type.getName().substring("dev.kvstore.".length()));
			}
		}
		assertThat(types).containsExactly("ChangeEvent", "ChangeListener", "Durability", "Entry",
				"InvalidSettingException", "Json", "KeyValueStore", "KeyValueStoreBuilder", "KeyValueStoreException",
				"OutcomeUnknownException", "ReadOnlyStoreException", "StoreStatus", "StoreUnavailableException",
				"Subscription", "SyncResult", "UnreadableFile", "ValueConversionException", "Version",
				"transport.LocalDirectory", "transport.LocalDirectory$Options", "transport.Transport",
				"transport.Transport$Draft", "transport.Transport$Visitor", "transport.UnavailableException",
				"transport.UnavailableException$Reason", "transport.UnconfirmedException",
				"transport.UnreadableException");
	}

}
