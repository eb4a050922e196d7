package chat.tertulia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import chat.tertulia.testkit.TertuliaProcess;
import chat.tertulia.testkit.World;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody settles about themselves, and what an administrator does about accounts. */
class SettingsPageTest {
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(20);

  private static final List<String> PAGES =
      List.of("profile", "privacy", "look", "alerts", "devices", "blocked", "account");

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
  void aPictureIsPutUpAndShowsToOthers() throws IOException {
    try (Visitor ann = enters(rosa);
        Visitor bob = enters(tom)) {
      ann.hook("settings").click();
      ann.hook("picture-file").setInputFiles(new FilePayload("me.png", "image/png", picture()));
      assertThat(ann.hook("dialog").locator(".profile .avatar img")).isVisible();
      rosa.posts(kitchen, "How do I look?");
      bob.page().reload();
      bob.opens(kitchen.name());
      assertThat(bob.hook("message").locator(".avatar img").first()).isVisible();

      ann.hook("picture-remove").click();
      assertThat(ann.hook("dialog").locator(".profile .avatar img")).hasCount(0);
    }
  }

  private static byte[] picture() throws IOException {
    var picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    var out = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", out);
    return out.toByteArray();
  }

  @Test
  void nameAndPrivacyStay() {
    try (Visitor ann = enters(rosa)) {
      ann.hook("settings").click();
      ann.hook("field-displayName").fill("Rosa Roja");
      ann.hook("save-profile").click();
      assertThat(ann.hook("me")).hasText("Rosa Roja");
      ann.hook("page-privacy").click();
      ann.hook("settings-showReads").click();
      ann.page().reload();
      ann.hook("settings").click();
      ann.hook("page-privacy").click();
      assertThat(ann.hook("settings-showReads")).not().isChecked();
      assertThat(ann.hook("settings-showLastSeen")).isChecked();
    }
  }

  @Test
  void anotherDeviceIsSignedOutFromHere() {
    try (Visitor laptop = enters(rosa);
        Visitor phone = enters(rosa, 390, 844, ColorScheme.LIGHT)) {
      laptop.hook("settings").click();
      laptop.hook("page-devices").click();
      assertThat(laptop.hook("device").first()).containsText("This device");
      laptop.hook("end-others").click();
      assertThat(phone.hook("sign-in-form")).isVisible();
      assertThat(laptop.hook("device")).hasCount(1);
    }
  }

  @Test
  void theSettingsAreReachedAndWalkedThroughByKeys() {
    try (Visitor ann = enters(rosa)) {
      ann.page().keyboard().press("Control+k");
      ann.hook("switcher-field").fill("settings: app");
      ann.hook("switcher-field").press("Enter");
      assertThat(ann.hook("page-look")).hasAttribute("aria-selected", "true");
      ann.hook("page-look").focus();
      ann.page().keyboard().press("ArrowRight");
      assertThat(ann.hook("page-alerts")).hasAttribute("aria-selected", "true");
      assertThat(ann.hook("page-alerts")).isFocused();
      ann.page().keyboard().press("Home");
      assertThat(ann.hook("field-displayName")).hasValue(rosa.name());
    }
  }

  @ParameterizedTest
  @CsvSource({"1280, 800, LIGHT", "1280, 800, DARK", "390, 844, LIGHT", "320, 640, DARK"})
  void everybodyCanUseTheSettings(int width, int height, ColorScheme scheme) {
    try (Visitor ann = enters(rosa, width, height, scheme)) {
      ann.hook("settings").click();
      for (String page : PAGES) {
        ann.hook("page-" + page).click();
        assertThat(ann.hook("page-" + page)).hasAttribute("aria-selected", "true");
        assertThat(ann.hook("dialog").locator("[role=status]")).hasCount(0);
        Axe.findsNothing(ann, page);
      }
    }
  }

  @Test
  void anAdministratorFindsSuspendsAndRestoresAndItIsWrittenDown() {
    try (TertuliaProcess tertulia = TertuliaProcess.start("administration");
        World world = World.at(tertulia.url())) {
      Actor ada = world.person("ada");
      Actor bob = world.person("bob");
      var look = Axe.look(1280, 800, ColorScheme.LIGHT);
      try (Visitor admin = Visitor.arrives(chromium.browser(), look, tertulia.url());
          Visitor other =
              Visitor.arrives(
                  chromium.browser(), Axe.look(390, 844, ColorScheme.LIGHT), tertulia.url())) {
        other.signsIn(bob.username(), bob.password());
        assertThat(other.hook("go-admin")).hasCount(0);
        admin.signsIn(ada.username(), ada.password());
        admin.hook("go-admin").click();
        assertThat(admin.hook("account")).hasCount(2);
        Axe.findsNothing(admin, "administration");
        admin.hook("admin-people-search").fill("bob");
        assertThat(admin.hook("account")).hasCount(1);
        of(admin, "account-suspend");
        admin.hook("field-reason").fill("Sells umbrellas");
        admin.hook("confirm").click();
        assertThat(admin.hook("account")).containsText("suspended");
        assertThat(other.hook("sign-in-form")).isVisible();
        of(admin, "account-restore");
        assertThat(admin.hook("account")).not().containsText("suspended");
        admin.hook("admin-audit").click();
        assertThat(admin.hook("audited")).hasCount(2);
        assertThat(admin.hook("audited").first()).containsText("restored → bob");
        Axe.findsNothing(admin, "audit");
      }
    }
  }

  private static void of(Visitor admin, String act) {
    admin.hook("account-menu").click();
    admin.page().locator("[role=menu] [data-test=" + act + "]").click();
  }
}
