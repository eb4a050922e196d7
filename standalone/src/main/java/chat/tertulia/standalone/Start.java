package chat.tertulia.standalone;

import chat.tertulia.shared.config.AuthSettings;
import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.config.HistorySettings;
import chat.tertulia.shared.config.NodeSettings;
import chat.tertulia.shared.config.RoomSettings;
import chat.tertulia.shared.config.Settings;
import chat.tertulia.shared.config.StandaloneSettings;
import chat.tertulia.shared.runtime.Launcher;
import chat.tertulia.shared.runtime.Node;
import java.time.Duration;
import java.util.Map;

/** The way up, in order; every step says what it does and leaves behind how to undo it. */
final class Start {
  /**
   * Other than in a cluster there is no other gateway the clients could move to meanwhile. And the
   * database takes about as much of the machine as the loops do: more loops would only wake each
   * other more often.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of("TERTULIA_DRAIN", "1s", "TERTULIA_LOOPS", Integer.toString(halfOfTheProcessors()));

  /** How long the parts may take to find each other. */
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private final Settings given;
  private final Shutdown shutdown;

  Start(Settings given, Shutdown shutdown) {
    this.given = given.withDefaults(DEFAULTS);
    this.shutdown = shutdown;
  }

  private static int halfOfTheProcessors() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /** Runs all steps and gives the address to open. */
  String run() {
    DataFolder folder = DataFolder.open(given.read(StandaloneSettings.class).data());
    shutdown.onStop(folder::close);
    checkPorts();
    tell("data in " + folder.root());
    Engines engines = Engines.start(folder.root(), given, Start::tell, this::engineLost);
    shutdown.onStop(engines::close);
    Settings settings =
        given
            .with(engines.settings())
            .withDefaults(secrets(folder))
            .withDefaults(Map.of("TERTULIA_FILES", folder.root().resolve("files").toString()));
    Node node = Launcher.await(Node.start(settings.read(NodeSettings.class)));
    shutdown.onStop(() -> Launcher.await(node.stop()));
    node.onFailure(
        () ->
            new Thread(() -> shutdown.fail("Tertulia stops: it is cut off from its cluster"), "end")
                .start());
    Parts parts = new Parts(node, settings);
    tell("bringing the database up to date");
    parts.migrate();
    tell("starting the services");
    int port = parts.deploy();
    Launcher.await(node.health().awaitUp(node.vertx(), READY_WITHIN));
    return url(node.settings().host(), port);
  }

  /** Also reads every setting, so that a wrong one is told before anything is started. */
  private void checkPorts() {
    String host = given.read(NodeSettings.class).host();
    FreePorts.checkHost(host);
    FreePorts.check("TERTULIA_PORT", host, given.read(GatewaySettings.class).port());
    FreePorts.check("TERTULIA_AUTH_PORT", host, given.read(AuthSettings.class).port());
    FreePorts.check("TERTULIA_ROOM_PORT", host, given.read(RoomSettings.class).port());
    FreePorts.check("TERTULIA_HISTORY_PORT", host, given.read(HistorySettings.class).port());
    FreePorts.check("TERTULIA_ADMIN_PORT", host, given.read(NodeSettings.class).adminPort());
  }

  private static Map<String, String> secrets(DataFolder folder) {
    return Map.of(
        "TERTULIA_DB_PASSWORD", folder.rolePassword(), "TERTULIA_KEY_SECRET", folder.keySecret());
  }

  private void engineLost() {
    shutdown.fail("Tertulia stops: its database keeps failing, see the log");
  }

  /** An address a browser on this machine can open. */
  static String url(String host, int port) {
    boolean local = host.equals("127.0.0.1") || host.equals("0.0.0.0") || host.equals("::");
    String name = local ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    return "http://" + name + ":" + port;
  }

  private static void tell(String line) {
    System.out.println("Tertulia: " + line);
  }
}
