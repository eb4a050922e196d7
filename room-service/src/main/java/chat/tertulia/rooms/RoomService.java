package chat.tertulia.rooms;

import chat.tertulia.shared.config.DatabaseSettings;
import chat.tertulia.shared.config.RoomSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.runtime.Node;
import chat.tertulia.shared.sql.Migrations;
import io.vertx.core.Future;

/** Room-service as a process of its own. */
public final class RoomService {
  /** Schema and folder of its migrations. */
  public static final String SCHEMA = "rooms";

  private RoomService() {}

  /** Starts the process. */
  public static void main(String[] arguments) {
    Launcher.run("room-service", RoomService::start);
  }

  private static Future<?> start(Node node, Settings settings) {
    var database = settings.read(DatabaseSettings.class);
    var rooms = settings.read(RoomSettings.class);
    Settings.log(rooms);
    Migrations.run(database, SCHEMA);
    return node.deploy(new RoomVerticle(node, database, rooms));
  }
}
