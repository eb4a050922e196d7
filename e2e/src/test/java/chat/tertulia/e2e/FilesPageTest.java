package chat.tertulia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import chat.tertulia.shared.json.OpaqueId;
import chat.tertulia.testkit.Actor;
import chat.tertulia.testkit.Room;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as people send and look at them, and what leads from one conversation to another. */
class FilesPageTest {
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(20);
  private static final byte[] NOTES = "Two onions\nand bread\n".getBytes(StandardCharsets.UTF_8);

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
    return enters(person, 1600, 900, ColorScheme.LIGHT);
  }

  private Visitor enters(Actor person, int width, int height, ColorScheme scheme) {
    var look = Axe.look(width, height, scheme);
    Visitor visitor = Visitor.arrives(chromium.browser(), look, Running.tertulia().url());
    visitor.signsIn(person.username(), person.password());
    visitor.opens(kitchen.name());
    return visitor;
  }

  private static FilePayload picture(String name, int width, int height, Color colour) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var pen = image.createGraphics();
    pen.setColor(colour);
    pen.fillRect(0, 0, width, height);
    pen.dispose();
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FilePayload(name, "image/png", bytes.toByteArray());
  }

  private static FilePayload notes() {
    return new FilePayload("notes.txt", "text/plain", NOTES);
  }

  /** Picks files and waits until all of them are there. */
  private static void picks(Visitor visitor, FilePayload... files) {
    visitor.hook("file-choice").setInputFiles(files);
    Locator done = visitor.page().locator("[data-test=composer-file][data-state=done]");
    assertThat(done).hasCount(files.length);
  }

  private static void chooses(Visitor visitor, String test) {
    visitor.page().locator("[role=menuitem][data-test=" + test + "]").click();
  }

  private static JSHandle dragged(Visitor visitor, FilePayload file) {
    return visitor
        .page()
        .evaluateHandle(
            """
            ({ name, type, bytes }) => {
              const transfer = new DataTransfer();
              const content = Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0));
              transfer.items.add(new File([content], name, { type }));
              return transfer;
            }
            """,
            Map.of(
                "name",
                file.name,
                "type",
                file.mimeType,
                "bytes",
                Base64.getEncoder().encodeToString(file.buffer)));
  }

  @Test
  void picturesAndOtherFilesGoWithAMessageAndTheOtherSeesThem() throws IOException {
    try (Visitor ann = enters(rosa);
        Visitor bob = enters(tom)) {
      picks(
          ann,
          picture("soup.png", 640, 400, Color.ORANGE),
          picture("bread.png", 400, 640, Color.GRAY),
          notes());
      ann.says("All we need");

      assertThat(bob.said()).hasText("All we need");
      assertThat(bob.hook("picture")).hasCount(2);
      assertThat(bob.hook("file-card")).containsText("notes.txt");
      assertThat(ann.hook("composer-file")).hasCount(0);
      var kept = bob.page().waitForDownload(() -> bob.hook("file-card").click());
      assertArrayEquals(NOTES, Files.readAllBytes(kept.path()));

      bob.hook("picture").first().click();
      assertThat(bob.hook("viewer-count")).containsText("1");
      assertThat(bob.hook("viewer-picture")).hasAttribute("alt", "soup.png");
      bob.page().keyboard().press("ArrowRight");
      assertThat(bob.hook("viewer-picture")).hasAttribute("alt", "bread.png");
      bob.page().keyboard().press("Escape");
      assertThat(bob.hook("viewer")).hasCount(0);
      assertThat(bob.hook("picture").first()).isFocused();
    }
  }

  @Test
  void aFileIsDroppedOrPastedAndCanBeTakenBackBeforeItIsSent() {
    try (Visitor ann = enters(rosa)) {
      JSHandle soup = dragged(ann, picture("soup.png", 40, 40, Color.ORANGE));
      Locator talk = ann.page().locator("main .talk");
      talk.dispatchEvent("dragenter", Map.of("dataTransfer", soup));
      assertThat(ann.page().locator(".drop-here")).isVisible();
      talk.dispatchEvent("drop", Map.of("dataTransfer", soup));
      assertThat(ann.hook("composer-file")).containsText("soup.png");
      assertThat(ann.page().locator(".drop-here")).hasCount(0);

      JSHandle bread = dragged(ann, picture("bread.png", 40, 40, Color.GRAY));
      ann.hook("composer-text")
          .evaluate(
              """
              (field, clipboardData) => field.dispatchEvent(
                new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
              """,
              bread);
      assertThat(ann.hook("composer-file")).hasCount(2);
      ann.hook("remove-file").first().click();
      assertThat(ann.hook("composer-file")).containsText("bread.png");

      // With nothing said besides.
      assertThat(ann.page().locator("[data-test=composer-file][data-state=done]")).hasCount(1);
      ann.hook("composer-text").press("Enter");
      assertThat(ann.hook("picture")).hasCount(1);
    }
  }

  @Test
  void aFileOfAnUnknownKindIsRefusedWithItsReasonAndTheRestStays() {
    try (Visitor ann = enters(rosa)) {
      ann.writes("Look");
      ann.hook("file-choice")
          .setInputFiles(
              new FilePayload(
                  "soup.png", "image/png", new byte[] {'M', 'Z', 0, 1, 2, 3, (byte) 0xff, 5}));
      assertThat(ann.page().locator("[data-test=composer-file][data-state=failed]")).hasCount(1);
      assertThat(ann.page().locator("[data-test=composer-file] [role=alert]")).isVisible();
      ann.hook("remove-file").click();
      ann.sends();
      assertThat(ann.stored()).hasText("Look");
    }
  }

  @Test
  void theFilesOfARoomStandInOnePlace() {
    try (Visitor ann = enters(rosa)) {
      picks(ann, picture("soup.png", 64, 40, Color.ORANGE), notes());
      ann.says("All we need");
      assertThat(ann.stored()).hasCount(1);
      ann.hook("toggle-files").click();
      assertThat(ann.hook("room-files").locator("[data-test=picture]")).hasCount(1);
      assertThat(ann.hook("room-files").locator("[data-test=file-card]")).containsText("notes.txt");
      Axe.findsNothing(ann, "the files of a room");
    }
  }

  @Test
  void aMessageIsForwardedAndSaysWhereItComesFrom() {
    Room garden = rosa.creates("Garden " + OpaqueId.random('g').substring(1, 6));
    rosa.posts(kitchen, "The key lies under the mat.");
    try (Visitor ann = enters(rosa)) {
      ann.hook("message").hover();
      ann.hook("act-more").click();
      chooses(ann, "act-forward");
      ann.hook("pick-field").fill(garden.name());
      Axe.findsNothing(ann, "choosing a room");
      ann.page().keyboard().press("Enter");
      assertThat(ann.hook("dialog")).hasCount(0);
      ann.opens(garden.name());
      assertThat(ann.hook("message")).containsText("The key lies under the mat.");
    }
  }

  @Test
  void aDayIsOpenedAndARoomSaysUpToWhichNumberItIsComplete() {
    rosa.posts(kitchen, "The first");
    rosa.posts(kitchen, "The second");
    try (Visitor ann = enters(rosa)) {
      ann.hook("room-menu").click();
      chooses(ann, "jump-to-date");
      assertThat(ann.hook("jump-date")).isVisible();
      Axe.findsNothing(ann, "jumping to a day");
      ann.hook("date-start").click();
      assertThat(ann.said().first()).isInViewport();

      ann.hook("room-menu").click();
      chooses(ann, "verify-complete");
      assertThat(ann.hook("complete")).containsText(String.valueOf(rosa.posts(kitchen, "x") - 1));
      Axe.findsNothing(ann, "what is complete");
    }
  }

  @Test
  void twoRoomsStandSideBySideAndBothAreLive() {
    Room garden = rosa.creates("Garden " + OpaqueId.random('g').substring(1, 6));
    tom.joins(garden);
    try (Visitor ann = enters(rosa)) {
      ann.hook("room-menu").click();
      chooses(ann, "open-beside");
      ann.hook("pick-field").fill(garden.name());
      ann.page().keyboard().press("Enter");
      assertThat(ann.hook("second").locator("[data-test=room-name]")).hasText(garden.name());

      tom.posts(garden, "Tomatoes!");
      tom.posts(kitchen, "Soup!");
      assertThat(ann.hook("second").locator("[data-test=message]")).containsText("Tomatoes!");
      assertThat(ann.page().locator("main [data-test=message]")).containsText("Soup!");
      ann.hook("second").locator("[data-test=composer-text]").fill("Basil, too");
      ann.hook("second").locator("[data-test=composer-text]").press("Enter");
      assertThat(ann.hook("second").locator("[data-test=message]")).hasCount(2);
      Axe.findsNothing(ann, "two rooms side by side");
      ann.hook("close-second").click();
      assertThat(ann.hook("second")).hasCount(0);
    }
  }

  @ParameterizedTest(name = "{0} × {1}, {2}")
  @CsvSource({"1280, 800, LIGHT", "1280, 800, DARK", "390, 844, LIGHT", "320, 640, DARK"})
  void filesAreForEveryone(int width, int height, ColorScheme scheme) {
    try (Visitor ann = enters(rosa, width, height, scheme)) {
      picks(ann, picture("soup.png", 640, 400, Color.ORANGE), notes());
      Axe.findsNothing(ann, "files before they are sent");
      ann.says("All we need");
      assertThat(ann.hook("picture")).isVisible();
      Axe.findsNothing(ann, "a message with files");
      ann.hook("picture").click();
      assertThat(ann.hook("viewer-picture")).isVisible();
      Axe.findsNothing(ann, "a picture opened");
    }
  }
}
