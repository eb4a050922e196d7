package chat.tertulia.gateway.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RememberedRequestsTest {
  private final RequestRate rate =
      new RequestRate(
          Settings.of(Map.of("TERTULIA_REQUESTS_PER_SECOND", "1")).read(GatewaySettings.class));

  /** Whoever makes up tokens gets a fresh rate for each, but no more memory. */
  @Test
  void thoseRememberedAreBoundedAndTheLongestUnusedIsForgotten() {
    spend("first");
    spend("second");
    for (int i = 2; i < RequestRate.MAX_REMEMBERED; i++) {
      rate.take("made up " + i, 0);
    }
    assertFalse(rate.take("first", 0), "still remembered, and used again");

    rate.take("one more", 0);
    assertFalse(rate.take("first", 0));
    assertTrue(rate.take("second", 0), "forgotten");
  }

  private void spend(String key) {
    for (int i = 0; i < RequestRate.BURST; i++) {
      assertTrue(rate.take(key, 0));
    }
    assertFalse(rate.take(key, 0));
  }
}
