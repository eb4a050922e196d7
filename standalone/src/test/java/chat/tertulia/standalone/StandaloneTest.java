package chat.tertulia.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a standalone as its operator sees it: lines, exit codes, what is left behind. */
class StandaloneTest {
  @TempDir static Path common;
  private static StandaloneProcess running;
  private static String address;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    running = StandaloneProcess.start(common, Map.of());
    address = running.awaitReady();
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void servesThePageAtThePrintedAddress() throws Exception {
    try (HttpClient browser = HttpClient.newHttpClient()) {
      HttpRequest page = HttpRequest.newBuilder(URI.create(address + "/")).build();

      assertEquals(200, browser.send(page, BodyHandlers.ofString()).statusCode());
    }
  }

  @Test
  void secondStartOnTheSameFolderSaysSoInOneLine() throws Exception {
    try (StandaloneProcess second = StandaloneProcess.start(common, Map.of())) {
      assertEquals(1, second.awaitExit(30));
      assertEquals(1, second.errors().lines().count(), second.errors());
      assertTrue(second.errors().contains("already runs on"), second.errors());
    }
  }

  @Test
  void databaseThatDiesIsStartedAgain() throws Exception {
    ProcessHandle postgres =
        running.children().stream()
            .filter(child -> child.info().command().orElse("").endsWith("/bin/postgres"))
            .filter(child -> child.children().findAny().isPresent())
            .findFirst()
            .orElseThrow();

    postgres.destroyForcibly();

    eventually(
        () -> running.errors().lines().filter(l -> l.contains("postgres started")).count() == 2);
  }

  @Test
  void comesBackAfterASigkillAndLeavesNothingRunningAfterASigterm() throws Exception {
    try (StandaloneProcess killed = StandaloneProcess.start(folder, Map.of())) {
      killed.awaitReady();
      killed.kill();
    }
    try (StandaloneProcess tertulia = StandaloneProcess.start(folder, Map.of())) {
      assertTrue(tertulia.awaitReady().startsWith("http://localhost:"));
      List<ProcessHandle> engines = tertulia.children();
      assertFalse(engines.isEmpty());

      tertulia.terminate();

      assertEquals("Tertulia: stopping", tertulia.line());
      assertEquals(0, tertulia.awaitExit(30));
      assertTrue(engines.stream().noneMatch(ProcessHandle::isAlive), tertulia.errors());
    }
  }

  @Test
  void takenPortIsToldInOneLineBeforeAnythingIsMade() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      try (StandaloneProcess tertulia =
          StandaloneProcess.start(folder, Map.of("TERTULIA_PORT", port))) {
        assertEquals(1, tertulia.awaitExit(30));
        assertEquals(1, tertulia.errors().lines().count(), tertulia.errors());
        assertTrue(tertulia.errors().contains("TERTULIA_PORT is " + port), tertulia.errors());
        assertFalse(Files.exists(folder.resolve("pg18")));
      }
    }
  }

  @Test
  void wrongSettingIsToldInOneLine() throws Exception {
    try (StandaloneProcess tertulia =
        StandaloneProcess.start(folder, Map.of("TERTULIA_DRAIN", "soon"))) {
      assertEquals(1, tertulia.awaitExit(30));
      assertEquals(1, tertulia.errors().lines().count(), tertulia.errors());
      assertTrue(tertulia.errors().contains("TERTULIA_DRAIN must be"), tertulia.errors());
    }
  }

  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    for (int tries = 0; !condition.getAsBoolean(); tries++) {
      assertTrue(tries < 600, running.errors());
      Thread.sleep(50);
    }
  }
}
