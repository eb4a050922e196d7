package chat.tertulia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads as people use them: beside the room on a wide screen, a pane of their own on a phone. */
class ThreadsPageTest {
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
    return enters(person, 1280, 800, ColorScheme.LIGHT);
  }

  private Visitor enters(Actor person, int width, int height, ColorScheme scheme) {
    var look = Axe.look(width, height, scheme);
    Visitor visitor = Visitor.arrives(chromium.browser(), look, Running.tertulia().url());
    visitor.signsIn(person.username(), person.password());
    visitor.opens(kitchen.name());
    return visitor;
  }

  private static Locator inThread(Visitor visitor, String test) {
    return visitor.page().locator("[data-test=thread] [data-test=" + test + "]");
  }

  private static Locator inRoom(Visitor visitor, String test) {
    return visitor.page().locator("main [data-test=" + test + "]");
  }

  private static void answers(Visitor visitor, String text) {
    inThread(visitor, "composer-text").fill(text);
    inThread(visitor, "composer-text").press("Enter");
  }

  @Test
  void aThreadGrowsBesideItsRoomAndTellsWhoBeganIt() {
    rosa.posts(kitchen, "What do we eat?");
    try (Visitor ann = enters(rosa);
        Visitor bob = enters(tom)) {
      inRoom(bob, "message").hover();
      bob.hook("act-thread").click();
      assertThat(inThread(bob, "message")).containsText("What do we eat?");
      answers(bob, "Soup, perhaps?");
      assertThat(inThread(bob, "message")).hasCount(2);

      // Not in the room itself, and not among what is new there.
      assertThat(inRoom(ann, "message")).hasCount(1);
      assertThat(ann.hook("replies")).containsText("1 reply");
      assertThat(ann.hook("replies-new")).hasText("1 new");
      assertThat(ann.hook("go-threads")).containsText("1");
      ann.hook("replies").click();
      assertThat(inThread(ann, "message").last()).containsText("Soup, perhaps?");
      assertThat(ann.hook("replies-new")).hasCount(0);
      assertThat(ann.hook("go-threads")).hasText("Threads");

      answers(ann, "With **bread**.");
      assertThat(inThread(bob, "message").last()).containsText("With bread.");
      assertThat(bob.hook("replies")).containsText("2 replies");
      inThread(bob, "message").last().hover();
      inThread(bob, "quick-reaction").first().click();
      assertThat(inThread(ann, "reaction")).containsText("1");
    }
  }

  @Test
  void anAnswerThatIsDeletedIsCountedNoMoreAndBackWhenThatIsTakenBack() {
    long root = rosa.posts(kitchen, "What do we eat?");
    tom.answers(kitchen, root, "Soup");
    tom.answers(kitchen, root, "No, wait");
    try (Visitor ann = enters(rosa);
        Visitor bob = enters(tom)) {
      assertThat(ann.hook("replies")).containsText("2 replies");
      bob.hook("replies").click();
      inThread(bob, "message").last().hover();
      inThread(bob, "act-more").click();
      bob.page().locator("[role=menuitem][data-test=act-delete]").click();
      assertThat(ann.hook("replies")).containsText("1 reply");
      bob.hook("notice-action").click();
      assertThat(ann.hook("replies")).containsText("2 replies");
      assertThat(inThread(bob, "message").last()).containsText("No, wait");
    }
  }

  @Test
  void whoeverStopsFollowingHearsNoMoreOfIt() {
    long root = rosa.posts(kitchen, "What do we eat?");
    tom.answers(kitchen, root, "Soup");
    try (Visitor ann = enters(rosa)) {
      ann.hook("replies").click();
      assertThat(ann.hook("follow-thread")).hasAttribute("aria-pressed", "true");
      ann.hook("follow-thread").click();
      assertThat(ann.hook("follow-thread")).hasAttribute("aria-pressed", "false");
      ann.hook("close-thread").click();
      assertThat(ann.hook("thread")).hasCount(0);
      tom.answers(kitchen, root, "With bread");
      assertThat(ann.hook("replies")).containsText("2 replies");
      assertThat(ann.hook("replies-new")).hasCount(0);
      ann.hook("go-threads").click();
      assertThat(ann.hook("threads")).containsText("No threads yet");
    }
  }

  @Test
  void myThreadsStandInOnePlaceAndALinkToAnAnswerOpensItsThread() {
    long root = rosa.posts(kitchen, "What do we eat?");
    rosa.posts(kitchen, "The key lies under the mat.");
    long answer = tom.answers(kitchen, root, "Soup");
    try (Visitor ann = enters(rosa)) {
      ann.hook("go-threads").click();
      assertThat(ann.hook("thread-line")).containsText("What do we eat?");
      assertThat(ann.hook("thread-unread")).hasText("1");
      ann.hook("threads-new").click();
      ann.hook("thread-line").locator("a").click();
      assertThat(inThread(ann, "message").last()).containsText("Soup");
      assertThat(ann.hook("room-name")).hasText(kitchen.name());

      String room = ann.page().url().replaceAll("/thread/.*", "");
      ann.page().navigate(room);
      assertThat(ann.hook("thread")).hasCount(0);
      ann.page().navigate(room + "/" + answer);
      assertThat(inThread(ann, "message").last()).containsText("Soup");
      assertThat(inThread(ann, "message").last()).isInViewport();
    }
  }

  @Test
  void whatIsWrittenInAThreadStaysThereWhenThePageIsLoadedAgain() {
    rosa.posts(kitchen, "What do we eat?");
    try (Visitor ann = enters(rosa)) {
      inRoom(ann, "message").hover();
      ann.hook("act-thread").click();
      inThread(ann, "composer-text").fill("half a thou");
      inRoom(ann, "composer-text").fill("another");
      ann.page().reload();
      assertThat(inThread(ann, "composer-text")).hasValue("half a thou");
      assertThat(inRoom(ann, "composer-text")).hasValue("another");
      inThread(ann, "composer-text").press("Escape");
      assertThat(ann.hook("thread")).hasCount(0);
    }
  }

  @Test
  void onAPhoneAThreadHasTheScreenAndBackLeadsToItsRoom() {
    long root = rosa.posts(kitchen, "What do we eat?");
    tom.answers(kitchen, root, "Soup");
    try (Visitor ann = enters(rosa, 390, 844, ColorScheme.LIGHT)) {
      ann.hook("replies").click();
      assertThat(inThread(ann, "message").last()).isInViewport();
      assertThat(ann.hook("thread")).hasCSS("width", "390px");
      answers(ann, "Gladly");
      assertThat(inThread(ann, "message")).hasCount(3);
      ann.page().goBack();
      assertThat(ann.hook("thread")).hasCount(0);
      assertThat(ann.hook("replies")).containsText("2 replies");
      ann.page().goForward();
      assertThat(ann.page()).hasURL(Pattern.compile(".*/thread/" + root + "$"));
      assertThat(inThread(ann, "message")).hasCount(3);
    }
  }

  @ParameterizedTest(name = "{0} × {1}, {2}")
  @CsvSource({"1280, 800, LIGHT", "1280, 800, DARK", "390, 844, LIGHT", "320, 640, DARK"})
  void threadsAreForEveryone(int width, int height, ColorScheme scheme) {
    long root = rosa.posts(kitchen, "What do we eat?");
    tom.answers(kitchen, root, "Soup for @" + rosa.name());
    try (Visitor ann = enters(rosa, width, height, scheme)) {
      assertThat(ann.hook("replies-new")).isVisible();
      Axe.findsNothing(ann, "a room with a thread");
      ann.hook("replies").click();
      assertThat(inThread(ann, "message")).hasCount(2);
      inThread(ann, "message").last().hover();
      assertThat(inThread(ann, "act-more")).isVisible();
      Axe.findsNothing(ann, "a thread");
      ann.page().evaluate("location.hash = '#/threads'");
      assertThat(ann.hook("thread-line")).isVisible();
      Axe.findsNothing(ann, "my threads");
    }
  }
}
