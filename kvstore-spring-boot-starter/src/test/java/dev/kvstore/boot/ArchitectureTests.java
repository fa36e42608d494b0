package dev.kvstore.boot;

import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shape of the starter.
 */
class ArchitectureTests {

	private static final JavaClasses STARTER = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.kvstore.boot");

	@Test
	void hasNoPackageCycles() {
		slices().matching("dev.kvstore.(**)").should().beFreeOfCycles().check(STARTER);
	}

	@Test
	void needsNoActuatorOutsideItsOwnPackage() {
		noClasses().that()
			.resideOutsideOfPackage("dev.kvstore.boot.actuate")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..",
					"dev.kvstore.boot.actuate")
			.check(STARTER);
	}

	@Test
	void hasNoSchedulerOfSpring() {
		noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework.scheduling..").check(STARTER);
	}

	@Test
	void hasThesePublicTypesAndNoOthers() {
		Set<String> types = new TreeSet<>();
		for (JavaClass type : STARTER) {
			if (type.getModifiers().contains(JavaModifier.PUBLIC)) {
				types.add(type.getName().substring("dev.kvstore.boot.".length()));
			}
		}
		assertThat(types).containsExactlyInAnyOrder("autoconfigure.KeyValueStoreAutoConfiguration",
				"autoconfigure.KeyValueStoreProperties", "autoconfigure.KeyValueStoreProperties$Config",
				"autoconfigure.KeyValueStoreProperties$Sync", "autoconfigure.SharedStore",
				"config.KeyValueStoreConfigAutoConfiguration", "actuate.KeyValueStoreEndpointAutoConfiguration",
				"actuate.KeyValueStoreHealthContributorAutoConfiguration");
	}

}
