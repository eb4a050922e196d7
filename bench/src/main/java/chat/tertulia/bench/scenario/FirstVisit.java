package chat.tertulia.bench.scenario;

import chat.tertulia.bench.Options;
import chat.tertulia.bench.process.BrowserTrace;
import chat.tertulia.bench.report.Measurement;
import chat.tertulia.bench.report.Metric;
import chat.tertulia.bench.report.ScenarioResult;
import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.TertuliaProcess;
import chat.tertulia.testkit.World;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The page in a Chromium, as the browser itself records it: a first visit, a return, a room. */
public final class FirstVisit implements Scenario {
  private static final String PAGE = "page";
  private static final int ROOMS = 40;
  private static final int MESSAGES = 60;
  private static final String TYPED = "What one writes has to appear at once, letter by letter.";

  /** Notes when the list is first there; the page's own clock begins with the navigation. */
  private static final String WATCH_LIST =
      """
      new MutationObserver((_, observer) => {
        if (!document.querySelector('[data-test=room-item]')) return;
        globalThis.listShownAt = performance.now();
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
      """;

  /** Opens a room and tells how long it took until its messages were painted. */
  private static final String OPEN =
      """
      async ([id, name]) => {
        const began = performance.now();
        location.hash = `#/rooms/${id}`;
        const shown = () => document.querySelector('[data-test=room-name]')?.textContent === name
          && document.querySelector('[data-test=message]');
        while (!shown()) await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        return performance.now() - began;
      }
      """;

  @Override
  public ScenarioResult run(Options options) {
    var measurements = new ArrayList<Measurement>();
    try (TertuliaProcess tertulia = TertuliaProcess.start("bench-page");
        World world = World.at(tertulia.url());
        Playwright playwright = Playwright.create(environment());
        Browser browser = playwright.chromium().launch(launch())) {
      Actor ann = world.person("ann");
      List<Room> rooms = peopled(ann, world, options.scaled(ROOMS, 3));
      for (int round = 1; round <= options.rounds(); round++) {
        measurements.add(new Measurement(PAGE, round, measure(browser, tertulia, ann, rooms)));
      }
    }
    String about =
        "The page in Chromium over loopback: a first visit until one may sign in, a return to 40"
            + " rooms, a room opened for the first time and again, a line typed into it.";
    return new ScenarioResult("PAGE", about, List.of(PAGE), measurements);
  }

  private static List<Room> peopled(Actor ann, World world, int count) {
    Actor bob = world.person("bob");
    var rooms = new ArrayList<Room>();
    for (int i = 0; i < count; i++) {
      Room room = ann.creates("Room " + OpaqueId.random('r').substring(1, 6));
      bob.joins(room);
      // The first two are opened; the others are only listed.
      for (int n = 0; n < (i < 2 ? MESSAGES : 1); n++) {
        bob.posts(room, "Message **" + n + "** of some words, as people write them.");
      }
      rooms.add(room);
    }
    return rooms;
  }

  private static Map<Metric, Double> measure(
      Browser browser, TertuliaProcess tertulia, Actor ann, List<Room> rooms) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    // Evaluating needs the policy out of the way; it changes nothing of what is loaded.
    try (BrowserContext profile =
        browser.newContext(new Browser.NewContextOptions().setBypassCSP(true))) {
      Page page = profile.newPage();
      var asked = new AtomicInteger();
      page.onWebSocket(
          socket ->
              socket.onFrameSent(
                  frame -> {
                    if (frame.text() != null && frame.text().contains("room.history")) {
                      asked.incrementAndGet();
                    }
                  }));
      page.addInitScript(WATCH_LIST);
      visit(browser, page, tertulia, values);
      signIn(page, ann);
      comeBack(browser, page, values);
      open(page, rooms, asked, values);
      type(browser, page, values);
    }
    return values;
  }

  private static void visit(
      Browser browser, Page page, TertuliaProcess tertulia, Map<Metric, Double> values) {
    browser.startTracing(page);
    page.navigate(tertulia.url() + "/");
    page.waitForSelector("[data-test=sign-in-form]");
    BrowserTrace trace = BrowserTrace.of(browser.stopTracing());
    values.put(Metric.PAGE_BYTES, trace.receivedBytes());
    values.put(Metric.PAGE_REQUESTS, (double) trace.requests());
    values.put(Metric.PAGE_PAINT, trace.firstPaint());
    values.put(Metric.PAGE_TASK, trace.longestTask());
  }

  private static void signIn(Page page, Actor ann) {
    page.fill("[data-test=field-username]", ann.username());
    page.fill("[data-test=field-password]", ann.password());
    page.click("[data-test=submit]");
    page.waitForSelector("[data-test=room-item]");
  }

  private static void comeBack(Browser browser, Page page, Map<Metric, Double> values) {
    browser.startTracing(page);
    page.reload();
    page.waitForSelector("[data-test=room-item]");
    BrowserTrace trace = BrowserTrace.of(browser.stopTracing());
    values.put(Metric.PAGE_BYTES_AGAIN, trace.receivedBytes());
    values.put(Metric.PAGE_LIST, number(page.evaluate("globalThis.listShownAt")));
  }

  private static void open(
      Page page, List<Room> rooms, AtomicInteger asked, Map<Metric, Double> values) {
    values.put(Metric.PAGE_OPEN, opened(page, rooms.get(0)));
    opened(page, rooms.get(1));
    int before = asked.get();
    values.put(Metric.PAGE_OPEN_AGAIN, opened(page, rooms.get(0)));
    values.put(Metric.PAGE_OPEN_ASKS, (double) (asked.get() - before));
  }

  private static double opened(Page page, Room room) {
    return number(page.evaluate(OPEN, List.of(room.id(), room.name())));
  }

  private static void type(Browser browser, Page page, Map<Metric, Double> values) {
    page.focus("[data-test=composer-text]");
    browser.startTracing(page);
    page.keyboard().type(TYPED);
    double[] keys = BrowserTrace.of(browser.stopTracing()).keys();
    values.put(Metric.PAGE_KEY, keys.length == 0 ? 0 : keys[(int) (keys.length * 0.95)]);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static Playwright.CreateOptions environment() {
    var environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    return new Playwright.CreateOptions().setEnv(environment);
  }

  private static BrowserType.LaunchOptions launch() {
    Path installed =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("PAGE needs an installed Chromium"));
    return new BrowserType.LaunchOptions()
        .setExecutablePath(installed)
        .setArgs(
            List.of(
                "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-component-update"));
  }
}
