package chat.tertulia.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * The installed Chromium: the one {@code TERTULIA_CHROMIUM} names, else the first on the path.
 * Nothing is downloaded; without a browser the test fails.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private static final List<String> QUIET =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium launch() {
    Path executable = installed();
    var environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    try {
      var options = new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(QUIET);
      return new Chromium(playwright, playwright.chromium().launch(options));
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  private static Path installed() {
    String named = System.getenv("TERTULIA_CHROMIUM");
    Stream<Path> candidates =
        named != null && !named.isBlank() ? Stream.of(Path.of(named)) : onPath();
    return candidates
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "no Chromium: install chromium, or name one in TERTULIA_CHROMIUM"));
  }

  private static Stream<Path> onPath() {
    List<String> folders =
        List.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(File.pathSeparator, -1));
    return NAMES.stream().flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)));
  }
}
