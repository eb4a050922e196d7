package chat.tertulia.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.shared.config.AuthSettings;
import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.FileSettings;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.config.HistorySettings;
import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.RoomSettings;
import chat.tertulia.shared.config.Setting;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.config.StandaloneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * {@code .env.example} lists every setting with its meaning and default, and {@code ./tertulia
 * --help} prints it. When settings change, the wanted text is in {@code target/.env.example}.
 */
class SettingsExampleTest {
  private static final String OUTSIDE =
      """

      ## Read before the settings

      # file with settings, name=value a line; the environment wins over it
      #TERTULIA_CONFIG=
      # how much is logged to standard error: ERROR, WARN, INFO or DEBUG
      #TERTULIA_LOG_LEVEL=INFO
      # folder of the JDK 25 to run on; empty: the first one found
      #TERTULIA_JAVA_HOME=
      # more options for the JVM, such as -Xmx2g
      #TERTULIA_JAVA_OPTS=
      """;

  @Test
  void exampleFileListsEverySetting() throws IOException {
    Path example = Path.of("..", ".env.example");
    String wanted = wanted();
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", ".env.example"), wanted);

    assertEquals(wanted, Files.readString(example));
  }

  @Test
  void everyRecordOfSettingsHasASection() {
    assertEquals(Set.copyOf(Settings.ALL), sections().keySet());
  }

  private static Map<Class<? extends Record>, String> sections() {
    Map<Class<? extends Record>, String> sections = new LinkedHashMap<>();
    sections.put(StandaloneSettings.class, "Standalone");
    sections.put(NodeSettings.class, "Every process");
    sections.put(GatewaySettings.class, "Gateway");
    sections.put(AuthSettings.class, "Accounts");
    sections.put(RoomSettings.class, "Rooms");
    sections.put(HistorySettings.class, "Messages");
    sections.put(FileSettings.class, "Files");
    sections.put(
        DatabaseSettings.class, "PostgreSQL; the standalone starts its own unless a host is named");
    return sections;
  }

  private static String wanted() {
    StringBuilder text =
        new StringBuilder(
            """
            # Settings of Tertulia with their defaults: environment variables, or lines of the file
            # that TERTULIA_CONFIG names. Times are written 500ms, 30s, 15m or 2h.
            """);
    sections()
        .forEach(
            (type, title) -> {
              text.append("\n## ").append(title).append("\n\n");
              Settings.describe(type).forEach((name, setting) -> append(text, name, setting));
            });
    return text.append(OUTSIDE).toString();
  }

  private static void append(StringBuilder text, String name, Setting setting) {
    String fallback = setting.fallback().equals(Setting.REQUIRED) ? "" : setting.fallback();
    text.append("# ").append(setting.doc()).append('\n');
    text.append('#').append(name).append('=').append(fallback).append('\n');
  }
}
