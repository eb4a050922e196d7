package chat.tertulia.gateway.presence;

import chat.tertulia.shared.contract.UserId;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** Who is there, over tabs, devices and nodes. Any loop may call; each method only hands over. */
public interface Presence {
  /** Someone who wants to hear of changes. Called on presence's own loop. */
  interface Watcher {
    boolean isOpen();

    /** A change as a frame body. */
    void changed(String frame);
  }

  /** A socket of this person opened here. */
  void connected(UserId user);

  /** A socket of this person closed here. */
  void disconnected(UserId user);

  /**
   * Replaces what a socket watches and answers with the present states.
   *
   * @param body {@code {userIds: […]}}
   * @param answer gets {@code {presence: […]}}
   */
  void watch(Watcher watcher, ObjectNode body, Consumer<String> answer);

  /** The socket has gone. */
  void unwatch(Watcher watcher);

  /**
   * What a person says of themselves.
   *
   * @param body {@code {state: online|away|dnd|invisible, text?}}
   */
  void set(UserId user, ObjectNode body);

  /** The present states, for REST. */
  Future<String> states(List<UserId> users);
}
