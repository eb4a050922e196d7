package chat.tertulia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.MouseButton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How somebody finds what is new for them, and says what they want to hear of. */
class CatchingUpTest {
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(20);

  private static Chromium chromium;

  private Actor rosa;
  private Actor tom;
  private Room kitchen;
  private Room garden;

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
    garden = rosa.creates("Garden " + OpaqueId.random('g').substring(1, 6));
    tom.joins(kitchen);
    tom.joins(garden);
  }

  private Visitor arrives(Actor person) {
    return arrives(person, 1280, 800, ColorScheme.LIGHT);
  }

  private Visitor arrives(Actor person, int width, int height, ColorScheme scheme) {
    var look = Axe.look(width, height, scheme);
    Visitor visitor = Visitor.arrives(chromium.browser(), look, Running.tertulia().url());
    visitor.signsIn(person.username(), person.password());
    return visitor;
  }

  @Test
  void whatHappenedMeanwhileStandsInOnePlaceWithWhatNamesMeFirst() {
    rosa.posts(kitchen, "Soup is ready.");
    rosa.posts(garden, "The gate is open.");
    rosa.posts(garden, "@" + tom.name() + " could you close it?");
    try (Visitor bob = arrives(tom)) {
      Locator pieces = bob.hook("piece");
      assertThat(pieces).hasCount(2);
      assertThat(pieces.first()).hasAttribute("data-room", garden.id());
      assertThat(pieces.first()).containsText("could you close it?");
      assertThat(pieces.last()).containsText("Soup is ready.");
      assertThat(bob.page()).hasTitle(Pattern.compile("^\\(3\\).*"));

      bob.hook("inbox-mentions").click();
      assertThat(bob.hook("hit")).containsText("could you close it?");
      bob.hook("inbox-new").click();

      pieces.first().locator("[data-test=piece-read]").click();
      assertThat(pieces).hasCount(1);
      assertThat(line(bob, garden).locator("[data-test=unread]")).hasCount(0);

      rosa.posts(garden, "Never mind.");
      assertThat(pieces).hasCount(2);
      bob.hook("read-everything").click();
      assertThat(pieces).hasCount(0);
      assertThat(bob.hook("unread")).hasCount(0);
      assertThat(bob.page()).hasTitle(Pattern.compile("^[^(].*"));
    }
  }

  @Test
  void oneKeyGoesToTheNextThatIsNewAndAnotherTellsAllKeys() {
    rosa.posts(kitchen, "Soup is ready.");
    try (Visitor bob = arrives(tom)) {
      assertThat(bob.hook("piece")).hasCount(1);
      bob.page().keyboard().press("?");
      assertThat(bob.hook("keys")).isVisible();
      Axe.findsNothing(bob, "keys");
      bob.page().keyboard().press("Escape");
      bob.page().keyboard().press("n");
      assertThat(bob.hook("room-name")).hasText(kitchen.name());
      assertThat(bob.hook("unread")).hasCount(0);

      bob.writes("n");
      assertThat(bob.hook("composer-text")).hasValue("n");
      assertThat(bob.hook("room-name")).hasText(kitchen.name());
    }
  }

  @Test
  void whatIWantOfARoomHoldsOnAllMyDevices() {
    try (Visitor bob = arrives(tom);
        Visitor phone = arrives(tom, 390, 844, ColorScheme.LIGHT)) {
      chooses(bob, kitchen, "favourite");
      for (Visitor each : new Visitor[] {bob, phone}) {
        assertThat(each.hook("section-favourites").locator("[data-test=room-item]"))
            .hasAttribute("data-room", kitchen.id());
      }

      chooses(bob, garden, "mute");
      assertThat(line(phone, garden)).hasClass(Pattern.compile("quiet"));
      rosa.posts(garden, "Psst.");
      assertThat(line(bob, garden)).containsText("Psst.");
      assertThat(bob.page()).hasTitle(Pattern.compile("^[^(].*"));
      assertThat(bob.hook("piece")).hasCount(0);

      chooses(bob, garden, "hide");
      assertThat(line(bob, garden)).hasCount(0);
      assertThat(line(phone, garden)).hasCount(0);
      rosa.posts(garden, "Are you there?");
      assertThat(line(bob, garden)).isVisible();
      assertThat(line(phone, garden)).isVisible();
    }
  }

  @Test
  void aSectionStaysFoldedAndWhatIsNewInItShows() {
    try (Visitor bob = arrives(tom)) {
      assertThat(bob.hook("room-item")).hasCount(2);
      bob.hook("fold-rooms").click();
      assertThat(bob.hook("room-item")).hasCount(0);
      bob.page().reload();
      assertThat(bob.hook("fold-rooms")).hasAttribute("aria-expanded", "false");
      rosa.posts(kitchen, "Soup is ready.");
      assertThat(bob.hook("room-item")).hasCount(1);
    }
  }

  @Test
  void whatISayOfMyselfStaysWhenThePageIsLoadedAnew() {
    try (Visitor bob = arrives(tom)) {
      bob.hook("status").click();
      bob.page().locator("[data-test=presence-dnd]").click();
      assertThat(bob.hook("status").locator(".presence")).hasClass(Pattern.compile("dnd"));

      bob.hook("status").click();
      bob.page().locator("[data-test=set-status]").click();
      bob.hook("field-statusText").fill("At lunch");
      Axe.findsNothing(bob, "status");
      bob.page().locator("[data-test=status-form] [data-test=submit]").click();
      assertThat(bob.hook("status")).containsText("At lunch");

      bob.page().reload();
      assertThat(bob.hook("status")).containsText("At lunch");
      assertThat(bob.hook("status").locator(".presence")).hasClass(Pattern.compile("dnd"));
    }
  }

  @Test
  void howIShowToOthersIsAChoiceOfMine() {
    rosa.rest(
            "POST",
            "/direct",
            Json.object().set("userIds", Json.object().arrayNode().add(tom.id())))
        .expect(201);
    try (Visitor bob = arrives(tom);
        Visitor ann = arrives(rosa)) {
      Locator seen = ann.hook("section-direct").locator(".presence");
      assertThat(seen).hasClass(Pattern.compile("online"));
      bob.hook("status").click();
      bob.page().locator("[data-test=presence-dnd]").click();
      assertThat(seen).hasClass(Pattern.compile("dnd"));
      bob.hook("status").click();
      bob.page().locator("[data-test=presence-invisible]").click();
      assertThat(seen).hasClass(Pattern.compile("offline"));
    }
  }

  @Test
  void aRoomThatWasOpenBeforeOpensWithoutAskingForItsMessages() {
    rosa.posts(kitchen, "Soup is ready.");
    rosa.posts(garden, "The gate is open.");
    var asked = new AtomicInteger();
    try (Visitor bob = arrives(tom)) {
      bob.page()
          .onWebSocket(
              socket ->
                  socket.onFrameSent(
                      frame -> {
                        if (frame.text() != null && frame.text().contains("room.history")) {
                          asked.incrementAndGet();
                        }
                      }));
      bob.page().reload();
      bob.opens(kitchen.name());
      assertThat(bob.stored()).hasText("Soup is ready.");
      bob.opens(garden.name());
      assertThat(bob.stored()).hasText("The gate is open.");
      int before = asked.get();
      assertTrue(before > 0, "the sockets are listened to");

      bob.opens(kitchen.name());

      assertThat(bob.stored()).hasText("Soup is ready.");
      assertEquals(before, asked.get());
    }
  }

  @ParameterizedTest
  @CsvSource({"1280, 800, LIGHT", "1280, 800, DARK", "390, 844, LIGHT", "320, 640, DARK"})
  void everybodyCanUseListInboxAndMenus(int width, int height, ColorScheme scheme) {
    rosa.posts(kitchen, "@" + tom.name() + " soup is ready.");
    rosa.posts(garden, "The gate is open.");
    try (Visitor bob = arrives(tom, width, height, scheme)) {
      assertThat(bob.hook("room-item")).hasCount(2);
      Axe.findsNothing(bob, "list");
      bob.hook("status").click();
      Axe.findsNothing(bob, "status menu");
      bob.page().keyboard().press("Escape");
      bob.hook("go-inbox").click();
      assertThat(bob.hook("piece-line")).hasCount(2);
      Axe.findsNothing(bob, "inbox");
    }
  }

  private static Locator line(Visitor visitor, Room room) {
    return visitor.page().locator("[data-test=room-item][data-room=" + room.id() + "]");
  }

  private static void chooses(Visitor visitor, Room room, String choice) {
    line(visitor, room).click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
    visitor.page().locator("[role=menu] [data-test=" + choice + "]").click();
  }
}
