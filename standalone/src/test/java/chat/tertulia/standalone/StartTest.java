package chat.tertulia.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.shared.config.BadSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class StartTest {
  @Test
  void addressIsOneABrowserHereCanOpen() {
    assertEquals("http://localhost:8080", Start.url("127.0.0.1", 8080));
    assertEquals("http://localhost:8080", Start.url("0.0.0.0", 8080));
    assertEquals("http://localhost:8080", Start.url("::", 8080));
    assertEquals("http://192.0.2.7:80", Start.url("192.0.2.7", 80));
    assertEquals("http://[2001:db8::1]:80", Start.url("2001:db8::1", 80));
  }

  @Test
  void takenPortIsRefusedWithItsSettingAndNumber() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      BadSetting refusal =
          assertThrows(BadSetting.class, () -> FreePorts.check("TERTULIA_PORT", "127.0.0.1", port));

      assertTrue(refusal.getMessage().startsWith("TERTULIA_PORT is " + port));
    }
  }

  @Test
  void addressOfAnotherMachineIsRefused() {
    BadSetting refusal = assertThrows(BadSetting.class, () -> FreePorts.checkHost("192.0.2.7"));

    assertTrue(refusal.getMessage().startsWith("TERTULIA_HOST is 192.0.2.7"));
  }
}
