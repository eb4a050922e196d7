package chat.tertulia.testkit.cluster;

/** What one process of a cluster is. */
public enum Part {
  /** All services and a gateway in one. */
  ALL("chat.tertulia.standalone.Standalone"),
  AUTH("chat.tertulia.auth.AuthService"),
  ROOMS("chat.tertulia.rooms.RoomService"),
  HISTORY("chat.tertulia.history.HistoryService"),
  GATEWAY("chat.tertulia.gateway.GatewayService");

  private final String main;

  Part(String main) {
    this.main = main;
  }

  String main() {
    return main;
  }

  /** Whether it answers for that one. */
  boolean isA(Part wanted) {
    return this == wanted || this == ALL;
  }
}
