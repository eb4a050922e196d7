package chat.tertulia.history;

import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.FileSettings;
import chat.tertulia.shared.config.HistorySettings;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.sql.Migrations;

/** history-service as a process of its own. */
public final class HistoryService {
  /** Name of its schema and of the folder of its migrations. */
  public static final String SCHEMA = "history";

  private HistoryService() {}

  public static void main(String[] arguments) {
    Launcher.run(
        "history-service",
        (node, settings) -> {
          var database = settings.read(DatabaseSettings.class);
          var history = settings.read(HistorySettings.class);
          Migrations.run(database, SCHEMA);
          return node.deploy(
              new HistoryVerticle(node, database, history, settings.read(FileSettings.class)));
        });
  }
}
