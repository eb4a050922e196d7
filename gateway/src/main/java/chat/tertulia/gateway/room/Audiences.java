package chat.tertulia.gateway.room;

import chat.tertulia.gateway.protocol.RoomFrame;
import chat.tertulia.shared.contract.RoomId;
import chat.tertulia.shared.contract.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who on this loop listens to which room. No lock: one loop owns it. */
public final class Audiences {
  private final Map<RoomId, List<Listener>> rooms = new HashMap<>();

  /** One socket's live view of one room. */
  public interface Listener {
    UserId user();

    /** Writes; it is told nothing about other listeners. */
    void hear(RoomFrame frame);

    /** The person is no member any more; nothing follows. */
    void fence(RoomId room);
  }

  void add(RoomId room, Listener listener) {
    rooms.computeIfAbsent(room, r -> new ArrayList<>(2)).add(listener);
  }

  /** Whether it was there. */
  boolean remove(RoomId room, Listener listener) {
    List<Listener> all = rooms.get(room);
    boolean removed = all != null && all.remove(listener);
    if (removed && all.isEmpty()) {
      rooms.remove(room);
    }
    return removed;
  }

  /**
   * Passes a frame to everyone who listens, and lets go of it.
   *
   * @param leaving whose membership ends with this frame, or null
   */
  public void deliver(RoomFrame frame, UserId leaving) {
    try {
      pass(frame, leaving);
    } finally {
      frame.release();
    }
  }

  private void pass(RoomFrame frame, UserId leaving) {
    List<Listener> all = rooms.get(frame.room());
    if (all == null) {
      return;
    }
    UserId except = frame.exceptUser();
    // A listener may drop itself while it hears; walk backwards over the live list.
    for (int i = all.size() - 1; i >= 0; i--) {
      Listener listener = all.get(i);
      // Asked only where somebody is left out: each look at a socket's objects is a cache miss.
      if (except == null || !listener.user().equals(except)) {
        listener.hear(frame);
      }
    }
    if (leaving != null) {
      List.copyOf(all).stream()
          .filter(l -> l.user().equals(leaving))
          .forEach(l -> l.fence(frame.room()));
    }
  }
}
