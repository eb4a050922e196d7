package chat.tertulia.web;

import static org.junit.jupiter.api.Assertions.fail;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the page's own tests, which are modules under {@code src/test/js}, in a real Chromium. */
class ScriptTest {
  /** An installed browser; where there is none Playwright brings its own. */
  private static final List<Path> CHROMIUM =
      Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
          .map(Path::of)
          .filter(Files::isExecutable)
          .toList();

  private static final List<String> QUIET =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  @TestFactory
  List<DynamicTest> everyScriptTestPasses() throws Exception {
    try (var server = new PageServer();
        var playwright = Playwright.create(options());
        Browser browser = playwright.chromium().launch(launch())) {
      var trouble = new ArrayList<String>();
      var page = browser.newPage();
      page.onPageError(trouble::add);
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error")) {
              trouble.add(message.text());
            }
          });
      page.navigate(server.url("/test/index.html"));
      try {
        page.waitForSelector("#finished", attached());
      } catch (RuntimeException e) {
        throw new AssertionError("the tests did not run: " + trouble, e);
      }
      return outcomes(page.evaluate("testResults"), trouble);
    }
  }

  private static List<DynamicTest> outcomes(Object results, List<String> trouble) {
    var tests = new ArrayList<DynamicTest>();
    for (Object each : (List<?>) results) {
      var result = (Map<?, ?>) each;
      tests.add(
          DynamicTest.dynamicTest(
              (String) result.get("name"),
              () -> {
                if (result.get("failure") != null) {
                  fail((String) result.get("failure"));
                }
              }));
    }
    tests.add(
        DynamicTest.dynamicTest(
            "nothing breaks the page's security policy",
            () -> {
              if (!trouble.isEmpty()) {
                fail(String.join("\n", trouble));
              }
            }));
    return tests;
  }

  /** The page's policy forbids waiting for an expression, which would be evaluated from text. */
  private static Page.WaitForSelectorOptions attached() {
    return new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED);
  }

  private static Playwright.CreateOptions options() {
    var env = new HashMap<>(System.getenv());
    if (!CHROMIUM.isEmpty()) {
      env.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    }
    return new Playwright.CreateOptions().setEnv(env);
  }

  private static BrowserType.LaunchOptions launch() {
    var launch = new BrowserType.LaunchOptions().setArgs(QUIET);
    CHROMIUM.stream().findFirst().ifPresent(launch::setExecutablePath);
    return launch;
  }
}
