package chat.tertulia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What two people do with messages that are there, each in a browser, one of them with keys alone.
 */
class MessageActionsTest {
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(20);

  private static Chromium chromium;

  private Actor rosa;
  private Actor tom;
  private Room kitchen;

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

  @BeforeEach
  void gather() {
    rosa = Running.world().person("rosa");
    tom = Running.world().person("tom");
    kitchen = rosa.creates("Kitchen " + OpaqueId.random('k').substring(1, 6));
    tom.joins(kitchen);
  }

  private Visitor enters(Actor person) {
    var options = new Browser.NewContextOptions().setBypassCSP(true);
    Visitor visitor = Visitor.arrives(chromium.browser(), options, Running.tertulia().url());
    visitor.signsIn(person.username(), person.password());
    visitor.opens(kitchen.name());
    return visitor;
  }

  @Test
  void anEditAReactionAndADeletionShowAtOnceAndCanBeTakenBack() {
    rosa.posts(kitchen, "Who is coking?");
    try (Visitor ann = enters(rosa);
        Visitor bob = enters(tom)) {
      assertThat(bob.stored()).hasText("Who is coking?");

      chooses(ann, "act-edit");
      ann.hook("editor-text").fill("Who is cooking?");
      ann.hook("editor-text").press("Enter");
      assertThat(bob.stored()).hasText("Who is cooking?");
      assertThat(bob.hook("edited")).isVisible();

      bob.hook("message").hover();
      bob.hook("quick-reaction").first().click();
      assertThat(ann.hook("reaction")).containsText("1");
      ann.hook("reaction").click();
      assertThat(bob.hook("reaction")).containsText("2");
      bob.hook("reaction").click();
      assertThat(ann.hook("reaction")).containsText("1");

      chooses(ann, "act-delete");
      assertThat(bob.said()).hasCount(0);
      ann.hook("notice-action").click();
      assertThat(bob.stored()).hasText("Who is cooking?");
    }
  }

  @Test
  void whatWasWrittenBeforeIsThereToBeRead() {
    rosa.posts(kitchen, "first");
    try (Visitor ann = enters(rosa)) {
      assertThat(ann.stored()).hasText("first");
      ann.hook("composer-text").press("ArrowUp");
      ann.hook("editor-text").fill("second");
      ann.hook("editor-save").click();
      ann.hook("edited").click();
      assertThat(ann.page().locator("[data-test=version] .version-text"))
          .hasText(new String[] {"second", "first"});
      isAccessible(ann, "versions");
    }
  }

  @Test
  void aMessageIsPinnedAndFoundAgain() {
    rosa.posts(kitchen, "The key lies under the mat.");
    tom.posts(kitchen, "Good to know.");
    try (Visitor ann = enters(rosa)) {
      assertThat(ann.stored()).hasCount(2);
      ann.hook("message").first().hover();
      ann.hook("act-more").click();
      ann.page().locator("[role=menuitem][data-test=act-pin]").click();
      ann.hook("toggle-pins").click();
      assertThat(ann.page().locator("[data-test=pins] [data-test=hit]"))
          .containsText("The key lies under the mat.");
      isAccessible(ann, "pins");

      ann.hook("toggle-search").click();
      ann.hook("search-field").fill("under mat");
      assertThat(ann.page().locator("[data-test=search-pane] [data-test=hit]")).hasCount(1);
      isAccessible(ann, "search");
    }
  }

  @Test
  void aLinkedMessageFarBackIsShownAndTheWayBackIsShort() {
    for (int i = 1; i <= 150; i++) {
      rosa.posts(kitchen, "line " + i);
    }
    try (Visitor bob = enters(tom)) {
      assertThat(bob.stored().last()).hasText("line 150");
      String room = bob.page().url();
      bob.page().navigate(room + "/12");
      Locator line = bob.page().locator("[data-test=message][data-seq=\"12\"]");
      assertThat(line).isVisible();
      assertThat(line).isInViewport();
      bob.hook("jump").click();
      assertThat(bob.stored().last()).isInViewport();
      assertThat(bob.stored().last()).hasText("line 150");
    }
  }

  @Test
  void keysAloneReachEveryMessageAndWhatCanBeDoneWithIt() {
    rosa.posts(kitchen, "one");
    rosa.posts(kitchen, "two");
    try (Visitor ann = enters(rosa)) {
      assertThat(ann.stored()).hasCount(2);
      ann.hook("composer-text").press("Shift+Tab");
      while (!focusIs(ann, "message")) {
        ann.page().keyboard().press("Shift+Tab");
      }
      ann.page().keyboard().press("ArrowUp");
      ann.page().keyboard().press("e");
      assertThat(ann.hook("editor-text")).hasValue("one");
      ann.page().keyboard().press("Escape");
      assertTrue(focusIs(ann, "message"), "the message has the focus again");
      ann.page().keyboard().press("m");
      assertThat(ann.page().locator("[role=menu]")).isVisible();
      ann.page().keyboard().press("Escape");
      assertThat(ann.page().locator("[role=menu]")).hasCount(0);
      ann.page().keyboard().press("+");
      ann.hook("emoji-search").fill("tomato");
      assertThat(ann.hook("emoji").first()).hasText("🍅");
      isAccessible(ann, "picker");
      ann.hook("emoji-search").press("Enter");
      assertThat(ann.hook("reaction")).containsText("🍅");
    }
  }

  @Test
  void lettersGoAnywhereAndNamesAreCompleted() {
    Room garden = rosa.creates("Garden " + OpaqueId.random('g').substring(1, 6));
    try (Visitor ann = enters(rosa)) {
      ann.writes("ask @to");
      assertThat(ann.hook("completion")).hasCount(1);
      ann.hook("composer-text").press("Tab");
      assertThat(ann.hook("composer-text")).hasValue("ask @" + tom.name() + " ");

      ann.page().keyboard().press("Control+k");
      ann.hook("switcher-field").fill("gard");
      assertThat(ann.hook("jump-to").first()).containsText(garden.name());
      isAccessible(ann, "switcher");
      ann.hook("switcher-field").press("Enter");
      assertThat(ann.hook("room-name")).hasText(garden.name());
    }
  }

  private static void chooses(Visitor visitor, String act) {
    visitor.hook("message").last().hover();
    visitor.hook("act-more").click();
    visitor.page().locator("[role=menuitem][data-test=" + act + "]").click();
  }

  private static boolean focusIs(Visitor visitor, String test) {
    return visitor.page().locator("[data-test=" + test + "]:focus").count() == 1;
  }

  private static void isAccessible(Visitor visitor, String what) {
    List<String> violations =
        new AxeBuilder(visitor.page())
            .setLegacyMode(true).analyze().getViolations().stream()
                .map(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
                .toList();
    assertEquals(List.of(), violations, what);
  }
}
