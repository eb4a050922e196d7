package chat.tertulia.shared.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworksTest {
  private final Networks networks =
      Networks.of("TEST", List.of("10.1.0.0/16", "127.0.0.1", "fd00::/8"));

  @Test
  void holdTheirAddresses() {
    for (String inside : List.of("10.1.0.1", "10.1.255.255", "127.0.0.1", "fd12:3456::1")) {
      assertTrue(networks.hold(inside), inside);
    }
  }

  @Test
  void holdNothingElse() {
    for (String outside : List.of("10.2.0.1", "127.0.0.2", "fe80::1", "localhost", "", "10.1")) {
      assertFalse(networks.hold(outside), outside);
    }
  }
}
