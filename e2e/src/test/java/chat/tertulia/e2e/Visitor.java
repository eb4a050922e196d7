package chat.tertulia.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody in front of the page, with a browser profile of their own. */
final class Visitor implements AutoCloseable {
  private final BrowserContext profile;
  private final Page page;
  private final AtomicInteger loads = new AtomicInteger();

  private Visitor(BrowserContext profile) {
    this.profile = profile;
    this.page = profile.newPage();
    page.onDOMContentLoaded(_ -> loads.incrementAndGet());
  }

  static Visitor arrives(Browser browser, Browser.NewContextOptions options, URI url) {
    var visitor = new Visitor(browser.newContext(options.setLocale("en-GB")));
    visitor.page.navigate(url + "/");
    assertThat(visitor.hook("sign-in-form")).isVisible();
    return visitor;
  }

  Page page() {
    return page;
  }

  /** How often the page was loaded. */
  int loads() {
    return loads.get();
  }

  /** What carries this {@code data-test}. */
  Locator hook(String name) {
    return page.locator("[data-test=" + name + "]");
  }

  /** What people said, line by line, as shown. */
  Locator said() {
    return page.locator("[data-test=message] .md");
  }

  /** What people said and the server has stored. */
  Locator stored() {
    return page.locator("[data-test=message][data-state=stored][data-seq] .md");
  }

  void registers(String username, String displayName, String password) {
    hook("mode-register").click();
    hook("field-username").fill(username);
    hook("field-displayName").fill(displayName);
    hook("field-password").fill(password);
    hook("submit").click();
    assertThat(hook("me")).hasText(displayName);
  }

  void signsIn(String username, String password) {
    hook("field-username").fill(username);
    hook("field-password").fill(password);
    hook("submit").click();
    assertThat(hook("room-list")).isVisible();
  }

  void creates(String room) {
    starts("create");
    hook("field-name").fill(room);
    page.locator("[data-test=create-form] [data-test=submit]").click();
    assertThat(hook("room-name")).hasText(room);
  }

  /** Joins a public room by the directory. */
  void joins(String room) {
    starts("browse");
    hook("search").fill(room);
    hook("public-room")
        .filter(new Locator.FilterOptions().setHasText(room))
        .locator("[data-test=join-room]")
        .click();
    assertThat(hook("room-name")).hasText(room);
  }

  void opens(String room) {
    hook("room-item").filter(new Locator.FilterOptions().setHasText(room)).click();
    assertThat(hook("room-name")).hasText(room);
  }

  void writes(String text) {
    hook("composer-text").fill(text);
  }

  void sends() {
    hook("composer-text").press("Enter");
  }

  void says(String text) {
    writes(text);
    sends();
  }

  private void starts(String way) {
    hook("new-conversation").click();
    page.locator("[role=menuitem][data-test=" + way + "]").click();
  }

  @Override
  public void close() {
    profile.close();
  }
}
