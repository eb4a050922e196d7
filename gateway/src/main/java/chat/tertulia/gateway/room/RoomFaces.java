package chat.tertulia.gateway.room;

import chat.tertulia.gateway.presence.Face;
import chat.tertulia.shared.contract.UserId;
import chat.tertulia.shared.loop.Loop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Presence of a room's people: told at once in a quiet room, and at most once each {@link
 * #EVERY_MS} however many come and go. Lives on the room's loop.
 */
final class RoomFaces {
  /** The pause after a frame. */
  static final long EVERY_MS = 1_000;

  /** People whose change may wait; of more, those who waited longest are not told. */
  static final int MAX_WAITING = 1_000;

  private final Loop loop;
  private final Consumer<String> tell;
  private final Map<UserId, Face> waiting = new LinkedHashMap<>();
  private boolean resting;

  /**
   * @param tell gets a frame body
   */
  RoomFaces(Loop loop, Consumer<String> tell) {
    this.loop = loop;
    this.tell = tell;
  }

  /** Someone changed; only their latest state is told. */
  void changed(Face face) {
    waiting.remove(face.user());
    waiting.put(face.user(), face);
    if (waiting.size() > MAX_WAITING) {
      waiting.remove(waiting.keySet().iterator().next());
    }
  }

  /** Nothing more comes in this turn. */
  void endTurn() {
    if (!resting && !waiting.isEmpty()) {
      tellSome();
    }
  }

  private void tellSome() {
    List<Face> some =
        new ArrayList<>(waiting.values()).subList(0, Math.min(waiting.size(), Face.MAX_IN_FRAME));
    some.forEach(face -> waiting.remove(face.user()));
    resting = true;
    tell.accept(Face.frame(some));
    loop.after(
        EVERY_MS,
        () -> {
          resting = false;
          endTurn();
        });
  }
}
