package chat.tertulia.gateway.socket;

import chat.tertulia.gateway.presence.Presence;
import chat.tertulia.shared.loop.Loop;

/** A socket as presence knows it. */
record Watch(Connection connection, Loop loop) implements Presence.Watcher {
  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public void changed(String frame) {
    loop.execute(() -> connection.tellUser(frame));
  }
}
