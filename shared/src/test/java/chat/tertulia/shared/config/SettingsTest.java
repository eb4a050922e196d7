package chat.tertulia.shared.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @Test
  void defaultsNeedNoEnvironment() {
    var node = Settings.of(Map.of()).read(NodeSettings.class);

    assertEquals("127.0.0.1", node.host());
    assertEquals(9090, node.adminPort());
    assertEquals(1024, node.shards());
    assertEquals(Duration.ofSeconds(10), node.drain());
    assertFalse(node.isClustered());
  }

  @Test
  void theEnvironmentIsOverTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tertulia.properties");
    Files.writeString(file, "TERTULIA_PORT=1111\nTERTULIA_HOST=0.0.0.0\n");

    var settings = Settings.of(Map.of("TERTULIA_CONFIG", file.toString(), "TERTULIA_PORT", "2222"));

    assertEquals(2222, settings.read(GatewaySettings.class).port());
    assertEquals("0.0.0.0", settings.read(NodeSettings.class).host());
  }

  @Test
  void aKeyNobodyKnowsStopsTheStart() {
    var bad = assertThrows(BadSetting.class, () -> Settings.of(Map.of("TERTULIA_PROT", "8080")));

    assertTrue(bad.getMessage().startsWith("TERTULIA_PROT "));
  }

  @ParameterizedTest
  @CsvSource({
    "TERTULIA_PORT,eighty",
    "TERTULIA_PORT,70000",
    "TERTULIA_PORT,-1",
    "TERTULIA_ADMIN_PORT,1e3",
    "TERTULIA_DRAIN,soon",
    "TERTULIA_GATEWAYS,everyone",
    "TERTULIA_GATEWAYS,10.0.0.0/33",
    "TERTULIA_CLUSTER,maybe",
    "TERTULIA_SHARDS,0",
    "TERTULIA_GUESTS,perhaps",
    "TERTULIA_KEY_SECRET,short",
    "TERTULIA_APPEND_BATCH,0",
    "TERTULIA_APPEND_QUEUE,1",
    "TERTULIA_DB_CONNECTIONS,0",
    "TERTULIA_HASH_THREADS,many",
  })
  void aWrongValueStopsTheStartAndIsNamed(String name, String value) {
    var settings = Settings.of(Map.of(name, value));

    var bad =
        assertThrows(BadSetting.class, () -> Settings.ALL.forEach(type -> settings.read(type)));

    assertTrue(bad.getMessage().startsWith(name + " "), bad.getMessage());
    assertFalse(bad.getMessage().contains("\n"));
  }

  @Test
  void secretsAreNotPrinted() {
    var values = new HashMap<String, String>();
    values.put("TERTULIA_DB_PASSWORD", "open sesame");
    values.put("TERTULIA_REDIS_URL", "redis://:open-sesame@host");
    var settings = Settings.of(values);

    Settings.ALL.forEach(
        type -> assertFalse(settings.read(type).toString().contains("sesame"), type.getName()));
  }

  @Test
  void timesHaveUnits() {
    for (var each :
        Map.of(
                "500ms",
                Duration.ofMillis(500),
                "30s",
                Duration.ofSeconds(30),
                "2h",
                Duration.ofHours(2))
            .entrySet()) {
      var settings = Settings.of(Map.of("TERTULIA_DRAIN", each.getKey()));
      assertEquals(each.getValue(), settings.read(NodeSettings.class).drain());
    }
  }
}
