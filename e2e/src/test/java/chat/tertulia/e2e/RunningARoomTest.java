package chat.tertulia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.tertulia.shared.json.Json;
import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The people of a room and its settings: what those who run it do, and what the others see of it.
 */
class RunningARoomTest {
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
    return visitor;
  }

  @Test
  void whatARoomIsCalledAndHowItIsRunIsChangedWhileOthersLook() {
    try (Visitor ann = enters(rosa);
        Visitor bob = enters(tom)) {
      ann.opens(kitchen.name());
      bob.opens(kitchen.name());
      settings(ann, "about");
      ann.hook("field-name").fill("Pantry");
      ann.hook("field-topic").fill("What we have");
      ann.hook("field-description").fill("Shelves, jars and lists.");
      ann.hook("save-about").click();
      assertThat(bob.hook("room-name")).hasText("Pantry");
      assertThat(bob.page().locator(".room-title")).containsText("What we have");

      ann.hook("page-rules").click();
      ann.hook("field-slowSeconds").selectOption("30");
      ann.hook("field-retentionDays").selectOption("90");
      ann.hook("save-rules").click();
      assertThat(ann.hook("notices")).containsText("Saved");
      ann.page().reload();
      settings(ann, "rules");
      assertThat(ann.hook("field-slowSeconds")).hasValue("30");
      assertThat(ann.hook("field-retentionDays")).hasValue("90");

      bob.hook("room-menu").click();
      bob.page().locator("[role=menuitem][data-test=room-settings]").click();
      assertThat(bob.hook("dialog")).containsText("Shelves, jars and lists.");
      assertThat(bob.hook("save-about")).hasCount(0);
      assertThat(bob.hook("page-rules")).hasCount(0);
    }
  }

  @Test
  void whoRunsARoomMutesAndPromotesAndBans() {
    try (Visitor ann = enters(rosa);
        Visitor bob = enters(tom)) {
      ann.opens(kitchen.name());
      bob.opens(kitchen.name());
      does(ann, tom, "mute-member");
      ann.hook("confirm").click();
      assertThat(member(ann, tom)).containsText("May not post");
      assertThat(bob.hook("room-name")).hasText(kitchen.name());
      does(ann, tom, "unmute-member");
      assertThat(member(ann, tom)).not().containsText("May not post");

      does(ann, tom, "role-moderator");
      assertThat(member(bob, tom)).containsText("Moderator");

      does(ann, tom, "ban-member");
      ann.hook("field-reason").fill("He ate the last olive.");
      Axe.findsNothing(ann, "ban");
      ann.hook("confirm").click();
      assertThat(member(ann, tom)).hasCount(0);
      assertThat(bob.hook("room-item")).hasCount(0);

      settings(ann, "bans");
      assertThat(ann.hook("ban")).containsText("He ate the last olive.");
      ann.hook("lift").click();
      assertThat(ann.hook("ban")).hasCount(0);
      bob.joins(kitchen.name());
    }
  }

  @Test
  void anInvitationIsMadeUsedSeenAndTakenBack() {
    Actor eve = Running.world().person("eve");
    try (Visitor ann = enters(rosa);
        Visitor bob = enters(eve)) {
      ann.opens(kitchen.name());
      settings(ann, "invites");
      ann.hook("field-uses").selectOption("5");
      ann.hook("make-invite").click();
      Locator line = ann.hook("invite-line");
      assertThat(line).containsText("5 uses left");
      String code = line.locator(".code").textContent();

      bob.page().navigate(Running.tertulia().url() + "/#/join/" + code);
      assertThat(bob.hook("room-name")).hasText(kitchen.name());
      ann.hook("page-about").click();
      ann.hook("page-invites").click();
      assertThat(line).containsText("1 joined");
      ann.hook("invite-used").click();
      assertThat(line).containsText(eve.name());
      ann.hook("revoke").click();
      assertThat(line).hasCount(0);
    }
  }

  @Test
  void aPersonIsLookedAtWrittenToAndBlocked() {
    try (Visitor ann = enters(rosa)) {
      ann.opens(kitchen.name());
      member(ann, tom).locator("[data-test=member-open]").click();
      assertThat(ann.hook("profile")).containsText(tom.name());
      Axe.findsNothing(ann, "profile");
      ann.hook("message-person").click();
      assertThat(ann.hook("room-name")).hasText(tom.name());

      ann.hook("room-menu").click();
      ann.page().locator("[role=menuitem][data-test=profile]").click();
      ann.hook("block").click();
      ann.hook("confirm").click();
      assertThat(ann.hook("unblock")).isVisible();
      ann.page().keyboard().press("Escape");

      ann.hook("settings").click();
      ann.hook("page-blocked").click();
      assertThat(ann.hook("blocked")).containsText(tom.name());
      ann.hook("unblock").click();
      assertThat(ann.hook("blocked")).hasCount(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"1280, 800, LIGHT", "1280, 800, DARK", "390, 844, LIGHT", "320, 640, DARK"})
  void everybodyCanUsePeopleAndSettingsOfARoom(int width, int height, ColorScheme scheme) {
    rosa.rest("POST", "/rooms/" + kitchen.id() + "/invites", Json.object()).expect(201);
    try (Visitor ann = enters(rosa, width, height, scheme)) {
      ann.opens(kitchen.name());
      if (width < 1100) {
        ann.hook("toggle-members").click();
      }
      member(ann, tom).locator("[data-test=member-menu]").click();
      Axe.findsNothing(ann, "member menu");
      ann.page().keyboard().press("Escape");
      assertThat(ann.hook("members")).isVisible();
      if (width < 1100) {
        ann.hook("close-members").click();
      }
      settings(ann, "about");
      for (String page : new String[] {"about", "rules", "invites", "bans"}) {
        ann.hook("page-" + page).click();
        assertThat(ann.hook("page-" + page)).hasAttribute("aria-selected", "true");
        assertThat(ann.hook("dialog").locator("[role=status]")).hasCount(0);
        Axe.findsNothing(ann, page);
      }
    }
  }

  private static Locator member(Visitor visitor, Actor person) {
    return visitor.page().locator("[data-test=member][data-user=" + person.id() + "]");
  }

  private static void does(Visitor visitor, Actor to, String act) {
    member(visitor, to).hover();
    member(visitor, to).locator("[data-test=member-menu]").click();
    visitor.page().locator("[role=menu] [data-test=" + act + "]").click();
  }

  private static void settings(Visitor visitor, String page) {
    visitor.hook("room-menu").click();
    visitor.page().locator("[role=menuitem][data-test=room-settings]").click();
    visitor.hook("page-" + page).click();
  }
}
