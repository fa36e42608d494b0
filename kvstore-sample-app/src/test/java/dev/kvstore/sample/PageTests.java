package dev.kvstore.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.kvstore.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the page does for people, in a real browser. Skipped where Chromium and its driver
 * are not installed.
 */
@EnabledIf(value = "isBrowserInstalled", disabledReason = "needs a browser: install chromium and chromium-driver")
class PageTests {

	private static @Nullable ChromeDriver opened;

	private Path directory;

	private ChromeDriver browser;

	private KeyValueStore other;

	private RunningSample sample;

	@BeforeAll
	static void openBrowser(@TempDir Path profile) {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromium().orElseThrow().toFile());
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--window-size=1440,900", "--user-data-dir=" + profile);
		// A driver that is named is not looked for, nor downloaded.
		opened = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(driver().orElseThrow().toFile()).build(),
				options);
	}

	static boolean isBrowserInstalled() {
		return chromium().isPresent() && driver().isPresent();
	}

	private static Optional<Path> chromium() {
		return installed("chromium", "chromium-browser", "google-chrome");
	}

	private static Optional<Path> driver() {
		return installed("chromedriver");
	}

	private static Optional<Path> installed(String... names) {
		List<String> directories = List.of((System.getenv("PATH") + ":/usr/bin:/usr/local/bin").split(":"));
		return List.of(names)
			.stream()
			.flatMap((name) -> directories.stream().map((directory) -> Path.of(directory, name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

	@AfterAll
	static void closeBrowser() {
		if (opened != null) {
			opened.quit();
		}
	}

	@BeforeEach
	void openPage(@TempDir Path directory) {
		this.directory = directory;
		this.browser = Objects.requireNonNull(opened);
		this.other = KeyValueStore.at(this.directory).identifier("other").open();
		this.sample = RunningSample.start(this.directory, "sample");
		this.browser.get(this.sample.address());
		awaitText("#live", "Live");
		awaitText("#greeting", "Hello");
		this.browser.executeScript("window.neverReloaded = true");
	}

	@AfterEach
	void closePage() {
		try {
			assertThat(this.browser.executeScript("return window.neverReloaded")).isEqualTo(true);
		}
		finally {
			this.browser.get("about:blank");
			this.sample.close();
			this.other.close();
		}
	}

	@Test
	void settingEditedOnThePageChangesThePage() {
		WebElement input = find("[data-name='app.greeting'] input");
		input.clear();
		input.sendKeys("Good morning", Keys.ENTER);
		awaitText("#greeting", "Good morning");
		awaitText("[data-name='app.greeting'] .origin .name", "sample");
		find("[data-name='app.features.maintenance-banner'] input").click();
		awaitText("#maintenance", "Maintenance: changes may be slow for a while.");
		find("[data-name='app.greeting'] .link").click();
		awaitText("#greeting", "Hello");
		awaitText("[data-name='app.greeting'] .origin", "Default");
	}

	@Test
	void settingChangedElsewhereChangesThePage() {
		this.other.put("config/app.greeting", "hi");
		this.other.put("config/app.features.from-elsewhere", true);
		awaitText("#greeting", "hi");
		awaitText("[data-name='app.greeting'] .origin .name", "other");
		await().until(() -> find("[data-name='app.features.from-elsewhere'] input").isSelected());
	}

	@Test
	void draftSurvivesWhatIsChangedElsewhere() {
		WebElement input = find("[data-name='app.greeting'] input");
		input.sendKeys(", world");
		this.other.put("config/app.greeting", "hi");
		awaitText("[data-name='app.greeting'] [role=alert]", "Meanwhile it was set to “hi”. Saving replaces that.");
		assertThat(input.getDomProperty("value")).isEqualTo("Hello, world");
		input.sendKeys(Keys.ENTER);
		awaitText("#greeting", "Hello, world");
		awaitText("[data-name='app.greeting'] [role=alert]", "");
	}

	@Test
	void valueThatDoesNotFitIsExplained() {
		WebElement input = find("[data-name='app.rate-limit'] input");
		input.sendKeys("x", Keys.ENTER);
		awaitText("[data-name='app.rate-limit'] [role=alert]",
				"app.rate-limit must be a whole number from 0 to 1000000, but this is \"600x\".");
	}

	@Test
	void valueInTheStoreThatDoesNotFitIsExplained() {
		this.other.put("config/app.rate-limit", "many");
		await().until(
				() -> find("[data-name='app.rate-limit']").getText().contains("“many” is configured but not in use"));
		assertThat(find("[data-name='app.rate-limit'] input").getDomProperty("value")).isEqualTo("600");
	}

	@Test
	void messagesAppear() {
		awaitText("#messages", "");
		find("#text").sendKeys("Is anybody there?", Keys.ENTER);
		awaitText(".message:nth-child(1) .text", "Is anybody there?");
		assertThat(find("#text").getDomProperty("value")).isEmpty();
		this.other.put("messages/answer", Map.of("from", "other", "text", "I am."));
		awaitText(".message:nth-child(2) .text", "I am.");
		awaitText(".message:nth-child(2) .name", "other");
	}

	@Test
	void whatOthersWriteIsTextAndNothingElse() {
		String hostile = "<script>window.owned = true</script><img src=x onerror='window.owned = true'>";
		this.other.put("messages/hostile", Map.of("from", hostile, "text", hostile));
		this.other.put("instances/" + hostile, Map.of("load", hostile));
		this.other.put("config/app.features.[" + hostile + "]", true);
		this.other.put("config/app.features.Odd_Name", true);
		this.other.put("config/app.greeting", hostile);
		awaitText(".message .text", hostile);
		awaitText("#greeting", hostile);
		await().until(() -> find("#instances").getText().contains(hostile));
		await().until(() -> find("#settings").getText().contains(hostile));
		assertThat(this.browser.executeScript("return window.owned === undefined")).isEqualTo(true);
		assertThat(this.browser.findElements(By.cssSelector("main script, main img"))).isEmpty();
	}

	@Test
	void showsInstancesAsTheyComeAndGo() {
		awaitText("#instances-count", "1");
		assertThat(find("#alone").isDisplayed()).isTrue();
		try (RunningSample second = RunningSample.start(this.directory, "second")) {
			awaitText("[data-identifier='second'] .name", "second");
			assertThat(find("#alone").isDisplayed()).isFalse();
			await().until(() -> second.address().endsWith(find("[data-identifier='second'] .facts b").getText()));
		}
		awaitText("#instances-count", "1");
	}

	@Test
	void tellsHowToChangeItFromATerminal() {
		String location = this.directory.toString();
		assertThat(find("#snippet").getText()).contains("--dir " + location)
			.contains("put config/app.greeting '\"hi\"'");
		find("#tab-python").click();
		assertThat(find("#snippet").getText()).contains("pathlib.Path(\"" + location + "\")");
	}

	private WebElement find(String selector) {
		return this.browser.findElement(By.cssSelector(selector));
	}

	private void awaitText(String selector, String text) {
		await(selector).ignoreExceptions().untilAsserted(() -> assertThat(find(selector).getText()).isEqualTo(text));
	}

}
