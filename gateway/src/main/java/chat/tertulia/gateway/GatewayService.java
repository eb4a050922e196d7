package chat.tertulia.gateway;

import chat.tertulia.shared.config.GatewaySettings;
import chat.tertulia.shared.runtime.Launcher;

/** The gateway as a process of its own. */
public final class GatewayService {
  private GatewayService() {}

  public static void main(String[] args) {
    Launcher.run(
        "gateway",
        (node, settings) -> node.deploy(new Gateway(node, settings.read(GatewaySettings.class))));
  }
}
