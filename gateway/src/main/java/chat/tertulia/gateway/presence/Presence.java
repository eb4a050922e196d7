package chat.tertulia.gateway.presence;

import chat.tertulia.shared.contract.Caller;
import chat.tertulia.shared.contract.UserId;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** Who is there, over tabs, devices and nodes. Any loop may call; each method only hands over. */
public interface Presence {
  /** A socket as presence knows it; equal to itself whenever it is made anew. */
  interface Watcher {
    boolean isOpen();

    /** Changes as a frame body. Called on presence's own loop. */
    void changed(String frame);
  }

  /** A socket of this person opened here. */
  void connected(UserId user, Watcher socket);

  /** A socket of this person closed here: it counts and watches no more. */
  void disconnected(UserId user, Watcher socket);

  /**
   * Replaces what a socket watches and answers with the present states.
   *
   * @param body {@code {userIds: […]}}
   * @param answer gets {@code {presence: […]}}
   */
  void watch(Watcher watcher, Caller caller, ObjectNode body, Consumer<String> answer);

  /**
   * What a socket says of its person.
   *
   * @param body {@code {state: online|away|dnd|invisible, text?}}
   */
  void set(UserId user, Watcher socket, ObjectNode body);

  /** The present states, for REST. */
  Future<String> states(Caller caller, List<UserId> users);
}
