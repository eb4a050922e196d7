package chat.tertulia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.TertuliaProcess;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in real browsers: people talk, the server dies and comes back, everybody can use it. */
class BrowserTest {
  /** How long anything may take until it shows, a reconnect after a crash among it. */
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(20);

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static Chromium chromium;

  @BeforeAll
  static void launch() {
    chromium = Chromium.launch();
    PlaywrightAssertions.setDefaultAssertionTimeout((double) SHOWN_WITHIN.toMillis());
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void twoPeopleTalkThroughReloadAndCrash() {
    try (TertuliaProcess tertulia = TertuliaProcess.start("browser");
        Visitor ann = arrives(tertulia, new Browser.NewContextOptions());
        Visitor bob = arrives(tertulia, new Browser.NewContextOptions())) {
      ann.registers("ann", "Ann", "a long secret of ann");
      bob.registers("bob", "Bob", "a long secret of bob");
      ann.creates("Garden");
      ann.says("Is the **gate** open?");
      bob.joins("Garden");
      bob.says("It is.");
      var talk = new String[] {"Is the gate open?", "It is."};
      assertThat(ann.stored()).hasText(talk);
      assertThat(bob.stored()).hasText(talk);

      bob.page().reload();
      assertThat(bob.stored()).hasText(talk);
      assertThat(bob.hook("room-name")).hasText("Garden");

      crashesWhileTheyWrite(tertulia, ann, bob);
    }
  }

  /** Kills the server with a message on its way, and one more said while it is gone. */
  private static void crashesWhileTheyWrite(TertuliaProcess tertulia, Visitor ann, Visitor bob) {
    int loads = ann.loads() + bob.loads();
    ann.says("On its way.");
    ann.writes("Said to nobody.");
    tertulia.kill();
    assertThat(ann.hook("connection")).isVisible();
    ann.sends();
    assertThat(ann.said()).hasCount(4);
    assertEquals("sending", ann.hook("message").last().getAttribute("data-state"));

    tertulia.restart();

    var talk = new String[] {"Is the gate open?", "It is.", "On its way.", "Said to nobody."};
    for (Visitor each : List.of(ann, bob)) {
      assertThat(each.stored()).hasText(talk);
      assertThat(each.said()).hasCount(talk.length);
      assertThat(each.hook("room-item")).hasCount(1);
      assertThat(each.hook("member")).hasCount(2);
      assertThat(each.hook("connection")).hasCount(0);
    }
    bob.says("Back again.");
    assertThat(ann.stored().last()).hasText("Back again.");
    assertEquals(loads, ann.loads() + bob.loads(), "pages loaded anew");
  }

  @ParameterizedTest
  @CsvSource({
    "wide, 1280, 800, LIGHT",
    "wide, 1280, 800, DARK",
    "phone, 390, 844, LIGHT",
    "phone, 390, 844, DARK"
  })
  void everybodyCanUseThePage(String name, int width, int height, ColorScheme scheme) {
    var look =
        new Browser.NewContextOptions()
            .setViewportSize(width, height)
            .setColorScheme(scheme)
            // The checker's script is put into the page, which the page's policy forbids.
            .setBypassCSP(true);
    Actor rosa = Running.world().person("rosa");
    Room kitchen = peopledRoom(rosa);
    String suffix = name + "-" + scheme.name().toLowerCase(Locale.ROOT);
    try (Visitor visitor = arrives(Running.tertulia(), look)) {
      isAccessible(visitor.page(), "sign-in-" + suffix);

      visitor.signsIn(rosa.username(), rosa.password());
      visitor.opens(kitchen.name());
      assertThat(visitor.stored()).hasCount(3);

      isAccessible(visitor.page(), "room-" + suffix);
    }
  }

  private static Room peopledRoom(Actor rosa) {
    Actor tom = Running.world().person("tom");
    Room room = rosa.creates("Kitchen " + OpaqueId.random('k').substring(1, 6));
    tom.joins(room);
    rosa.posts(room, "Morning! Who is cooking this Thursday?");
    tom.posts(room, "I am, a **lentil stew**:\n\n- red lentils, 2 kg\n- tomatoes, onions");
    rosa.posts(room, "> red lentils\n\nI have some. `18:00` as always?");
    return room;
  }

  private static void isAccessible(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    List<String> violations =
        new AxeBuilder(page)
            .setLegacyMode(true).analyze().getViolations().stream()
                .map(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
                .toList();
    assertEquals(List.of(), violations, name);
  }

  private static Visitor arrives(TertuliaProcess tertulia, Browser.NewContextOptions look) {
    return Visitor.arrives(chromium.browser(), look, tertulia.url());
  }
}
