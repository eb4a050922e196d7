package chat.tertulia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goes through the views of the page, wide and narrow, light and dark: axe finds nothing on any,
 * and a picture of each is kept in {@code target/views} to be looked at ({@code bin/screenshots}).
 */
class ViewsTest {
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(20);
  private static final Path PICTURES = Path.of("target", "views");

  private static Chromium chromium;
  private static Actor rosa;
  private static Actor tom;
  private static Room kitchen;
  private static Room garden;
  private static long question;

  @BeforeAll
  static void fill() {
    chromium = Chromium.launch();
    PlaywrightAssertions.setDefaultAssertionTimeout((double) SHOWN_WITHIN.toMillis());
    rosa = Running.world().person("Rosa");
    tom = Running.world().person("Tom");
    kitchen = rosa.creates("Kitchen " + OpaqueId.random('k').substring(1, 4));
    garden = rosa.creates("Garden " + OpaqueId.random('g').substring(1, 4));
    tom.joins(kitchen);
    tom.joins(garden);
    rosa.posts(kitchen, "Good morning! The market had **asparagus**, finally.");
    tom.posts(
        kitchen,
        "Then it is risotto tonight. I take care of the stock:\n\n"
            + "- onions\n"
            + "- celery\n"
            + "- a bay leaf");
    question = rosa.posts(kitchen, "Who brings the wine?");
    tom.answers(kitchen, question, "I have a bottle of white.");
    rosa.answers(kitchen, question, "Perfect, that also goes into the pot.");
    tom.posts(
        kitchen,
        "For the list:\n\n"
            + "```js\n"
            + "const guests = ['Rosa', 'Tom'];\n"
            + "const rice = guests.length * 80; // grams\n"
            + "```");
    tom.posts(
        garden, "The tomatoes are in. @" + rosa.name() + " could you water them on Thursday?");
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private static FilePayload picture() {
    var image = new BufferedImage(960, 600, BufferedImage.TYPE_INT_RGB);
    var pen = image.createGraphics();
    pen.setPaint(new GradientPaint(0, 0, new Color(0xf4b860), 960, 600, new Color(0x3d7a5a)));
    pen.fillRect(0, 0, 960, 600);
    pen.dispose();
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FilePayload("asparagus.png", "image/png", bytes.toByteArray());
  }

  /** Somebody who looks, and where the pictures of what they see go. */
  private record Tour(Visitor visitor, String look) {
    void sees(String view) {
      Page page = visitor.page();
      page.screenshot(
          new Page.ScreenshotOptions().setPath(PICTURES.resolve(view + "-" + look + ".png")));
      Axe.findsNothing(visitor, view + " " + look);
    }

    void presses(String key) {
      visitor.page().keyboard().press(key);
    }

    void chooses(String menu, String item) {
      visitor.hook(menu).first().click();
      visitor.page().locator("[role=menuitem][data-test=" + item + "]").click();
    }
  }

  @ParameterizedTest(name = "{0} × {1}, {2}")
  @CsvSource({"1440, 900, LIGHT", "1440, 900, DARK", "390, 844, DARK", "320, 640, LIGHT"})
  void everyViewIsForEveryone(int width, int height, ColorScheme scheme) {
    String look = width + "-" + scheme.name().toLowerCase(Locale.ROOT);
    var options = Axe.look(width, height, scheme);
    try (Visitor ann = Visitor.arrives(chromium.browser(), options, Running.tertulia().url())) {
      var tour = new Tour(ann, look);
      tour.sees("sign-in");
      ann.signsIn(rosa.username(), rosa.password());
      if (width < 700) {
        assertThat(ann.hook("room-item").first()).isVisible();
        tour.sees("rooms");
        ann.page().evaluate("location.hash = '#/inbox'");
      }
      assertThat(ann.hook("piece").first()).isVisible();
      tour.sees("inbox");
      if (width < 700) {
        ann.page().evaluate("location.hash = '#/'");
      }
      seesARoom(tour, width);
      seesDialogs(tour);
    }
  }

  private static void seesARoom(Tour tour, int width) {
    Visitor ann = tour.visitor();
    ann.opens(kitchen.name());
    assertThat(ann.hook("replies").first()).isVisible();
    tour.sees("room");
    ann.hook("file-choice")
        .setInputFiles(
            new FilePayload[] {
              picture(),
              new FilePayload(
                  "shopping.txt", "text/plain", "rice, butter".getBytes(StandardCharsets.UTF_8))
            });
    assertThat(ann.page().locator("[data-test=composer-file][data-state=done]")).hasCount(2);
    tour.sees("composer-files");
    ann.says("From this morning");
    assertThat(ann.hook("picture").last()).isVisible();
    tour.sees("room-files-sent");
    ann.hook("picture").last().click();
    assertThat(ann.hook("viewer-picture")).isVisible();
    tour.sees("viewer");
    tour.presses("Escape");
    ann.hook("replies").first().click();
    assertThat(ann.page().locator("[data-test=thread] [data-test=message]")).hasCount(3);
    tour.sees("thread");
    ann.hook("close-thread").click();
    if (width < 700) {
      tour.chooses("room-menu", "show-files");
    } else {
      ann.hook("toggle-files").click();
    }
    assertThat(ann.hook("room-files").locator("[data-test=file-card]").first()).isVisible();
    tour.sees("files");
    closes(ann, "room-files");
    ann.hook("toggle-search").click();
    assertThat(ann.hook("search-pane")).isVisible();
    tour.sees("search");
    closes(ann, "search-pane");
    ann.hook("toggle-members").click();
    assertThat(ann.hook("member").first()).isVisible();
    tour.sees("members");
    closes(ann, "members");
  }

  private static void closes(Visitor visitor, String pane) {
    visitor.page().locator("[data-test=" + pane + "] [data-test^=close]").first().click();
  }

  private static void seesDialogs(Tour tour) {
    Visitor ann = tour.visitor();
    tour.presses("Control+k");
    assertThat(ann.hook("dialog")).isVisible();
    tour.sees("switcher");
    tour.presses("Escape");
    tour.chooses("room-menu", "room-settings");
    assertThat(ann.hook("dialog")).isVisible();
    tour.sees("room-settings");
    tour.presses("Escape");
    tour.chooses("room-menu", "jump-to-date");
    assertThat(ann.hook("jump-date")).isVisible();
    tour.sees("date");
    tour.presses("Escape");
    tour.chooses("room-menu", "verify-complete");
    assertThat(ann.hook("complete")).isVisible();
    tour.sees("complete");
    tour.presses("Escape");
    ann.page().evaluate("location.hash = '#/threads'");
    assertThat(ann.hook("threads")).isVisible();
    tour.sees("threads");
  }
}
