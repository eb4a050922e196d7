package chat.tertulia.shared.config;

/** TCP ports as settings. */
final class Ports {
  private Ports() {}

  static void check(String name, int port) {
    if (port < 0 || port > 65_535) {
      throw new BadSetting(name, "must be a port from 0 to 65535");
    }
  }
}
