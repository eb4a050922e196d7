package chat.tertulia.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;

/** What an accessibility checker has to say about what is on the screen. */
final class Axe {
  private Axe() {}

  /** A browser in which it can work: its script is put into the page, which the policy forbids. */
  static Browser.NewContextOptions look(int width, int height, ColorScheme scheme) {
    return new Browser.NewContextOptions()
        .setViewportSize(width, height)
        .setColorScheme(scheme)
        .setReducedMotion(ReducedMotion.REDUCE)
        .setBypassCSP(true);
  }

  static void findsNothing(Visitor visitor, String view) {
    List<String> violations =
        new AxeBuilder(visitor.page())
            .setLegacyMode(true).analyze().getViolations().stream()
                .map(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
                .toList();
    assertEquals(List.of(), violations, view);
  }
}
